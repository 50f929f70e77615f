import { decodePredictions, type Prediction } from '@kedge/applications';
import { progressBar, type CommonOptions, type SessionCommandOptions } from '@kedge/cli-kit';
import { loadModelWithReport } from '@kedge/converter';
import { KedgeError, type Tensor } from '@kedge/graph-core';
import { createSession, type BackendName, type Session } from '@kedge/runtime';
import { decodeImage, parseResizeMethod, toTensor, type ImageTensor, type PreprocessMode } from '@kedge/vision';
import { preprocessOf, readMetadata } from './known-models.js';
import { resolveLabels } from './labels.js';

/** Options that say which model is run, and how. */
export interface ModelOptions extends CommonOptions, SessionCommandOptions<BackendName> {
  readonly model: string;
  readonly labels?: string;
  readonly preprocess: PreprocessMode | 'auto';
  readonly resize: 'pil' | 'tf';
  readonly top: number;
  readonly min: number;
  readonly signal?: AbortSignal;
}

/** A picture made ready for the model. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly input: ImageTensor;
  readonly ms: { readonly decode: number; readonly preprocess: number };
}

/** What a model says about a picture. */
export interface Answer {
  readonly width: number;
  readonly height: number;
  readonly predictions: readonly Prediction[];
  /** Milliseconds; `run` is that of the whole batch divided by its pictures. */
  readonly ms: { readonly decode: number; readonly preprocess: number; readonly run: number };
  readonly backend: string;
  readonly threads: number;
}

interface Parts {
  readonly session: Session;
  readonly labels: readonly string[];
  readonly mode: PreprocessMode;
  readonly options: ModelOptions;
}

/** The size that a model wants its pictures in. */
function imageSize(session: Session): { width: number; height: number } {
  const [input, ...more] = session.inputs;
  const [, height, width, channels] = input?.shape ?? [];
  if (more.length > 0 || input?.shape.length !== 4 || (channels !== 3 && channels !== 1)) {
    throw new KedgeError('NOT_AN_IMAGE_MODEL', `Expected a model that takes one picture [batch, height, width, channels], got ${session.inputs.map(({ name, shape }) => `${name} (${shape.join(', ')})`).join('; ')}.`);
  }
  if (typeof height !== 'number' || typeof width !== 'number') {
    throw new KedgeError('UNKNOWN_IMAGE_SIZE', `The model takes pictures of any size (${input.shape.join(', ')}), so it does not say which it was trained on. Convert it with a fixed input shape.`);
  }
  return { width, height };
}

function classCount(session: Session): number {
  const classes = session.outputs[0]?.shape.at(-1);
  if (session.outputs.length === 1 && typeof classes === 'number') return classes;
  throw new KedgeError('NOT_A_CLASSIFIER', `Expected a model with one output of class probabilities, got ${session.outputs.map(({ name, shape }) => `${name} (${shape.join(', ')})`).join('; ')}.`);
}

/** One tensor of the inputs of several pictures. */
function joined(inputs: readonly ImageTensor[]): ImageTensor {
  const [first, ...more] = inputs;
  if (first === undefined || more.length === 0) return first ?? { data: new Float32Array(), shape: [0], dtype: 'float32' };
  const data = new Float32Array(first.data.length * inputs.length);
  inputs.forEach((input, i) => data.set(input.data, i * first.data.length));
  return { data, shape: [inputs.length, ...first.shape.slice(1)], dtype: 'float32' };
}

/** A model held ready to classify pictures. */
export class Classifier {
  readonly session: Session;
  readonly labels: readonly string[];
  readonly size: { readonly width: number; readonly height: number };
  readonly mode: PreprocessMode;
  readonly #options: ModelOptions;

  private constructor({ session, labels, mode, options }: Parts) {
    this.session = session;
    this.labels = labels;
    this.size = imageSize(session);
    this.mode = mode;
    this.#options = options;
  }

  /**
   * Reads a model and makes it ready.
   *
   * @throws {KedgeError} `NOT_AN_IMAGE_MODEL`, `NOT_A_CLASSIFIER`, `UNKNOWN_IMAGE_SIZE`, `LABELS_MISMATCH`, and what reading a model throws.
   */
  static async load(options: ModelOptions): Promise<Classifier> {
    const reading = progressBar(`Reading ${options.model}`, options);
    const { model, file } = await loadModelWithReport(options.model, {
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      onProgress: ({ done, total }) => reading.update(done, total),
    }).finally(() => reading.stop());
    const metadata = readMetadata(file.metadata);
    const mode = options.preprocess === 'auto' ? preprocessOf(model, metadata).mode : options.preprocess;
    const session = await createSession(model, { backend: options.backend, threads: options.threads });
    try {
      return new Classifier({ session, labels: await resolveLabels(options.labels, metadata.labels, classCount(session)), mode, options });
    } catch (error) {
      await session.dispose();
      throw error;
    }
  }

  /**
   * Decodes a picture and scales it as the model wants it.
   *
   * @param bytes A JPEG, PNG, WebP, GIF or BMP file.
   * @param limits The most pixels that are decoded.
   * @throws {CorruptImageError}, UnsupportedImageError, ImageTooLargeError.
   */
  async prepare(bytes: Uint8Array, limits: { readonly maxPixels?: number } = {}): Promise<Picture> {
    const started = performance.now();
    const image = await decodeImage(bytes, limits);
    const decoded = performance.now();
    const isGray = this.session.inputs[0]?.shape.at(-1) === 1;
    const input = toTensor(image, { ...this.size, resize: parseResizeMethod(this.#options.resize), preprocess: this.mode, ...(isGray ? { colorMode: 'grayscale' as const } : {}) });
    return { width: image.width, height: image.height, input, ms: { decode: decoded - started, preprocess: performance.now() - decoded } };
  }

  /** Classifies pictures in one run of the model; the answers are in their order. */
  async run(pictures: readonly Picture[], options: { readonly signal?: AbortSignal; readonly top?: number } = {}): Promise<Answer[]> {
    if (pictures.length === 0) return [];
    const { top = this.#options.top, signal } = options;
    const started = performance.now();
    const [probabilities] = await this.session.run(joined(pictures.map(({ input }) => input)), signal === undefined ? {} : { signal });
    const run = (performance.now() - started) / pictures.length;
    const decoded = decodePredictions(probabilities as Tensor, { top, labels: this.labels });
    return pictures.map(({ width, height, ms }, row) => ({
      width,
      height,
      predictions: (decoded[row] ?? []).filter(({ probability }) => probability >= this.#options.min),
      ms: { ...ms, run },
      backend: this.session.backend,
      threads: this.session.threads,
    }));
  }

  async dispose(): Promise<void> {
    await this.session.dispose();
  }
}

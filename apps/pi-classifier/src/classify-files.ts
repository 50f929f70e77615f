import { readFile } from 'node:fs/promises';
import { decodePredictions } from '@kedge/applications';
import { progressBar, UsageError, type CommonOptions, type SessionCommandOptions } from '@kedge/cli-kit';
import { loadModelWithReport } from '@kedge/converter';
import { KedgeError, type Tensor } from '@kedge/graph-core';
import { createSession, type BackendName, type Session } from '@kedge/runtime';
import { decodeImage, parseResizeMethod, toTensor, type PreprocessMode } from '@kedge/vision';
import type { FileResult } from './file-result.js';
import { preprocessOf, readMetadata } from './known-models.js';
import { resolveLabels } from './labels.js';
import { printCsv, printJson, printTable } from './print-results.js';
import { SameAnswerHint } from './same-answer-hint.js';

/** Options of `kedge-classify`. */
export interface ClassifyOptions extends CommonOptions, SessionCommandOptions<BackendName> {
  readonly model: string;
  readonly labels?: string;
  readonly preprocess: PreprocessMode | 'auto';
  readonly resize: 'pil' | 'tf';
  readonly top: number;
  readonly min: number;
  readonly csv?: boolean;
  readonly signal?: AbortSignal;
}

/** A model made ready to classify pictures. */
interface Classifier {
  readonly session: Session;
  readonly labels: readonly string[];
  readonly size: { readonly width: number; readonly height: number };
  readonly mode: PreprocessMode;
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

async function prepare(options: ClassifyOptions): Promise<Classifier> {
  const reading = progressBar(`Reading ${options.model}`, options);
  const { model, file } = await loadModelWithReport(options.model, {
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    onProgress: ({ done, total }) => reading.update(done, total),
  }).finally(() => reading.stop());
  const metadata = readMetadata(file.metadata);
  const mode = options.preprocess === 'auto' ? preprocessOf(model, metadata).mode : options.preprocess;
  const session = await createSession(model, { backend: options.backend, threads: options.threads });
  const classes = session.outputs[0]?.shape.at(-1);
  if (session.outputs.length !== 1 || typeof classes !== 'number') {
    await session.dispose();
    throw new KedgeError('NOT_A_CLASSIFIER', `Expected a model with one output of class probabilities, got ${session.outputs.map(({ name, shape }) => `${name} (${shape.join(', ')})`).join('; ')}.`);
  }
  return { session, labels: await resolveLabels(options.labels, metadata.labels, classes), size: imageSize(session), mode };
}

async function classifyFile(file: string, { session, labels, size, mode }: Classifier, options: ClassifyOptions): Promise<FileResult> {
  try {
    const started = performance.now();
    const image = await decodeImage(await readFile(file));
    const decoded = performance.now();
    const channels = session.inputs[0]?.shape.at(-1);
    const input = toTensor(image, { ...size, resize: parseResizeMethod(options.resize), preprocess: mode, ...(channels === 1 ? { colorMode: 'grayscale' as const } : {}) });
    const prepared = performance.now();
    const [probabilities] = await session.run(input, options.signal === undefined ? {} : { signal: options.signal });
    const ms = { decode: decoded - started, preprocess: prepared - decoded, run: performance.now() - prepared };
    const [predictions = []] = decodePredictions(probabilities as Tensor, { top: options.top, labels });
    return {
      file,
      width: image.width,
      height: image.height,
      predictions: predictions.filter(({ probability }) => probability >= options.min),
      ms,
      backend: session.backend,
      threads: session.threads,
    };
  } catch (error) {
    if (options.signal?.aborted === true) throw error;
    return { file, error: describe(file, error) };
  }
}

function describe(file: string, error: unknown): { code: string; message: string } {
  if (error instanceof KedgeError) return { code: error.code, message: error.message };
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return { code: 'FILE_NOT_FOUND', message: `${file}: there is no such file.` };
  if (code === 'EISDIR') return { code: 'IS_DIRECTORY', message: `${file}: is a folder. Name the pictures in it.` };
  return { code: code ?? 'READ_FAILED', message: `${file}: ${message}` };
}

/** Classifies each file and prints what came of it; the exit code becomes 1 when one could not be read. */
export async function classifyFiles(files: readonly string[], options: ClassifyOptions): Promise<void> {
  if (!(Number.isInteger(options.top) && options.top >= 1)) throw new UsageError(`--top: expected a whole number from 1, got ${options.top}.`);
  if (!(options.min >= 0 && options.min <= 1)) throw new UsageError(`--min: expected a probability from 0 to 1, got ${options.min}.`);
  const classifier = await prepare(options);
  const hint = new SameAnswerHint();
  const bar = progressBar('Classifying', { quiet: options.quiet === true || options.json !== true });
  try {
    for (const [done, file] of files.entries()) {
      options.signal?.throwIfAborted();
      const result = await classifyFile(file, classifier, options);
      if (options.json === true) printJson(result);
      else if (options.csv === true) printCsv(result, done === 0);
      else printTable(result);
      if ('error' in result) process.exitCode = 1;
      else hint.see(result.predictions);
      bar.update(done + 1, files.length);
    }
  } finally {
    bar.stop();
    await classifier.session.dispose();
  }
  hint.print();
}

import type { Model } from '@kedge/layers/engine';
import type { ModelSource } from '@kedge/converter';
import { InvalidArgumentError, zeros, type Tensor } from '@kedge/graph-core';
import { plansFor } from './plans-for.js';
import { chooseBackend } from './choose-backend.js';
import type { Endpoint } from './match-inputs.js';
import { sessionReport, type BackendName } from './report.js';
import { Session } from './session.js';

/** How a session is made. */
export interface SessionOptions {
  /** What computes; 'auto' takes the first backend that works here. */
  readonly backend?: BackendName | 'auto';
  /** How many threads compute. The tfjs backends have one in Node; asking for more is told in the report. */
  readonly threads?: number | 'auto';
  /** Whether the model is run once on zeros, so that the first real run costs what the second does. */
  readonly warmup?: boolean;
  readonly signal?: AbortSignal;
  /** Told after each array of a file that was read. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}

/** A model, or anything that `loadModel` loads. */
export type SessionSource = Model | ModelSource;

function isModel(source: SessionSource): source is Model {
  return typeof source === 'object' && source !== null && 'graph' in source && 'inputNames' in source;
}

async function toModel(source: SessionSource, options: SessionOptions): Promise<Model> {
  if (isModel(source)) return source;
  const { loadModel } = await import('@kedge/converter');
  return loadModel(source, {
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
  });
}

function endpoints(names: readonly string[], tensors: Model['inputs']): Endpoint[] {
  return tensors.map(({ shape, dtype }, i) => ({ name: names[i] ?? `tensor_${i}`, shape, dtype }));
}

/** A batch of one example of zeros, or nothing when a size is not known. */
function zeroInput(inputs: readonly Endpoint[]): Tensor[] | undefined {
  const shapes = inputs.map(({ shape }) => shape.map((dim, axis) => (axis === 0 ? (dim ?? 1) : dim)));
  const isKnown = (shape: readonly (number | null)[]): shape is number[] => shape.every((dim) => dim !== null);
  const values = shapes.flatMap((shape, i) => {
    const dtype = inputs[i]?.dtype ?? 'float32';
    return isKnown(shape) && dtype !== 'string' ? [zeros(shape, dtype)] : [];
  });
  return values.length === inputs.length ? values : undefined;
}

const since = (start: number): number => performance.now() - start;

/**
 * Makes a model ready to run: loads it, chooses a backend that answers a few known questions rightly, and prepares the plan.
 *
 * @param source A model, whose weights are taken as they are now, or a path, a URL, bytes: anything that `loadModel` loads.
 * @throws BackendUnavailableError when nothing works here, or not what was asked for.
 *
 * @example
 * const session = await createSession('dogs.h5');
 * const [probabilities] = await session.run({ data: pixels, shape: [1, 160, 160, 3], dtype: 'float32' });
 */
export async function createSession(source: SessionSource, options: SessionOptions = {}): Promise<Session> {
  const { threads = 'auto', warmup = true } = options;
  if (threads !== 'auto' && !(Number.isInteger(threads) && threads >= 1)) {
    throw new InvalidArgumentError(`threads: expected 'auto' or a whole number from 1, got ${threads}.`);
  }
  const started = performance.now();
  const model = await toModel(source, options);
  await model.sync();
  const load = since(started);
  const choice = await chooseBackend(options.backend ?? 'auto');
  const preparing = performance.now();
  const plans = plansFor(model.graph, choice.backend);
  const inputs = endpoints(model.inputNames, model.inputs);
  const outputs = endpoints(model.outputNames, model.outputs);
  const ms = { load, prepare: since(preparing), warmup: 0 };
  const report = sessionReport({
    candidates: choice.candidates,
    threads: { asked: threads, given: 1, reason: `${choice.name} computes on one thread here` },
    software: false,
    ms,
  });
  const session = new Session({ name: choice.name, report, inputs, outputs, plans });
  const zero = warmup ? zeroInput(inputs) : undefined;
  if (zero !== undefined) {
    const running = performance.now();
    await session.run(zero);
    ms.warmup = since(running);
  }
  return session;
}

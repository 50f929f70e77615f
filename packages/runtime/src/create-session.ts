import type { Model } from '@kedge/layers/engine';
import type { ModelSource } from '@kedge/converter';
import { InvalidArgumentError, type Tensor } from '@kedge/graph-core';
import type { Backend, Device } from './backend.js';
import type { Plans } from './bound-plans.js';
import { Pools } from './pools.js';
import { lowerModel, plansFor, type LoweredModel } from './plans-for.js';
import { chooseBackend } from './choose-backend.js';
import type { Endpoint } from './match-inputs.js';
import { sessionReport, type BackendName } from './report.js';
import { Session } from './session.js';
import { zeroInput } from './zero-input.js';

/** How a session is made. */
export interface SessionOptions {
  /** What computes; 'auto' takes the first backend that works here. */
  readonly backend?: BackendName | 'auto';
  /** How many threads compute; 'auto' takes one for each core. A backend that has fewer says so in the report. */
  readonly threads?: number | 'auto';
  /** Whether the model is run once on zeros, so that the first real run costs what the second does. */
  readonly warmup?: boolean;
  /** Whether the calling thread computes, instead of a worker: for who wants the last tenth of a millisecond. */
  readonly inline?: boolean;
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
  const preparing = performance.now();
  const inputs = endpoints(model.inputNames, model.inputs);
  const outputs = endpoints(model.outputNames, model.outputs);
  const pools = new Pools(model, isModel(source));
  // An error in the model is the same on every backend: it is to come before one is chosen.
  lowerModel(model.graph, pools.own());
  const zero = warmup ? zeroInput(inputs) : undefined;
  const { backend, made, candidates } = await chooseBackend({
    wanted: options.backend ?? 'auto',
    threads,
    inline: options.inline ?? false,
    make: (candidate) => openModel(candidate, (device) => lowerModel(model.graph, device.needsSizes ? pools.shared() : pools.own()), zero),
  });
  const report = sessionReport({
    candidates,
    threads: { asked: threads, ...backend.threads },
    software: false,
    ms: { load, prepare: since(preparing) - made.warmup, warmup: made.warmup },
  });
  const close = async (): Promise<void> => {
    await made.close();
    await backend.stop();
  };
  return new Session({ name: backend.name, report, inputs, outputs, plans: made.plans, close });
}

interface OpenModel {
  readonly plans: Plans;
  readonly close: () => Promise<void>;
  /** Milliseconds. */
  readonly warmup: number;
}

/** Makes the plans of a model on a backend, and runs them once. */
async function openModel(backend: Backend, lowered: (device: Device) => LoweredModel, zero: readonly Tensor[] | undefined): Promise<OpenModel> {
  const device = backend.open();
  const plans = plansFor(lowered(device), device);
  const running = performance.now();
  try {
    if (zero !== undefined) await plans.run(zero);
  } catch (error) {
    plans.dispose();
    await device.close();
    throw error;
  }
  return { plans, close: () => device.close(), warmup: zero === undefined ? 0 : since(running) };
}

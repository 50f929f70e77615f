import * as tf from '@tensorflow/tfjs-core';
import { KedgeError } from '@kedge/graph-core';

/** Name of a tfjs backend. */
export type TfjsEngine = 'cpu' | 'wasm';

/** Backends that are being set up, so that two requests share one. */
const starting = new Map<TfjsEngine, Promise<void>>();

/**
 * Sets up a registered tfjs backend without making it the active one, which `tf.setBackend` would do in the middle of
 * what others compute.
 *
 * @throws {KedgeError} `BACKEND_UNAVAILABLE` with what went wrong.
 */
export async function startEngine(name: TfjsEngine): Promise<void> {
  const engine = tf.engine();
  if (name in engine.registry) return;
  const pending = starting.get(name) ?? start(name);
  starting.set(name, pending);
  try {
    await pending;
  } finally {
    starting.delete(name);
  }
}

async function start(name: TfjsEngine): Promise<void> {
  const factory = tf.findBackendFactory(name);
  try {
    tf.engine().registry[name] = await factory();
  } catch (cause) {
    throw new KedgeError('BACKEND_UNAVAILABLE', `tfjs could not start its backend '${name}': ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** What tfjs's engine keeps to itself. */
interface EngineInside {
  backendInstance: unknown;
}

/** Backends whose kernels were set up, which tfjs does again at each `setBackend`: 150 functions looked up in WebAssembly. */
const prepared = new WeakSet<object>();

function activate(name: string): void {
  const engine = tf.engine();
  const instance = engine.registry[name];
  if (instance !== undefined && prepared.has(instance) && 'backendInstance' in engine) {
    engine.backendName = name;
    (engine as unknown as EngineInside).backendInstance = instance;
    return;
  }
  // A backend that is set up already becomes active before the call returns; the promise only says so.
  void tf.setBackend(name);
  if (instance !== undefined) prepared.add(instance);
}

/**
 * Runs `fn` on a tfjs backend and gives the active place back to whoever had it.
 *
 * tfjs computes on one backend at a time for the whole process. Where none is active yet, ours stays.
 */
export function onEngine<T>(name: TfjsEngine, fn: () => T): T {
  const outer: string | null | undefined = tf.engine().backendName;
  if (outer === name) return fn();
  activate(name);
  try {
    return fn();
  } finally {
    if (typeof outer === 'string') activate(outer);
  }
}

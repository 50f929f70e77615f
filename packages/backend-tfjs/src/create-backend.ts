import * as tf from '@tensorflow/tfjs-core';
import { InvalidArgumentError, KedgeError, type EagerBackend } from '@kedge/graph-core';
import { TfjsBackend } from './backend.js';
import { onEngine, startEngine, type TfjsEngine } from './engine.js';
import { wasmFolderOnDisk, type WasmPaths } from './wasm-files.js';

/** What {@link createTfjsBackend} makes. */
export interface TfjsBackendOptions {
  /** Which tfjs backend computes. */
  readonly backend: TfjsEngine;
  /** Where a page serves tfjs's `.wasm` files; by default tfjs looks beside the script, and Node finds them on disk. */
  readonly wasmPaths?: WasmPaths;
}

/** Loads a tfjs backend package, which registers itself. */
const LOADERS: Record<TfjsEngine, (options: TfjsBackendOptions) => Promise<void>> = {
  cpu: async () => {
    await import('@tensorflow/tfjs-backend-cpu');
  },
  wasm: async ({ wasmPaths = wasmFolderOnDisk() }) => {
    const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
    const isRunning = 'wasm' in tf.engine().registry;
    if (wasmPaths !== undefined && !isRunning) setWasmPaths(wasmPaths);
  },
};

/** tfjs's cpu backend praises tfjs-node on the console at its first use; this is that use. */
function silenceAdvert(name: TfjsEngine): void {
  const instance = tf.engine().registry[name] as { firstUse?: boolean } | undefined;
  if (instance?.firstUse === true) instance.firstUse = false;
}

/**
 * Makes a backend that computes every primitive on a tfjs backend.
 *
 * tfjs has one active backend per process. This one uses its own during its calls and restores the one that was active,
 * so that several, and code that uses tfjs itself, do not disturb each other.
 *
 * @param options Which tfjs backend, and where its files are.
 * @returns The backend, ready to compute.
 * @throws {KedgeError} `BACKEND_UNAVAILABLE` when the package is not installed or does not start.
 *
 * @example
 * const backend = await createTfjsBackend({ backend: 'cpu' });
 * setEagerBackend(backend);
 */
export async function createTfjsBackend(options: TfjsBackendOptions): Promise<EagerBackend> {
  const { backend: name } = options;
  if (!Object.hasOwn(LOADERS, name)) {
    throw new InvalidArgumentError(`createTfjsBackend: expected backend 'cpu' or 'wasm', got '${String(name)}'.`);
  }
  try {
    await LOADERS[name](options);
  } catch (cause) {
    throw new KedgeError('BACKEND_UNAVAILABLE', `Could not load '@tensorflow/tfjs-backend-${name}': ${cause instanceof Error ? cause.message : String(cause)}. Install it beside '@tensorflow/tfjs-core'.`, { cause });
  }
  await startEngine(name);
  silenceAdvert(name);
  onEngine(name, () => undefined);
  return new TfjsBackend(name);
}

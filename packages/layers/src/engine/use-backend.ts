import type * as TfjsBackend from '@kedge/backend-tfjs';
import { InvalidArgumentError, KedgeError, setEagerBackend, type EagerBackend } from '@kedge/graph-core';

/** What can compute values: the wasm or the cpu backend of tfjs, or the first of them that works. */
export type BackendName = 'auto' | 'tfjs-wasm' | 'cpu';

/** What is live now, and how it was chosen. */
export interface BackendInfo {
  /** What computes values from now on. */
  readonly backend: Exclude<BackendName, 'auto'>;
  /** Every backend that was tried, in order, with the reason why it was not taken. */
  readonly candidates: readonly { readonly backend: Exclude<BackendName, 'auto'>; readonly reason?: string }[];
}

/** How a backend is found. */
export interface UseBackendOptions {
  /** Where a page serves tfjs's `.wasm` files: a folder that ends in a slash, or the place of each file by its name. */
  readonly wasmPaths?: string | Readonly<Record<string, string>>;
}

type Live = BackendInfo['backend'];

/** In the order in which 'auto' tries them. */
const ENGINES = { 'tfjs-wasm': 'wasm', cpu: 'cpu' } as const satisfies Record<Live, string>;
const NAMES = Object.keys(ENGINES) as readonly Live[];

/** Backends that exist elsewhere in Kedge and do not compute eagerly. */
const ELSEWHERE: readonly string[] = ['webgpu', 'node-gpu', 'wasm'];

const started = new Map<Live, Promise<EagerBackend>>();

/**
 * Chooses what computes values: layers applied to values, training, and `predict`. Values of another backend cannot be used
 * on it; weights move by themselves.
 *
 * @param name `'auto'` takes tfjs's wasm backend, or its cpu backend where that does not start.
 * @returns What is live, and why.
 * @throws {KedgeError} `BACKEND_UNAVAILABLE` with the reason and the way out.
 *
 * @example
 * await useBackend('cpu');
 */
export async function useBackend(name: BackendName, options: UseBackendOptions = {}): Promise<BackendInfo> {
  if (ELSEWHERE.includes(name)) {
    throw new KedgeError('BACKEND_UNAVAILABLE', `Backend '${String(name)}' does not train or compute eagerly. Available here: ${NAMES.join(', ')}, or 'auto'.`);
  }
  if (name !== 'auto' && !Object.hasOwn(ENGINES, name)) throw new InvalidArgumentError(`useBackend: expected 'auto', ${NAMES.map((one) => `'${one}'`).join(' or ')}, got '${String(name)}'.`);
  const candidates: { readonly backend: Live; readonly reason?: string }[] = [];
  let failure: unknown;
  for (const backend of name === 'auto' ? NAMES : [name]) {
    try {
      setEagerBackend(await start(backend, options));
      return { backend, candidates: [...candidates, { backend }] };
    } catch (error) {
      failure = error;
      candidates.push({ backend, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  if (candidates.length === 1) throw failure;
  throw new KedgeError('BACKEND_UNAVAILABLE', `No backend could be started. ${candidates.map(({ backend, reason }) => `${backend}: ${reason}`).join(' ')}`, { cause: failure });
}

/** One of each for the whole process, so that choosing it again finds the values that it holds. */
async function start(name: Live, options: UseBackendOptions): Promise<EagerBackend> {
  const pending = started.get(name) ?? create(name, options);
  started.set(name, pending);
  try {
    return await pending;
  } catch (error) {
    started.delete(name);
    throw error;
  }
}

async function create(name: Live, { wasmPaths }: UseBackendOptions): Promise<EagerBackend> {
  const backend = ENGINES[name];
  const { createTfjsBackend } = await load(backend);
  return createTfjsBackend({ backend, ...(wasmPaths === undefined ? {} : { wasmPaths }) });
}

async function load(engine: string): Promise<typeof TfjsBackend> {
  try {
    return await import('@kedge/backend-tfjs');
  } catch (cause) {
    throw new KedgeError(
      'BACKEND_UNAVAILABLE',
      `Computing values needs tfjs, and it could not be loaded: ${cause instanceof Error ? cause.message : String(cause)}. Run 'npm install @tensorflow/tfjs-core @tensorflow/tfjs-backend-${engine}'.`,
      { cause },
    );
  }
}

import { KedgeError } from '@kedge/graph-core';

/** The builds of the kernels. */
export type BuildName = 'baseline' | 'relaxed' | 'baseline-threads' | 'relaxed-threads';

/** What the module exports. */
export interface KernelExports {
  run(program: number, steps: number, context: number): void;
  heapBase(): number;
}

const MAXIMUM_PAGES = 65536;

/** Memory for a build: shared when threads use it. */
export function newMemory(build: BuildName): WebAssembly.Memory {
  const isShared = build.endsWith('-threads');
  return new WebAssembly.Memory(isShared ? { initial: 2, maximum: MAXIMUM_PAGES, shared: true } : { initial: 2 });
}

/** Instantiates the kernels on a memory. */
export async function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): Promise<KernelExports> {
  const { exports } = await WebAssembly.instantiate(module, { env: { memory } });
  if (typeof exports['run'] !== 'function' || typeof exports['heapBase'] !== 'function') {
    throw new KedgeError('INTERNAL', 'The WebAssembly module is not that of this version of @kedge/backend-wasm.');
  }
  return exports as unknown as KernelExports;
}

/**
 * Where the bytes of a build are, beside this file once it is built. Written out as literals, since that is what bundlers
 * look for.
 */
const LOCATIONS: Readonly<Record<BuildName, () => URL>> = {
  baseline: () => new URL('../wasm/baseline.wasm', import.meta.url),
  relaxed: () => new URL('../wasm/relaxed.wasm', import.meta.url),
  'baseline-threads': () => new URL('../wasm/baseline-threads.wasm', import.meta.url),
  'relaxed-threads': () => new URL('../wasm/relaxed-threads.wasm', import.meta.url),
};

/**
 * Compiles a build.
 *
 * @throws {KedgeError} `BACKEND_UNAVAILABLE` when its file cannot be read, or when this machine cannot compile it.
 */
export async function compileBuild(build: BuildName): Promise<WebAssembly.Module> {
  const url = LOCATIONS[build]();
  try {
    return await WebAssembly.compile(await readBytes(url));
  } catch (cause) {
    throw new KedgeError('BACKEND_UNAVAILABLE', `The kernels '${build}' cannot be loaded: ${cause instanceof Error ? cause.message : String(cause)}.`, { cause });
  }
}

async function readBytes(url: URL): Promise<BufferSource> {
  if (url.protocol === 'file:') {
    const { readFile } = await import('node:fs/promises');
    // While the sources are run, as tests do, the built files lie in another folder.
    const built = new URL(url.href.replace('/src/wasm/', '/dist/wasm/'));
    return readFile(built);
  }
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url.pathname}: HTTP status ${response.status}`);
  return response.arrayBuffer();
}

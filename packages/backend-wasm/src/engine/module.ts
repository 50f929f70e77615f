import { KedgeError } from '@kedge/graph-core';

/** The builds of the kernels. */
export type BuildName = 'baseline' | 'relaxed' | 'baseline-threads' | 'relaxed-threads';

/** What the module exports. */
export interface KernelExports {
  run(program: number, steps: number, context: number): void;
  lead(program: number, steps: number, context: number, team: number): void;
  help(context: number, team: number, seen: number): void;
  capabilities(): number;
  heapBase(): number;
  measureBytes(): number;
  measureTile(tile: number, rounds: number, at: number): number;
}

const EXPORTS: readonly (keyof KernelExports)[] = ['run', 'lead', 'help', 'capabilities', 'heapBase', 'measureBytes', 'measureTile'];

/** Shared memory must say how far it may grow, and reserves addresses for that: 4 GiB, or what a small machine has. */
const MAXIMUM_PAGES = [65536, 32768, 16384, 8192] as const;

/**
 * Memory for a build: shared when threads use it.
 *
 * @throws {KedgeError} `OUT_OF_MEMORY` when no addresses can be reserved.
 */
export function newMemory(build: BuildName): WebAssembly.Memory {
  if (!build.endsWith('-threads')) return new WebAssembly.Memory({ initial: 2 });
  for (const maximum of MAXIMUM_PAGES) {
    try {
      return new WebAssembly.Memory({ initial: 2, maximum, shared: true });
    } catch {
      // Fewer may still be had.
    }
  }
  throw new KedgeError('OUT_OF_MEMORY', 'This machine has no room for shared WebAssembly memory. Ask for one thread.');
}

/** Instantiates the kernels on a memory. */
export async function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): Promise<KernelExports> {
  const { exports } = await WebAssembly.instantiate(module, { env: { memory } });
  if (EXPORTS.some((name) => typeof exports[name] !== 'function')) {
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
    return readFile(builtFile(url));
  }
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url.pathname}: HTTP status ${response.status}`);
  return response.arrayBuffer();
}

/** While the sources are run, as tests do, what is built of them lies in another folder. */
export function builtFile(url: URL): URL {
  return new URL(url.href.replace('/backend-wasm/src/', '/backend-wasm/dist/').replace(/\.ts$/, '.js'));
}

import type { Machine } from './machine.js';
import { measureTiles, type MeasuredTile } from './measure.js';
import { compileBuild, instantiate, newMemory, type BuildName } from './module.js';

/** A module of one function that uses an instruction: the machine has the feature if it is valid. */
const RELAXED_MODULE = Uint8Array.of(
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 15, 1, 13, 0,
  65, 1, 253, 15, 65, 2, 253, 15, 253, 128, 2, 11,
);
const SIMD_MODULE = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11);

/** What the machine has, and why it lacks the rest. */
export interface Features {
  readonly simd: boolean;
  readonly relaxed: boolean;
  /** Whether memory can be shared between threads. */
  readonly threads: boolean;
  /** Why not; empty when it can. */
  readonly threadsReason: string;
}

/** Looks at what WebAssembly can do here, without loading anything. */
export function probeFeatures(): Features {
  const simd = WebAssembly.validate(SIMD_MODULE);
  const hasShared = typeof SharedArrayBuffer !== 'undefined';
  const isIsolated = (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated !== false;
  const threadsReason = !hasShared
    ? 'there is no SharedArrayBuffer: the page is not cross-origin isolated (headers Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp)'
    : isIsolated
      ? ''
      : 'the page is not cross-origin isolated (headers Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp)';
  return { simd, relaxed: simd && WebAssembly.validate(RELAXED_MODULE), threads: threadsReason === '', threadsReason };
}

/** The build for this machine. */
export function buildFor({ relaxed }: Features, threads: number): BuildName {
  if (threads > 1) return relaxed ? 'relaxed-threads' : 'baseline-threads';
  return relaxed ? 'relaxed' : 'baseline';
}

const FMA = 1;
const ARM = 2;

/** A build, and what the machine is for it. */
export interface ProbedMachine {
  readonly module: WebAssembly.Module;
  readonly machine: Machine;
  readonly tile: MeasuredTile;
}

const probed = new Map<BuildName, Promise<ProbedMachine>>();

/** Compiles a build, and asks the machine about itself with it; once in a process. */
export function probeMachine(build: BuildName): Promise<ProbedMachine> {
  const known = probed.get(build);
  if (known !== undefined) return known;
  const probing = probe(build);
  probed.set(build, probing);
  probing.catch(() => probed.delete(build));
  return probing;
}

async function probe(build: BuildName): Promise<ProbedMachine> {
  const module = await compileBuild(build);
  const memory = newMemory(build);
  const kernels = await instantiate(module, memory);
  const found = kernels.capabilities();
  const facts = { fma: (found & FMA) !== 0, isArm: (found & ARM) !== 0 };
  const tile = measureTiles(kernels, memory, facts);
  return { module, machine: { ...machineOf(facts), tileRows: tile.rows }, tile };
}

/** What follows from the instructions; which tile is the fastest is measured, see `measureTiles`. */
export function machineOf(found: Pick<Machine, 'fma' | 'isArm'>): Machine {
  return { ...found, tileRows: found.fma || found.isArm ? 6 : 4, winograd: true };
}

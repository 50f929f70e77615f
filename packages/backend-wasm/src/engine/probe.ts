import type { Machine } from './machine.js';
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

/** Compiles a build, and asks the machine about itself with it. */
export async function probeMachine(build: BuildName): Promise<{ readonly module: WebAssembly.Module; readonly machine: Machine }> {
  const module = await compileBuild(build);
  const kernels = await instantiate(module, newMemory(build));
  const found = kernels.capabilities();
  return { module, machine: machineOf({ fma: (found & FMA) !== 0, isArm: (found & ARM) !== 0 }) };
}

/** What follows from the instructions: with multiplication and addition in one there is no need of a register between them. */
export function machineOf(found: Pick<Machine, 'fma' | 'isArm'>): Machine {
  return { ...found, tileRows: found.isArm ? 8 : found.fma ? 6 : 4, winograd: true };
}

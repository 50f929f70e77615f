import { probeFeatures } from './probe.js';

/**
 * Turns relaxed SIMD on in Node 20, which hides it behind a flag. To be called before an engine is started; does nothing where the
 * instructions are there anyway, or are not there at all.
 *
 * It changes the whole process, which is for a program to decide and not for a library.
 */
export async function enableRelaxedSimd(): Promise<void> {
  if (typeof process === 'undefined' || process.versions?.node === undefined || probeFeatures().relaxed) return;
  const { setFlagsFromString } = await import('node:v8');
  setFlagsFromString('--experimental-wasm-relaxed-simd');
}

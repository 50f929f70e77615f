// @ts-check
import { setFlagsFromString } from 'node:v8';
import { createSession } from '@kedge/runtime';

/** @param {{ folder: string, threads: number, input: any }} options */
export async function load({ folder, threads, input }) {
  // As the commands do it: Node 20 has relaxed SIMD behind this flag.
  setFlagsFromString('--experimental-wasm-relaxed-simd');
  const session = await createSession(folder, { backend: 'wasm', threads, warmup: false });
  return {
    threads: session.threads,
    hasOwnWeights: false,
    run: async () => /** @type {Float32Array} */ ((await session.run(input))[0]?.data),
  };
}

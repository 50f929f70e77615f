// @ts-check
import { enableRelaxedSimd } from '@kedge/backend-wasm';
import { createSession } from '@kedge/runtime';

/** @param {{ folder: string, threads: number, input: any }} options */
export async function load({ folder, threads, input }) {
  // As the commands do it.
  await enableRelaxedSimd();
  const session = await createSession(folder, { backend: 'wasm', threads, warmup: false });
  return {
    threads: session.threads,
    hasOwnWeights: false,
    run: async () => /** @type {Float32Array} */ ((await session.run(input))[0]?.data),
  };
}

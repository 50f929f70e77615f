// @ts-check
import { readFileSync } from 'node:fs';
import { peerModel } from './peers.mjs';

/** Loads a network into ONNX Runtime, whichever it is. @param {any} ort @param {{ model: string, threads: number, input: any }} options */
export async function loadOrt(ort, { model, threads, input }) {
  const session = await ort.InferenceSession.create(new Uint8Array(readFileSync(peerModel(`${model}.onnx`))), {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
  });
  const feeds = { [session.inputNames[0]]: new ort.Tensor('float32', input.data, input.shape) };
  return { threads, hasOwnWeights: true, run: async () => (await session.run(feeds))[session.outputNames[0]].data };
}

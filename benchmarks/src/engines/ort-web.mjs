// @ts-check
import { loadOrt } from '../lib/ort.mjs';
import { requirePeer } from '../lib/peers.mjs';

/** @param {any} options */
export function load(options) {
  const ort = requirePeer('onnxruntime-web');
  ort.env.wasm.numThreads = options.threads;
  return loadOrt(ort, options);
}

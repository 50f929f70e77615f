// @ts-check
import { loadOrt } from '../lib/ort.mjs';
import { requirePeer } from '../lib/peers.mjs';

/** @param {any} options */
export const load = (options) => loadOrt(requirePeer('onnxruntime-node'), options);

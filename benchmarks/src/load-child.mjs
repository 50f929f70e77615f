// @ts-check
/**
 * Loads a model once and prints how long that took and how much memory it needed, as JSON: one process for each load, since a
 * second load finds code compiled and memory taken.
 *
 * A small model of the same form is loaded first, so that what is measured is the loading and not the libraries' own code coming in.
 *
 * usage: node load-child.mjs kedge|tfjs PATH SMALL_PATH
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const [engine = '', path = '', small = ''] = process.argv.slice(2);

/** @typedef {(path: string) => Promise<number>} Load Loads, and gives the bytes that the weights take as float32. */

/** @returns {Promise<Load>} */
async function kedge() {
  const { loadModel } = await import('@kedge/converter');
  return async (path) => 4 * (await loadModel(path)).countParams();
}

/** Stock tfjs from disk, by a handler as tfjs-node has it. @returns {Promise<Load>} */
async function tfjs() {
  const tf = await import('@tensorflow/tfjs-core');
  await import('@tensorflow/tfjs-backend-cpu');
  const { loadLayersModel } = await import('@tensorflow/tfjs-layers');
  await tf.setBackend('cpu');
  const read = (/** @type {string} */ path) => {
    const json = JSON.parse(readFileSync(path, 'utf8'));
    const buffers = json.weightsManifest.flatMap((/** @type {{ paths: string[] }} */ group) => group.paths.map((name) => readFileSync(join(dirname(path), name))));
    const weightData = Buffer.concat(buffers);
    return Promise.resolve({
      modelTopology: json.modelTopology,
      format: json.format,
      weightSpecs: json.weightsManifest.flatMap((/** @type {{ weights: unknown[] }} */ group) => group.weights),
      weightData: weightData.buffer.slice(weightData.byteOffset, weightData.byteOffset + weightData.byteLength),
    });
  };
  return async (path) => 4 * (await loadLayersModel({ load: () => read(path) })).countParams();
}

/** The most memory that this process has had resident. Linux tells it by process; elsewhere the count may begin with that of the parent. */
function peakBytes() {
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : '';
  const [, kilobytes = process.resourceUsage().maxRSS] = /VmHWM:\s*(\d+)/.exec(status) ?? [];
  return Number(kilobytes) * 1024;
}

const load = await (engine === 'kedge' ? kedge() : tfjs());
await load(small);
globalThis.gc?.();
const before = process.memoryUsage.rss();
const started = performance.now();
const floatBytes = await load(path);
const ms = performance.now() - started;
const peak = peakBytes();
console.log(JSON.stringify({ ms, memory: (peak - before) / floatBytes }));

import { sizeOf, tensor, type NumericTensor } from '@kedge/graph-core';

/**
 * Numbers in [-0.5, 0.5) that `fixtures/python/application_goldens.py` makes as well: `(i + 1) * 2654435769 + seed * 40503` in
 * 32 bits, hashed once, over 2^32; then `offset + scale * number`.
 */
export function uniform(shape: readonly number[], seed: number, scale = 1, offset = 0): NumericTensor {
  const data = new Float32Array(sizeOf(shape));
  for (let i = 0; i < data.length; i++) {
    let x = (Math.imul(i + 1, 2654435769) + seed * 40503) >>> 0;
    x = (x ^ (x >>> 15)) >>> 0;
    x = Math.imul(x, 2246822519) >>> 0;
    x = (x ^ (x >>> 13)) >>> 0;
    data[i] = offset + (x / 2 ** 32 - 0.5) * scale;
  }
  return tensor(data, shape);
}

/**
 * A weight by its Keras path: kernels scaled by their inputs, variances and gammas around 1, counts 0, the rest around 0.
 *
 * @param gain Of kernels.
 */
export function generatedWeight(path: string, shape: readonly number[], seed: number, gain: number): NumericTensor {
  if (path.endsWith('count')) return tensor([0], shape, 'int32');
  if (path.includes('kernel')) {
    const window = sizeOf(shape.length === 4 ? shape.slice(0, -2) : []);
    const fanIn = window * (/depthwise|_dw_|dwconv/.test(path) ? 1 : (shape.at(-2) ?? 1));
    return uniform(shape, seed, gain * Math.sqrt((12 * 2) / fanIn));
  }
  return path.includes('gamma') || path.includes('variance') ? uniform(shape, seed, 1, 1) : uniform(shape, seed, 0.2);
}

import { sizeOf, tensor, type Tensor } from '@kedge/graph-core';

/**
 * Numbers in [-0.5, 0.5) that `fixtures/python/application_goldens.py` makes as well: `(i + 1) * 2654435769 + seed * 40503` in
 * 32 bits, hashed once, over 2^32.
 */
export function uniform(count: number, seed: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => {
    let x = (Math.imul(i + 1, 2654435769) + seed * 40503) >>> 0;
    x = (x ^ (x >>> 15)) >>> 0;
    x = Math.imul(x, 2246822519) >>> 0;
    x = (x ^ (x >>> 13)) >>> 0;
    return x / 2 ** 32 - 0.5;
  });
}

/** A weight by its Keras path: kernels scaled by their inputs, variances and gammas around 1, the rest around 0. */
export function generatedWeight(path: string, shape: readonly number[], seed: number): Tensor {
  const u = uniform(sizeOf(shape), seed);
  if (path.includes('kernel')) {
    const window = sizeOf(shape.length === 4 ? shape.slice(0, -2) : []);
    const fanIn = window * (path.includes('depthwise') ? 1 : (shape.at(-2) ?? 1));
    const scale = Math.sqrt((12 * 2) / fanIn);
    return tensor(Float32Array.from(u, (value) => value * scale), shape);
  }
  const isScale = path.includes('gamma') || path.includes('variance');
  return tensor(Float32Array.from(u, (value) => (isScale ? 1 + value : 0.2 * value)), shape);
}

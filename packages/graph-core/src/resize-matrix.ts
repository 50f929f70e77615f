import type { Interpolation } from './ops/image.js';

/** How many cells a kernel reaches to each side, and its weight at a distance. */
interface ResizeKernel {
  readonly radius: number;
  readonly weight: (distance: number) => number;
}

function lanczos(radius: number): ResizeKernel {
  const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));
  return { radius, weight: (x) => (Math.abs(x) < radius ? sinc(x) * sinc(x / radius) : 0) };
}

/** Keys' cubic with `a = -1/2`. */
function cubicWeight(distance: number): number {
  const x = Math.abs(distance);
  if (x >= 2) return 0;
  return x >= 1 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : (1.5 * x - 2.5) * x * x + 1;
}

const KERNELS: Record<Exclude<Interpolation, 'nearest'>, ResizeKernel> = {
  bilinear: { radius: 1, weight: (x) => Math.max(1 - Math.abs(x), 0) },
  bicubic: { radius: 2, weight: cubicWeight },
  lanczos3: lanczos(3),
  lanczos5: lanczos(5),
};

/** Fractions that TensorFlow's cubic kernel tells apart: it looks weights up in a table. */
const CUBIC_STEPS = 1024;

/** The cell whose centre lies nearest to each new cell's centre, in float32 as TensorFlow counts. */
export function nearestIndices(input: number, output: number): Int32Array {
  const scale = Math.fround(input / output);
  return Int32Array.from({ length: output }, (_, i) => Math.min(Math.floor(Math.fround((i + 0.5) * scale)), input - 1));
}

/** Distance of cell `from` to the point that new cell `i` samples, in cells of the input. */
function distanceTo(from: number, i: number, scale: number, isTabled: boolean): number {
  const place = (i + 0.5) * scale - 0.5;
  if (!isTabled) return from - place;
  const whole = Math.floor(place);
  return from - whole - Math.round((place - whole) * CUBIC_STEPS) / CUBIC_STEPS;
}

/**
 * The weights of a resize along one dimension, as `tf.image.resize` has them: pixel centres at halves, the kernel widened
 * when antialiasing shrinks, weights outside the picture left out and the rest made to add up to 1.
 *
 * @param input Cells before.
 * @param output Cells after.
 * @returns `[output, input]`, row-major.
 */
export function resizeMatrix(input: number, output: number, interpolation: Exclude<Interpolation, 'nearest'>, antialias: boolean): Float32Array {
  const { radius, weight } = KERNELS[interpolation];
  const scale = input / output;
  const widening = antialias ? Math.max(scale, 1) : 1;
  const isTabled = interpolation === 'bicubic' && !antialias;
  const matrix = new Float32Array(output * input);
  for (let i = 0; i < output; i++) {
    const centre = (i + 0.5) * scale - 0.5;
    const first = Math.max(Math.ceil(centre - radius * widening - 1), 0);
    const last = Math.min(Math.floor(centre + radius * widening + 1), input - 1);
    const weights = Array.from({ length: last - first + 1 }, (_, j) => weight(distanceTo(first + j, i, scale, isTabled) / widening));
    const total = weights.reduce((sum, value) => sum + value, 0);
    weights.forEach((value, j) => (matrix[i * input + first + j] = value / total));
  }
  return matrix;
}

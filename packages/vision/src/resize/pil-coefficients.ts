import type { Kernel } from './kernels.js';

/**
 * Fraction bits of the weights: 32 less 8 for the samples less 2 for what overshoots and for the sign, as in Pillow's 8-bit
 * resampling (`Resample.c`).
 */
export const PRECISION_BITS = 22;

/** For each output position: where its source samples begin, how many there are, and their integer weights. */
export interface Coefficients {
  readonly starts: Int32Array;
  readonly counts: Int32Array;
  /** `taps` weights per output position. */
  readonly weights: Int32Array;
  readonly taps: number;
}

/**
 * The weights of Pillow's resampling along one axis.
 *
 * The kernel is widened by the factor that the picture shrinks by, which is what antialiases. All of it is computed in
 * doubles and in Pillow's order, so that the rounded weights are Pillow's.
 *
 * @param size Source samples on the axis.
 * @param from Where the part begins that is resized.
 * @param to Where it ends.
 * @param outSize Output samples.
 */
export function pilCoefficients(kernel: Kernel, size: number, from: number, to: number, outSize: number): Coefficients {
  const scale = (to - from) / outSize;
  const filterScale = Math.max(1, scale);
  const radius = kernel.radius * filterScale;
  const taps = Math.ceil(radius) * 2 + 1;
  const starts = new Int32Array(outSize);
  const counts = new Int32Array(outSize);
  const weights = new Int32Array(outSize * taps);
  const raw = new Float64Array(taps);
  for (let x = 0; x < outSize; x += 1) {
    const center = from + (x + 0.5) * scale;
    const start = Math.max(0, Math.trunc(center - radius + 0.5));
    const count = Math.min(size, Math.trunc(center + radius + 0.5)) - start;
    let sum = 0;
    for (let i = 0; i < count; i += 1) {
      const weight = kernel.weight((i + start - center + 0.5) * (1 / filterScale));
      raw[i] = weight;
      sum += weight;
    }
    for (let i = 0; i < count; i += 1) weights[x * taps + i] = toFixed(sum === 0 ? (raw[i] ?? 0) : (raw[i] ?? 0) / sum);
    starts[x] = start;
    counts[x] = count;
  }
  return { starts, counts, weights, taps };
}

/** Rounds half away from zero. */
function toFixed(weight: number): number {
  return Math.trunc(weight * (1 << PRECISION_BITS) + (weight < 0 ? -0.5 : 0.5));
}

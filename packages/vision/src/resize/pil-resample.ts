import { pilCoefficients, PRECISION_BITS, type Coefficients } from './pil-coefficients.js';
import type { Kernel } from './kernels.js';

const HALF = 1 << (PRECISION_BITS - 1);

/** A source picture and the part of it that is resized, in pixels. */
export interface ResampleSource {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly box: readonly [left: number, top: number, right: number, bottom: number];
}

/**
 * Resizes 8-bit samples as Pillow does it, bit for bit: rows first, then columns, each pass with 22-bit integer weights and
 * rounded to bytes. A pass that would change nothing is left out.
 *
 * @returns `outHeight * outWidth * channels` bytes.
 */
export function pilResample(source: ResampleSource, kernel: Kernel, outWidth: number, outHeight: number): Uint8Array {
  const { width, height, channels, box } = source;
  const [left, top, right, bottom] = box;
  const across = outWidth !== width || left !== 0 || right !== outWidth;
  const down = outHeight !== height || top !== 0 || bottom !== outHeight;
  const columns = pilCoefficients(kernel, height, top, bottom, outHeight);
  // Only rows that the second pass looks at are computed in the first.
  const firstRow = columns.starts[0] ?? 0;
  const lastRow = (columns.starts[outHeight - 1] ?? 0) + (columns.counts[outHeight - 1] ?? 0);
  if (!across) return down ? resampleDown(source.data, outWidth * channels, columns, 0, outHeight) : source.data.slice();
  const rows = pilCoefficients(kernel, width, left, right, outWidth);
  if (!down) return resampleAcross(source.data, width, channels, rows, outWidth, 0, height);
  const between = resampleAcross(source.data, width, channels, rows, outWidth, firstRow, lastRow);
  return resampleDown(between, outWidth * channels, columns, firstRow, outHeight);
}

function clip(sum: number): number {
  const value = sum >> PRECISION_BITS;
  return value < 0 ? 0 : value > 255 ? 255 : value;
}

function resampleAcross(
  data: Uint8Array,
  width: number,
  channels: number,
  coefficients: Coefficients,
  outWidth: number,
  firstRow: number,
  lastRow: number,
): Uint8Array {
  const out = new Uint8Array((lastRow - firstRow) * outWidth * channels);
  for (let y = firstRow; y < lastRow; y += 1) {
    const row = data.subarray(y * width * channels, (y + 1) * width * channels);
    const target = out.subarray((y - firstRow) * outWidth * channels, (y - firstRow + 1) * outWidth * channels);
    if (channels === 3) rowOfThree(row, target, coefficients);
    else rowOfAny(row, target, coefficients, channels);
  }
  return out;
}

/** The usual case, unrolled over the channels: a photo spends most of its time here. */
function rowOfThree(row: Uint8Array, out: Uint8Array, { starts, counts, weights, taps }: Coefficients): void {
  for (let x = 0; x < starts.length; x += 1) {
    let at = (starts[x] ?? 0) * 3;
    const first = x * taps;
    const end = first + (counts[x] ?? 0);
    let red = HALF;
    let green = HALF;
    let blue = HALF;
    for (let k = first; k < end; k += 1) {
      const weight = weights[k] ?? 0;
      red = (red + (row[at] ?? 0) * weight) | 0;
      green = (green + (row[at + 1] ?? 0) * weight) | 0;
      blue = (blue + (row[at + 2] ?? 0) * weight) | 0;
      at += 3;
    }
    out[3 * x] = clip(red);
    out[3 * x + 1] = clip(green);
    out[3 * x + 2] = clip(blue);
  }
}

function rowOfAny(row: Uint8Array, out: Uint8Array, { starts, counts, weights, taps }: Coefficients, channels: number): void {
  for (let x = 0; x < starts.length; x += 1) {
    const first = x * taps;
    const count = counts[x] ?? 0;
    for (let c = 0; c < channels; c += 1) {
      let sum = HALF;
      let at = (starts[x] ?? 0) * channels + c;
      for (let k = 0; k < count; k += 1) {
        sum = (sum + (row[at] ?? 0) * (weights[first + k] ?? 0)) | 0;
        at += channels;
      }
      out[x * channels + c] = clip(sum);
    }
  }
}

/**
 * @param length Samples in a row.
 * @param firstRow The row of the picture that `data` begins with.
 */
function resampleDown(data: Uint8Array, length: number, coefficients: Coefficients, firstRow: number, outHeight: number): Uint8Array {
  const { starts, counts, weights, taps } = coefficients;
  const out = new Uint8Array(outHeight * length);
  const sums = new Int32Array(length);
  for (let y = 0; y < outHeight; y += 1) {
    sums.fill(HALF);
    const count = counts[y] ?? 0;
    for (let k = 0; k < count; k += 1) {
      const weight = weights[y * taps + k] ?? 0;
      const start = ((starts[y] ?? 0) + k - firstRow) * length;
      for (let i = 0; i < length; i += 1) sums[i] = (sums[i] ?? 0) + (data[start + i] ?? 0) * weight;
    }
    for (let i = 0; i < length; i += 1) out[y * length + i] = clip(sums[i] ?? 0);
  }
  return out;
}

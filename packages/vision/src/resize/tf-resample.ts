import type { Samples } from '../image.js';
import type { Spans } from './tf-weights.js';

/**
 * Resizes with the given weights, rows first, in floats.
 *
 * @param data `height * width * channels` samples.
 * @returns `down.starts.length * across.starts.length * channels` floats, on the scale of the source, unrounded.
 */
export function resampleFloat(data: Samples, width: number, channels: number, across: Spans, down: Spans): Float32Array {
  const outWidth = across.starts.length;
  const outHeight = down.starts.length;
  const length = outWidth * channels;
  const out = new Float32Array(outHeight * length);
  // Source rows already brought to the new width, by number: neighbouring output rows share some.
  const rows = new Map<number, Float64Array>();
  for (let y = 0; y < outHeight; y += 1) {
    const start = down.starts[y] ?? 0;
    const target = out.subarray(y * length, (y + 1) * length);
    for (const known of rows.keys()) if (known < start) rows.delete(known);
    for (let k = 0; k < (down.counts[y] ?? 0); k += 1) {
      const row = rows.get(start + k) ?? resampleRow(data, start + k, width, channels, across);
      rows.set(start + k, row);
      const weight = down.weights[y * down.taps + k] ?? 0;
      for (let i = 0; i < length; i += 1) target[i] = (target[i] ?? 0) + (row[i] ?? 0) * weight;
    }
  }
  return out;
}

function resampleRow(data: Samples, y: number, width: number, channels: number, spans: Spans): Float64Array {
  const { starts, counts, weights, taps } = spans;
  const out = new Float64Array(starts.length * channels);
  for (let x = 0; x < starts.length; x += 1) {
    const first = (y * width + (starts[x] ?? 0)) * channels;
    const count = counts[x] ?? 0;
    for (let c = 0; c < channels; c += 1) {
      let sum = 0;
      for (let k = 0; k < count; k += 1) sum += (data[first + k * channels + c] ?? 0) * (weights[x * taps + k] ?? 0);
      out[x * channels + c] = sum;
    }
  }
  return out;
}

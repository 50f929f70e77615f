import type { ResampleSource } from './pil-resample.js';

/**
 * Picks source samples as Pillow's NEAREST does it: the position goes from output pixel to output pixel by addition, so
 * that even its rounding is Pillow's.
 */
export function pilNearest(source: ResampleSource, outWidth: number, outHeight: number): Uint8Array {
  const { data, width, height, channels, box } = source;
  const xs = positions(box[0], box[2], outWidth, width);
  const ys = positions(box[1], box[3], outHeight, height);
  const out = new Uint8Array(outWidth * outHeight * channels);
  let at = 0;
  for (const y of ys) {
    for (const x of xs) {
      const from = (y * width + x) * channels;
      for (let c = 0; c < channels; c += 1) out[at + c] = data[from + c] ?? 0;
      at += channels;
    }
  }
  return out;
}

function positions(from: number, to: number, count: number, size: number): Int32Array {
  const step = (to - from) / count;
  const found = new Int32Array(count);
  let position = from + step * 0.5;
  for (let i = 0; i < count; i += 1) {
    found[i] = Math.min(size - 1, Math.trunc(position));
    position += step;
  }
  return found;
}

import type { Raster, Samples } from '../image.js';

/** Weights of ITU-R BT.601 with 16 fraction bits, as in Pillow's `convert('L')`. */
const RED = 19595;
const GREEN = 38470;
const BLUE = 7471;

/** Gray of a colour picture, as Pillow's `convert('L')` computes it; a gray picture is given back as it is. */
export function toGrayscale(image: Raster): Raster {
  const { width, height, channels, data } = image;
  if (channels === 1) return image;
  const out = new Uint8Array(width * height);
  for (let i = 0, at = 0; i < out.length; i += 1, at += channels) {
    out[i] = ((data[at] ?? 0) * RED + (data[at + 1] ?? 0) * GREEN + (data[at + 2] ?? 0) * BLUE + 0x8000) >> 16;
  }
  return { width, height, channels: 1, data: out };
}

/** RGB of any picture: gray repeated, alpha dropped without blending. */
export function toRgb<S extends Samples>(image: Raster<S>): Raster<S> {
  const { width, height, channels, data } = image;
  if (channels === 3) return image;
  const count = width * height * 3;
  // The same kind of array as came in; TypeScript cannot tell.
  const out = (data.BYTES_PER_ELEMENT === 1 ? new Uint8Array(count) : new Float32Array(count)) as S;
  const second = channels === 1 ? 0 : 1;
  for (let from = 0, to = 0; to < count; from += channels, to += 3) {
    out[to] = data[from] ?? 0;
    out[to + 1] = data[from + second] ?? 0;
    out[to + 2] = data[from + 2 * second] ?? 0;
  }
  return { width, height, channels: 3, data: out };
}

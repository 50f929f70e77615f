import type { DecodedPixels } from './pixels.js';

/** How a source index moves while the target is walked: from `base`, by `x` per column and by `y` per row, in pixels. */
interface Walk {
  readonly swapped: boolean;
  readonly base: number;
  readonly x: number;
  readonly y: number;
}

/**
 * The walk through a stored picture that shows it upright.
 *
 * The eight values are those of the Orientation tag (0x0112) of TIFF 6.0 and EXIF 2.3: which visual corner the first row
 * and the first column are.
 */
function walkFor(orientation: number, width: number, height: number): Walk {
  const last = width * height - 1;
  switch (orientation) {
    case 2:
      return { swapped: false, base: width - 1, x: -1, y: width };
    case 3:
      return { swapped: false, base: last, x: -1, y: -width };
    case 4:
      return { swapped: false, base: last - width + 1, x: 1, y: -width };
    case 5:
      return { swapped: true, base: 0, x: width, y: 1 };
    case 6:
      return { swapped: true, base: last - width + 1, x: -width, y: 1 };
    case 7:
      return { swapped: true, base: last, x: -width, y: -1 };
    case 8:
      return { swapped: true, base: width - 1, x: width, y: -1 };
    default:
      return { swapped: false, base: 0, x: 1, y: width };
  }
}

/** Rows of the target that are filled together when rows and columns change places, so that source cache lines are used whole. */
const ROW_BLOCK = 16;

/**
 * Turns decoded pixels upright and brings them to the number of channels asked for, in one pass.
 *
 * Alpha is dropped without blending, as PIL's `convert('RGB')` does it; gray is repeated; a missing alpha is 255.
 *
 * @param channels 3 for RGB, 4 for RGBA.
 * @returns Size and samples as seen; the samples may be the very array that came in.
 */
export function toUpright(
  pixels: DecodedPixels,
  channels: 3 | 4,
  orientation: number,
): { width: number; height: number; data: Uint8Array } {
  const { width, height, data, channels: from, hasAlpha } = pixels;
  if (orientation === 1 && from === channels && (from === 3 || hasAlpha)) {
    return { width, height, data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
  }
  const walk = walkFor(orientation, width, height);
  const outWidth = walk.swapped ? height : width;
  const outHeight = walk.swapped ? width : height;
  const out = new Uint8Array(width * height * channels);
  const block = walk.swapped ? ROW_BLOCK : 1;
  for (let y0 = 0; y0 < outHeight; y0 += block) {
    copyRows(pixels, out, channels, walk, outWidth, y0, Math.min(y0 + block, outHeight));
  }
  return { width: outWidth, height: outHeight, data: out };
}

function copyRows(
  { data, channels: from, hasAlpha }: DecodedPixels,
  out: Uint8Array,
  to: number,
  walk: Walk,
  outWidth: number,
  y0: number,
  y1: number,
): void {
  const green = from === 1 ? 0 : 1;
  const blue = from === 1 ? 0 : 2;
  for (let x = 0; x < outWidth; x += 1) {
    let source = (walk.base + walk.x * x + walk.y * y0) * from;
    let target = (y0 * outWidth + x) * to;
    for (let y = y0; y < y1; y += 1) {
      out[target] = data[source] ?? 0;
      out[target + 1] = data[source + green] ?? 0;
      out[target + 2] = data[source + blue] ?? 0;
      if (to === 4) out[target + 3] = hasAlpha ? (data[source + 3] ?? 0) : 255;
      source += walk.y * from;
      target += outWidth * to;
    }
  }
}

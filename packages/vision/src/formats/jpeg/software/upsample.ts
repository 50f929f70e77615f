import { UnsupportedImageError } from '../../../errors.js';

/** Decoded samples of one component. */
export interface Plane {
  readonly samples: Uint8Array;
  readonly stride: number;
  /** Samples in a row and rows that count. */
  readonly width: number;
  readonly height: number;
}

/** Gives row `y` of a component at the size of the picture; the array is overwritten by the next call. */
export type RowSource = (y: number) => Uint8Array;

/**
 * Brings a component to full size as libjpeg does it: a triangle filter ("fancy upsampling") for the ratios 2:1 across, 1:2
 * down and 2:2, repetition for all others.
 *
 * @param ratioX How many times as wide the picture is, from the sampling factors.
 * @param ratioY How many times as high it is.
 */
export function upsampler(plane: Plane, ratioX: number, ratioY: number): RowSource {
  if (!Number.isInteger(ratioX) || !Number.isInteger(ratioY)) {
    throw new UnsupportedImageError(`The JPEG has a component that is sampled at 1 to ${ratioX} by ${ratioY}; decoded are whole ratios. Save it anew.`);
  }
  const row = (y: number) => plane.samples.subarray(y * plane.stride, y * plane.stride + plane.width);
  if (ratioX === 1 && ratioY === 1) return row;
  const out = new Uint8Array(plane.width * ratioX);
  // libjpeg has no filter for very narrow rows.
  const wide = plane.width > 2;
  if (ratioX === 2 && ratioY === 1 && wide) return (y) => stretchRow(row(y), out);
  if (ratioX === 2 && ratioY === 2 && wide) return triangleBoth(plane, row, out);
  if (ratioX === 1 && ratioY === 2) return triangleDown(plane, row, out);
  return (y) => {
    const source = row(Math.floor(y / ratioY));
    for (let x = 0; x < out.length; x += 1) out[x] = source[Math.floor(x / ratioX)] ?? 0;
    return out;
  };
}

/** The other source row that an output row leans on: the one above for the upper of two, below for the lower. */
function neighbour(plane: Plane, y: number): number {
  const own = y >> 1;
  return Math.min(plane.height - 1, Math.max(0, y % 2 === 0 ? own - 1 : own + 1));
}

/** Across by 2: three parts of the nearer sample, one of the farther, rounded up and down in turn. */
function stretchRow(source: Uint8Array, out: Uint8Array): Uint8Array {
  const last = source.length - 1;
  for (let x = 0; x <= last; x += 1) {
    const value = source[x] ?? 0;
    out[2 * x] = x === 0 ? value : (3 * value + (source[x - 1] ?? 0) + 1) >> 2;
    out[2 * x + 1] = x === last ? value : (3 * value + (source[x + 1] ?? 0) + 2) >> 2;
  }
  return out;
}

/** Down by 2. */
function triangleDown(plane: Plane, row: RowSource, out: Uint8Array): RowSource {
  return (y) => {
    const near = row(y >> 1);
    const far = row(neighbour(plane, y));
    const bias = y % 2 === 0 ? 1 : 2;
    for (let x = 0; x < out.length; x += 1) out[x] = (3 * (near[x] ?? 0) + (far[x] ?? 0) + bias) >> 2;
    return out;
  };
}

/** Down and across by 2, rounded once. */
function triangleBoth(plane: Plane, row: RowSource, out: Uint8Array): RowSource {
  const sums = new Uint16Array(plane.width);
  return (y) => {
    const near = row(y >> 1);
    const far = row(neighbour(plane, y));
    for (let x = 0; x < sums.length; x += 1) sums[x] = 3 * (near[x] ?? 0) + (far[x] ?? 0);
    const last = sums.length - 1;
    for (let x = 0; x <= last; x += 1) {
      const sum = sums[x] ?? 0;
      out[2 * x] = x === 0 ? (4 * sum + 8) >> 4 : (3 * sum + (sums[x - 1] ?? 0) + 8) >> 4;
      out[2 * x + 1] = x === last ? (4 * sum + 7) >> 4 : (3 * sum + (sums[x + 1] ?? 0) + 7) >> 4;
    }
    return out;
  };
}

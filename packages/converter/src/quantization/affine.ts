/** A whole-number type that floating-point values are mapped to. */
export type AffineType = 'uint8' | 'uint16';

/** Values as whole numbers: `value = stored * scale + min`. */
export interface Affine {
  readonly scale: number;
  readonly min: number;
  readonly stored: Uint8Array | Uint16Array;
}

/**
 * Maps values to whole numbers so that the smallest becomes 0 and the largest the largest that the type has. Where zero
 * is within the range, the range is moved a little so that zero stays exactly zero. Equal values become zeros with scale 1.
 * This is the scheme of tfjs' converter, per tensor.
 *
 * @param values Finite numbers.
 */
export function quantizeAffine(values: Float32Array, type: AffineType): Affine {
  const largest = type === 'uint8' ? 255 : 65535;
  const stored = type === 'uint8' ? new Uint8Array(values.length) : new Uint16Array(values.length);
  const { min: low, max: high } = rangeOf(values);
  if (values.length === 0 || low === high) return { scale: 1, min: values.length === 0 ? 0 : low, stored };
  const scale = (high - low) / largest;
  const min = low <= 0 && high >= 0 ? zeroFree(-Math.round(-low / scale) * scale) : low;
  for (let index = 0; index < values.length; index++) {
    const step = Math.round(((values[index] as number) - min) / scale);
    stored[index] = Math.min(largest, Math.max(0, step));
  }
  return { scale, min, stored };
}

/**
 * Undoes {@link quantizeAffine} as tfjs does it: in double precision, rounded once to the type of `out`.
 *
 * @param out Gets as many values as are stored.
 */
export function dequantizeAffine(stored: Uint8Array | Uint16Array, scale: number, min: number, out: Float32Array | Int32Array): void {
  const isWhole = out instanceof Int32Array;
  for (let index = 0; index < stored.length; index++) {
    const value = (stored[index] as number) * scale + min;
    out[index] = isWhole ? Math.round(value) : value;
  }
}

/** Smallest and largest value; both NaN when one is NaN. */
export function rangeOf(values: ArrayLike<number>): { min: number; max: number } {
  let min = Infinity;
  let max = -Infinity;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number;
    if (Number.isNaN(value)) return { min: NaN, max: NaN };
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { min, max };
}

/** JSON has no negative zero to speak of. */
function zeroFree(value: number): number {
  return value === 0 ? 0 : value;
}

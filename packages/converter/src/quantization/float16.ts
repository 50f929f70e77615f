/** Values of all 65,536 half-precision numbers, made on first use (256 KiB). */
let table: Float32Array | undefined;

/**
 * The value of a half-precision number (IEEE 754 binary16); exact.
 *
 * @param bits Its 16 bits.
 */
export function fromFloat16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const mantissa = bits & 1023;
  if (exponent === 31) return mantissa === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * mantissa * 2 ** -24 : sign * (1024 + mantissa) * 2 ** (exponent - 25);
}

/** {@link fromFloat16} of every number, by its bits. */
export function float16Table(): Float32Array {
  table ??= Float32Array.from({ length: 65536 }, (_, bits) => fromFloat16(bits));
  return table;
}

const SCRATCH = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(4));

/**
 * The half-precision number nearest to a single-precision one, ties to the even one, as NumPy's `astype(float16)` gives
 * it: what is too large becomes infinite, what is too small a subnormal number or zero of the same sign.
 *
 * @param value Rounded to single precision first if it is not.
 * @returns Its 16 bits.
 */
export function toFloat16(value: number): number {
  SCRATCH.setFloat32(0, value);
  return halfOf(SCRATCH.getUint32(0));
}

/** {@link toFloat16} of every value. */
export function toFloat16Array(values: Float32Array): Uint16Array {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const halves = new Uint16Array(values.length);
  for (let index = 0; index < words.length; index++) halves[index] = halfOf(words[index] as number);
  return halves;
}

/** The half-precision number nearest to a single-precision one, both as bits. */
function halfOf(bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | nanPayload(magnitude);
  // 65520 and more round to infinity.
  if (magnitude >= 0x477ff000) return sign | 0x7c00;
  if (magnitude < 0x38800000) return sign | subnormal(magnitude);
  const rounded = magnitude - 0x38000000 + 0xfff + ((magnitude >> 13) & 1);
  return sign | (rounded >> 13);
}

/** Numbers below 2^-14 are multiples of 2^-24. */
function subnormal(magnitude: number): number {
  if (magnitude < 0x33000000) return 0;
  const exponent = magnitude >> 23;
  const mantissa = (magnitude & 0x7fffff) | 0x800000;
  const shift = 126 - exponent;
  const half = 1 << (shift - 1);
  const isOdd = (mantissa >> shift) & 1;
  return (mantissa + half - 1 + isOdd) >> shift;
}

/** Keeps the upper bits of a NaN, and keeps it a NaN. */
function nanPayload(magnitude: number): number {
  const payload = (magnitude >> 13) & 0x3ff;
  return 0x7c00 | (payload === 0 ? 1 : payload);
}

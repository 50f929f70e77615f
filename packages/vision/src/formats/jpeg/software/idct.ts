/**
 * The inverse cosine transform of libjpeg's "slow integer" method (C. Loeffler, A. Ligtenberg, G. Moschytz, "Practical
 * fast 1-D DCT algorithms with 11 multiplications", 1989), with 13 fraction bits and 2 between the passes.
 *
 * Sums that its SIMD form keeps in 16 bits are kept in 16 bits here. On sound data that changes nothing; on damaged data
 * it gives the very pixels that PIL gives.
 */

const PASS_BITS = 2;
const CONST_BITS = 13;

/** The constants of the method, times 2^13. */
const F_0_298 = 2446;
const F_0_390 = 3196;
const F_0_541 = 4433;
const F_0_765 = 6270;
const F_0_899 = 7373;
const F_1_175 = 9633;
const F_1_501 = 12299;
const F_1_847 = 15137;
const F_1_961 = 16069;
const F_2_053 = 16819;
const F_2_562 = 20995;
const F_3_072 = 25172;

function wrap16(value: number): number {
  return (value << 16) >> 16;
}

function clamp16(value: number): number {
  return value > 32767 ? 32767 : value < -32768 ? -32768 : value;
}

/** Eight values with a stride, transformed in place; the sums are shifted down by `shift`, rounded, and kept in 16 bits. */
function transform(values: Int32Array, at: number, step: number, shift: number): void {
  const in0 = values[at] ?? 0;
  const in1 = values[at + step] ?? 0;
  const in2 = values[at + 2 * step] ?? 0;
  const in3 = values[at + 3 * step] ?? 0;
  const in4 = values[at + 4 * step] ?? 0;
  const in5 = values[at + 5 * step] ?? 0;
  const in6 = values[at + 6 * step] ?? 0;
  const in7 = values[at + 7 * step] ?? 0;

  const even2 = (in2 * F_0_541 + in6 * (F_0_541 - F_1_847)) | 0;
  const even3 = (in2 * (F_0_541 + F_0_765) + in6 * F_0_541) | 0;
  const even0 = wrap16(in0 + in4) << CONST_BITS;
  const even1 = wrap16(in0 - in4) << CONST_BITS;
  const e0 = (even0 + even3) | 0;
  const e1 = (even1 + even2) | 0;
  const e2 = (even1 - even2) | 0;
  const e3 = (even0 - even3) | 0;

  const sum73 = wrap16(in7 + in3);
  const sum51 = wrap16(in5 + in1);
  const z3 = (sum73 * (F_1_175 - F_1_961) + sum51 * F_1_175) | 0;
  const z4 = (sum73 * F_1_175 + sum51 * (F_1_175 - F_0_390)) | 0;
  const o0 = (in7 * (F_0_298 - F_0_899) - in1 * F_0_899 + z3) | 0;
  const o1 = (in5 * (F_2_053 - F_2_562) - in3 * F_2_562 + z4) | 0;
  const o2 = (in3 * (F_3_072 - F_2_562) - in5 * F_2_562 + z3) | 0;
  const o3 = (in1 * (F_1_501 - F_0_899) - in7 * F_0_899 + z4) | 0;

  const half = 1 << (shift - 1);
  values[at] = clamp16((e0 + o3 + half) >> shift);
  values[at + step] = clamp16((e1 + o2 + half) >> shift);
  values[at + 2 * step] = clamp16((e2 + o1 + half) >> shift);
  values[at + 3 * step] = clamp16((e3 + o0 + half) >> shift);
  values[at + 4 * step] = clamp16((e3 - o0 + half) >> shift);
  values[at + 5 * step] = clamp16((e2 - o1 + half) >> shift);
  values[at + 6 * step] = clamp16((e1 - o2 + half) >> shift);
  values[at + 7 * step] = clamp16((e0 - o3 + half) >> shift);
}

/**
 * Turns one block of coefficients into samples.
 *
 * @param coefficients Where the block begins at `from`: 64 values in natural order.
 * @param table The quantization table in natural order.
 * @param samples Where the 8 x 8 samples go, from `to` on, `stride` apart.
 * @param work 64 values that are overwritten.
 */
export function inverseTransform(
  coefficients: Int16Array,
  from: number,
  table: Uint16Array,
  samples: Uint8Array,
  to: number,
  stride: number,
  work: Int32Array,
): void {
  let flat = 0;
  for (let i = 8; i < 64; i += 1) flat |= coefficients[from + i] ?? 0;
  if (flat === 0) {
    for (let i = 0; i < 8; i += 1) {
      const value = wrap16(wrap16(Math.imul(coefficients[from + i] ?? 0, table[i] ?? 0)) << PASS_BITS);
      for (let row = 0; row < 8; row += 1) work[row * 8 + i] = value;
    }
  } else {
    for (let i = 0; i < 64; i += 1) work[i] = wrap16(Math.imul(coefficients[from + i] ?? 0, table[i] ?? 0));
    for (let column = 0; column < 8; column += 1) transform(work, column, 8, CONST_BITS - PASS_BITS);
  }
  for (let row = 0; row < 8; row += 1) {
    transform(work, row * 8, 1, CONST_BITS + PASS_BITS + 3);
    const start = to + row * stride;
    for (let i = 0; i < 8; i += 1) {
      const value = (work[row * 8 + i] ?? 0) + 128;
      samples[start + i] = value < 0 ? 0 : value > 255 ? 255 : value;
    }
  }
}

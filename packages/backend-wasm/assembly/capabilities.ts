/** What the machine shows of itself to a computation; bits of {@link capabilities}. */
const FMA: i32 = 1;
const ARM: i32 = 2;

/** Kept out of constant folding: a value that only memory knows. */
function opaque(x: f32): f32 {
  store<f32>(SCRATCH, x);
  return load<f32>(SCRATCH);
}

const SCRATCH: usize = memory.data(16);

/**
 * Bit 0: the module's multiply-and-add rounds once. Bit 1: this is an ARM processor, whose default NaN is positive where that
 * of x86 is negative.
 */
export function capabilities(): i32 {
  let found = 0;
  if (ASC_FEATURE_RELAXED_SIMD) {
    // (1 + 2^-12)^2 - (1 + 2^-11) is 2^-24 exactly, and 0 when the square is rounded first.
    const x = f32x4.splat(opaque(1.000244140625));
    const c = f32x4.splat(opaque(-1.00048828125));
    if (f32x4.extract_lane(f32x4.relaxed_madd(x, x, c), 0) != 0) found |= FMA;
  }
  const infinity = opaque(f32.MAX_VALUE * 2);
  if (reinterpret<i32>(opaque(infinity - opaque(infinity))) >= 0) found |= ARM;
  return found;
}

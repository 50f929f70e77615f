/**
 * The random numbers of Kedge: Philox 4x32-10, a counter-based generator (Salmon et al., "Parallel random numbers: as
 * easy as 1, 2, 3", SC 2011). The n-th number depends on the seed and on n alone, so every backend gives the same ones.
 */

const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;
const ROUNDS = 10;

/** High 32 bits of the 64-bit product of two unsigned 32-bit numbers. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + Math.floor((aLow * bLow) / 0x10000);
  const carry = aLow * bHigh + (middle % 0x10000);
  return (aHigh * bHigh + Math.floor(middle / 0x10000) + Math.floor(carry / 0x10000)) >>> 0;
}

/**
 * One block of four random 32-bit numbers.
 *
 * @param counter Four unsigned 32-bit words.
 * @param key Two unsigned 32-bit words: the seed.
 */
export function philox4x32(
  counter: readonly [number, number, number, number],
  key: readonly [number, number],
): [number, number, number, number] {
  let [c0, c1, c2, c3] = counter.map((word) => word >>> 0) as [number, number, number, number];
  let [k0, k1] = [key[0] >>> 0, key[1] >>> 0];
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = multiplyHigh(MULTIPLIER_0, c0);
    const low0 = Math.imul(MULTIPLIER_0, c0) >>> 0;
    const high1 = multiplyHigh(MULTIPLIER_1, c2);
    const low1 = Math.imul(MULTIPLIER_1, c2) >>> 0;
    [c0, c1, c2, c3] = [(high1 ^ c1 ^ k0) >>> 0, low1, (high0 ^ c3 ^ k1) >>> 0, low0];
    k0 = (k0 + WEYL_0) >>> 0;
    k1 = (k1 + WEYL_1) >>> 0;
  }
  return [c0, c1, c2, c3];
}

/** Two integers that choose a sequence. */
export type Seed = readonly [number, number];

/** The largest float32 number below `value`, which is one itself. */
function floatBelow(value: number): number {
  if (value === 0) return -(2 ** -149);
  const bits = new Int32Array(Float32Array.of(value).buffer);
  bits[0] = (bits[0] ?? 0) + (value > 0 ? -1 : 1);
  return new Float32Array(bits.buffer)[0] ?? value;
}

/**
 * Numbers evenly spread over `[minval, maxval)`, made of 24 random bits each.
 *
 * @param seed Chooses the sequence.
 * @param count How many.
 * @param minval Smallest number that can come.
 * @param maxval Above every number that can come, unless it equals `minval`.
 */
export function uniformNumbers(seed: Seed, count: number, minval = 0, maxval = 1): Float32Array {
  const result = new Float32Array(count);
  const top = Math.fround(maxval);
  for (let i = 0; i < count; i += 4) {
    const block = philox4x32([i / 4, 0, 0, 0], seed);
    for (let j = 0; j < 4 && i + j < count; j++) result[i + j] = minval + (((block[j] ?? 0) >>> 8) / 0x1000000) * (maxval - minval);
  }
  // Rounding to float32 can lift a number to the bound that it must stay below.
  return minval < maxval ? result.map((value) => (value >= top ? floatBelow(top) : value)) : result;
}

/** Numbers of the standard normal distribution, by Box and Muller's transform of pairs of {@link uniformNumbers}. */
export function normalNumbers(seed: Seed, count: number): Float32Array {
  const uniform = uniformNumbers(seed, count + (count % 2));
  const result = new Float32Array(count);
  for (let i = 0; i < count; i += 2) {
    // 1 - u lies in (0, 1], so that the logarithm is finite.
    const radius = Math.sqrt(-2 * Math.log(1 - (uniform[i] ?? 0)));
    const angle = 2 * Math.PI * (uniform[i + 1] ?? 0);
    result[i] = radius * Math.cos(angle);
    if (i + 1 < count) result[i + 1] = radius * Math.sin(angle);
  }
  return result;
}

/** Numbers of the standard normal distribution within two standard deviations; those outside are drawn again. */
export function truncatedNormalNumbers(seed: Seed, count: number): Float32Array {
  const result = new Float32Array(count);
  let filled = 0;
  for (let attempt = 0; filled < count; attempt++) {
    // 95 % are kept: a little more than what is missing is drawn from a sequence of its own.
    const drawn = normalNumbers([seed[0], (seed[1] + Math.imul(attempt, WEYL_0)) | 0], Math.ceil((count - filled) * 1.1) + 8);
    for (const value of drawn) {
      if (Math.abs(value) <= 2 && filled < count) result[filled++] = value;
    }
  }
  return result;
}

import { describe, expect, it } from 'vitest';
import { normalNumbers, philox4x32, truncatedNormalNumbers, uniformNumbers } from './random.js';

// The known answers that Random123 publishes for philox4x32-10 (tests/kat_vectors).
const KNOWN_ANSWERS = [
  { counter: [0, 0, 0, 0], key: [0, 0], block: [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8] },
  {
    counter: [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    key: [0xffffffff, 0xffffffff],
    block: [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  },
  {
    counter: [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    key: [0xa4093822, 0x299f31d0],
    block: [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  },
] as const;

const COUNT = 40_000;

function moments(numbers: Float32Array): { mean: number; variance: number } {
  const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
  return { mean, variance: numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / numbers.length };
}

describe('philox4x32', () => {
  it.each(KNOWN_ANSWERS)('G23 gives the published block for counter $counter', ({ counter, key, block }) => {
    expect(philox4x32(counter, key)).toEqual([...block]);
  });

  it('G23 takes negative words as their unsigned bits', () => {
    expect(philox4x32([-1, -1, -1, -1], [-1, -1])).toEqual([...KNOWN_ANSWERS[1].block]);
  });
});

describe('uniformNumbers', () => {
  it('G23 takes the upper 24 bits of each word of the blocks in turn', () => {
    const expected = KNOWN_ANSWERS[0].block.map((word) => Math.floor(word / 256) / 2 ** 24);
    expect([...uniformNumbers([0, 0], 4)]).toEqual(expected);
  });

  it('G23 depends on the seed and the place alone', () => {
    const long = uniformNumbers([7, -3], 1001);
    expect(uniformNumbers([7, -3], 10)).toEqual(long.slice(0, 10));
    expect(uniformNumbers([8, -3], 10)).not.toEqual(long.slice(0, 10));
  });

  // Standard errors: sqrt(1 / 12 / n) of the mean, sqrt(1 / 180 / n) of the variance; five of them.
  it('G23 has the mean and variance of an even spread', () => {
    const { mean, variance } = moments(uniformNumbers([1, 2], COUNT));
    expect(Math.abs(mean - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / COUNT));
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(5 * Math.sqrt(1 / 180 / COUNT));
  });

  it('G23 stays below the upper bound where float32 would round up to it', () => {
    const numbers = uniformNumbers([3, 4], COUNT, 1, 1 + 2 ** -23);
    expect(new Set(numbers)).toEqual(new Set([1]));
    expect(Math.max(...uniformNumbers([3, 4], COUNT, -(2 ** -149), 0))).toBeLessThan(0);
  });

  it('G23 gives the one number of an empty range', () => {
    expect([...uniformNumbers([1, 1], 3, 2.5, 2.5)]).toEqual([2.5, 2.5, 2.5]);
  });
});

describe('normalNumbers', () => {
  it('G23 has the mean and variance of the standard normal distribution', () => {
    const { mean, variance } = moments(normalNumbers([5, 6], COUNT));
    expect(Math.abs(mean)).toBeLessThan(5 / Math.sqrt(COUNT));
    expect(Math.abs(variance - 1)).toBeLessThan(5 * Math.sqrt(2 / COUNT));
  });

  it('G23 gives as many numbers as asked, odd counts too, and the same first ones', () => {
    expect(normalNumbers([5, 6], 7)).toEqual(normalNumbers([5, 6], 8).slice(0, 7));
    expect(normalNumbers([5, 6], 0)).toHaveLength(0);
  });
});

describe('truncatedNormalNumbers', () => {
  // Variance of the standard normal distribution cut at 2: 1 - 2 * 2 * phi(2) / (2 * Phi(2) - 1).
  it('G23 stays within two standard deviations and has the variance of the cut distribution', () => {
    const numbers = truncatedNormalNumbers([9, 1], COUNT);
    const { mean, variance } = moments(numbers);
    const density = Math.exp(-2) / Math.sqrt(2 * Math.PI);
    expect(numbers.every((x) => Math.abs(x) <= 2)).toBe(true);
    expect(Math.abs(mean)).toBeLessThan(5 / Math.sqrt(COUNT));
    expect(Math.abs(variance - (1 - (4 * density) / 0.954499736))).toBeLessThan(5 * Math.sqrt(2 / COUNT));
  });
});

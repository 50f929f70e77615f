import type { Tensor } from '@kedge/graph-core';
import { describe, expect, it } from 'vitest';
import { setSeed } from '../engine/seed.js';
import { OpaqueObject } from '../config/keras-object.js';
import { computeFans } from './random-initializers.js';
import {
  Constant,
  GlorotNormal,
  GlorotUniform,
  HeNormal,
  HeUniform,
  Identity,
  initializerFamily,
  LecunNormal,
  LecunUniform,
  Orthogonal,
  RandomNormal,
  RandomUniform,
  STFT,
  TruncatedNormal,
  VarianceScaling,
  type Initializer,
} from './index.js';

/** A kernel of 3 by 2 with 20 channels and 60 filters: 120 inputs, 360 outputs. */
const SHAPE = [3, 2, 20, 60];
const COUNT = 7200;

/** Mean, variance and fourth central moment over the squared variance, and what no value exceeds. */
interface Law {
  readonly mean: number;
  readonly variance: number;
  readonly kurtosis: number;
  readonly within?: readonly [number, number];
}

const uniform = (a: number, b: number): Law => ({ mean: (a + b) / 2, variance: (b - a) ** 2 / 12, kurtosis: 9 / 5, within: [a, b] });
const normal = (mean: number, variance: number): Law => ({ mean, variance, kurtosis: 3 });

/** A standard normal distribution cut at 2 has variance 0.7737 and fourth moment 1.4162 (integrals of the density over [-2, 2]). */
const CUT = 0.87962566103423978 ** 2;
const cut = (mean: number, stddev: number): Law => ({ mean, variance: CUT * stddev ** 2, kurtosis: 1.416 / CUT ** 2, within: [mean - 2 * stddev, mean + 2 * stddev] });
/** A cut normal distribution with this variance after the cut. */
const cutTo = (variance: number): Law => cut(0, Math.sqrt(variance / CUT));
const uniformTo = (variance: number): Law => uniform(-Math.sqrt(3 * variance), Math.sqrt(3 * variance));

const LAWS: readonly (readonly [Initializer, Law])[] = [
  [new RandomUniform({ seed: 1 }), uniform(-0.05, 0.05)],
  [new RandomUniform({ minval: -1, maxval: 3, seed: 1 }), uniform(-1, 3)],
  [new RandomNormal({ seed: 1 }), normal(0, 0.0025)],
  [new RandomNormal({ mean: 2, stddev: 3, seed: 1 }), normal(2, 9)],
  [new TruncatedNormal({ seed: 1 }), cut(0, 0.05)],
  [new TruncatedNormal({ mean: 2, stddev: 3, seed: 1 }), cut(2, 3)],
  [new GlorotUniform({ seed: 1 }), uniformTo(2 / 480)],
  [new GlorotNormal({ seed: 1 }), cutTo(2 / 480)],
  [new HeUniform({ seed: 1 }), uniformTo(2 / 120)],
  [new HeNormal({ seed: 1 }), cutTo(2 / 120)],
  [new LecunUniform({ seed: 1 }), uniformTo(1 / 120)],
  [new LecunNormal({ seed: 1 }), cutTo(1 / 120)],
  [new VarianceScaling({ seed: 1 }), cutTo(1 / 120)],
  [new VarianceScaling({ scale: 3, mode: 'fan_out', distribution: 'untruncated_normal', seed: 1 }), normal(0, 3 / 360)],
  [new VarianceScaling({ scale: 0.5, mode: 'fan_avg', distribution: 'uniform', seed: 1 }), uniformTo(0.5 / 240)],
  [new VarianceScaling({ distribution: 'normal', seed: 1 }), cutTo(1 / 120)],
  [new VarianceScaling({ inputAxes: [0, -1], outputAxes: [1], seed: 1 }), cutTo(1 / 180)],
  [new GlorotUniform({ inputAxes: [0], outputAxes: [1], seed: 1 }), uniformTo(2 / 5)],
];

const numbers = ({ data }: Tensor): number[] => Array.from(data, Number);

/** Five standard errors of mean and variance. */
function expectLaw(values: readonly number[], { mean, variance, kurtosis, within }: Law): void {
  const average = values.reduce((a, b) => a + b, 0) / values.length;
  const spread = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length;
  expect(Math.abs(average - mean)).toBeLessThan(5 * Math.sqrt(variance / values.length));
  expect(Math.abs(spread - variance)).toBeLessThan(5 * variance * Math.sqrt((kurtosis - 1) / values.length));
  if (within === undefined) return;
  const slack = 2 ** -20 * Math.max(...within.map(Math.abs));
  expect(Math.min(...values)).toBeGreaterThanOrEqual(within[0] - slack);
  expect(Math.max(...values)).toBeLessThanOrEqual(within[1] + slack);
}

describe('initializers that draw', () => {
  it.each(LAWS.map(([initializer, law]) => [`${initializer.className} ${JSON.stringify(initializer.config)}`, initializer, law] as const))('%s: has its distribution', (_name, initializer, law) => {
    const made = initializer.initialize(SHAPE);
    expect(made.shape).toEqual(SHAPE);
    expect(made.dtype).toBe('float32');
    expectLaw(numbers(made), law);
    expect(numbers(made)).toHaveLength(COUNT);
  });

  it.each(LAWS.map(([initializer]) => [initializer.className, initializer] as const))('%s: gives the same numbers for the same seed', (_name, initializer) => {
    expect(initializer.initialize([3, 4])).toEqual(initializer.initialize([3, 4]));
    const Class = initializer.constructor as new (config: object) => Initializer;
    const other = new Class({ ...initializer.config, seed: 2 }).initialize([3, 4]);
    expect(numbers(other)).not.toEqual(numbers(initializer.initialize([3, 4])));
  });

  it('without a seed follow the common sequence', () => {
    setSeed(5);
    const [first, second] = [new GlorotUniform().initialize([3, 4]), new GlorotUniform().initialize([3, 4])];
    expect(numbers(first)).not.toEqual(numbers(second));
    setSeed(5);
    expect(new GlorotUniform().initialize([3, 4])).toEqual(first);
  });

  it('settle their randomness when they are bound, not when values are made', () => {
    setSeed(5);
    const bound = new RandomNormal().bind();
    const later = new RandomNormal().initialize([4]);
    const first = bound([4]);
    setSeed(5);
    expect(new RandomNormal().initialize([4])).toEqual(first);
    expect(numbers(later)).not.toEqual(numbers(first));
  });

  it('draw nothing for an empty weight', () => {
    for (const [initializer] of LAWS) expect(initializer.initialize([0, 2, 3, 4]).data).toHaveLength(0);
  });

  it.each([
    [[], 1, 1],
    [[7], 7, 7],
    [[3, 4], 3, 4],
    [[5, 3, 4], 15, 20],
  ])('count inputs and outputs of [%s]', (shape, fanIn, fanOut) => {
    expect(computeFans(shape)).toEqual({ fanIn, fanOut });
  });

  it('refuse what they cannot scale by', () => {
    expect(() => new VarianceScaling({ scale: 0 })).toThrow(/scale/);
    expect(() => new VarianceScaling({ inputAxes: [4], outputAxes: [0] }).initialize([2, 2])).toThrow(/axes/);
  });
});

describe('Orthogonal', () => {
  it.each([
    [[6, 4], 1],
    [[4, 6], 1],
    [[3, 2, 5], 2],
    [[5, 5], 0.5],
  ])('%s: the fewer of rows and columns are orthonormal, times a gain of %d', (shape, gain) => {
    const values = numbers(new Orthogonal({ gain, seed: 3 }).initialize(shape));
    const columns = shape.at(-1) ?? 1;
    const rows = values.length / columns;
    const vectors = Array.from({ length: Math.min(rows, columns) }, (_, v) => Array.from({ length: Math.max(rows, columns) }, (_unused, i) => (rows >= columns ? values[i * columns + v] : values[v * columns + i]) ?? 0));
    for (const [i, a] of vectors.entries()) {
      for (const [j, b] of vectors.entries()) {
        const product = a.reduce((sum, value, k) => sum + value * (b[k] ?? 0), 0);
        // Each of up to six float32 products is known to 2^-24.
        expect(Math.abs(product - (i === j ? gain ** 2 : 0))).toBeLessThan(6 * 2 ** -23);
      }
    }
  });

  it('is spread evenly over all turns: entries have variance 1 / rows, and neither sign prevails', () => {
    const entries = Array.from({ length: 800 }, (_, seed) => numbers(new Orthogonal({ seed }).initialize([4, 4]))[0] ?? 0);
    // One coordinate of a point on the unit sphere of four dimensions: variance 1/4, fourth moment 3 / (4 * 6).
    expectLaw(entries, { mean: 0, variance: 1 / 4, kurtosis: 2 });
  });

  it('refuses vectors', () => {
    expect(() => new Orthogonal().initialize([3])).toThrow(/rank 2/);
  });
});

describe('initializers that draw nothing', () => {
  it('Identity has ones on the diagonal of more rows than columns, too', () => {
    expect(numbers(new Identity().initialize([4, 2]))).toEqual([1, 0, 0, 1, 0, 0, 0, 0]);
    expect(() => new Identity().initialize([2, 2, 2])).toThrow(/matrix/);
  });

  it('Constant repeats an array, and refuses one that does not fit', () => {
    expect(numbers(new Constant({ value: [1, 2] }).initialize([2, 2]))).toEqual([1, 2, 1, 2]);
    expect(numbers(new Constant({ value: [[1], [2]] }).initialize([2, 2]))).toEqual([1, 1, 2, 2]);
    expect(() => new Constant({ value: [1, 2, 3] }).initialize([2, 2])).toThrow(/\[3\]/);
    expect(() => new Constant({ value: [[1, 2], [3]] }).initialize([2, 2])).toThrow(/fits/);
    expect(() => new Constant({ value: 'one' as never })).toThrow(/array of numbers/);
  });

  it('STFT refuses shapes that are no kernel of it', () => {
    expect(() => new STFT().initialize([4, 3])).toThrow(/frame/);
    expect(() => new STFT({ window: [1, 1] }).initialize([4, 1, 3])).toThrow(/4 values/);
  });
});

describe('initializers in files', () => {
  it('take the seed of a generator', () => {
    const made = initializerFamily.fromSerialized({ class_name: 'HeNormal', config: { seed: { class_name: 'SeedGenerator', config: { seed: 9 } } } });
    expect(made instanceof OpaqueObject ? undefined : made.getConfig()).toEqual({ seed: 9 });
  });

  it.each(['GlorotUniformV2', 'glorot_uniform', 'glorotUniform', 'normal', 'uniform', 'zero', 'one', 'lecun_uniform', 'identity', 'stft', 'STFTInitializer', 'IdentityInitializer', 'OrthogonalInitializer'])('%s is known', (name) => {
    expect(initializerFamily.find(name)).toBeDefined();
  });
});

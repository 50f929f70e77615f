import { ops, setEagerBackend, tensor, type EagerBackend, type EagerValue, type ValueLike } from '@kedge/graph-core';
import { beforeAll, describe, expect, it } from 'vitest';
import * as keras from '../src/index.js';
import { AUGMENTERS } from '../src/augmentation/augmentation-chain.js';
import { logGamma, randomDirichlet, type RandomSource } from '../src/augmentation/random-gamma.js';
import type { RandomPictureLayer } from '../src/augmentation/random-picture-layer.js';
import { LayerSeed } from '../src/regularization/layer-seed.js';
import { backendFor } from './backends.js';

const COUNT = 4000;

interface Moments {
  readonly mean: number;
  readonly variance: number;
  /** Nothing lies outside. */
  readonly within?: readonly [number, number];
}

const uniform = (a: number, b: number): Moments => ({ mean: (a + b) / 2, variance: (b - a) ** 2 / 12, within: [a, b] });
const bernoulli = (p: number): Moments => ({ mean: p, variance: p * (1 - p), within: [0, 1] });
/** A number between bounds, or its negative. */
const eitherSign = (a: number, b: number): Moments => ({ mean: 0, variance: (a * a + a * b + b * b) / 3, within: [-b, b] });
const whole = (a: number, b: number): Moments => ({ mean: (a + b) / 2, variance: ((b - a + 1) ** 2 - 1) / 12, within: [a, b] });

/** Five standard errors of a mean, and of a variance whose fourth moment is at most nine times its square. */
function expectMoments(values: readonly number[], { mean, variance, within }: Moments): void {
  const average = values.reduce((a, b) => a + b, 0) / values.length;
  const spread = values.reduce((a, b) => a + (b - average) ** 2, 0) / values.length;
  expect(Math.abs(average - mean), `mean ${average}, expected ${mean}`).toBeLessThan(5 * Math.sqrt(variance / values.length) + 1e-6);
  expect(Math.abs(spread - variance), `variance ${spread}, expected ${variance}`).toBeLessThan(5 * variance * Math.sqrt(8 / values.length) + 1e-6);
  if (within === undefined) return;
  const slack = 1e-5 * Math.max(Math.abs(within[0]), Math.abs(within[1]), 1);
  expect(Math.min(...values)).toBeGreaterThanOrEqual(within[0] - slack);
  expect(Math.max(...values)).toBeLessThanOrEqual(within[1] + slack);
}

let backend: EagerBackend;
beforeAll(async () => {
  backend = await backendFor('cpu');
  setEagerBackend(backend);
});

const read = async (value: ValueLike): Promise<number[]> => (typeof value === 'number' ? [value] : Array.from((await backend.read(value as EagerValue)).data, Number));

async function draw(layer: unknown, key: string, size: { rows?: number; columns?: number; batch?: number } = {}): Promise<number[]> {
  const drawn = (layer as RandomPictureLayer<never, Readonly<Record<string, ValueLike>>>).drawForBatch({ batch: COUNT, rows: 3, columns: 5, channels: 3, ...size });
  return read(drawn[key] ?? 0);
}

const column = (values: readonly number[], at: number, of: number): number[] => values.filter((_, i) => i % of === at);

const DRAWS: readonly (readonly [name: string, layer: unknown, key: string, expected: Moments, map?: (values: readonly number[]) => readonly number[]])[] = [
  ['RandomFlip', keras.randomFlip({ seed: 1 }), 'flips', bernoulli(0.5)],
  ['RandomBrightness', keras.randomBrightness({ factor: [-0.2, 0.6], seed: 1 }), 'rgbDelta', uniform(-51, 153)],
  ['RandomContrast', keras.randomContrast({ factor: [0.2, 0.6], seed: 1 }), 'contrastFactor', uniform(0.8, 1.6)],
  ['RandomRotation', keras.randomRotation({ factor: 0.25, seed: 1 }), 'angle', uniform(-90, 90)],
  ['RandomZoom by rows', keras.randomZoom({ heightFactor: [0.1, 0.3], widthFactor: 0.5, seed: 1 }), 'heightZoom', uniform(1.1, 1.3)],
  ['RandomZoom by columns', keras.randomZoom({ heightFactor: 0.1, widthFactor: 0.5, seed: 1 }), 'widthZoom', uniform(0.5, 1.5)],
  ['RandomTranslation to the right', keras.randomTranslation({ heightFactor: 0, widthFactor: [0, 0.4], seed: 1 }), 'translations', uniform(0, 2), (values) => column(values, 0, 2)],
  ['RandomTranslation down', keras.randomTranslation({ heightFactor: 0.5, widthFactor: 0, seed: 1 }), 'translations', uniform(-1.5, 1.5), (values) => column(values, 1, 2)],
  ['RandomShear along columns', keras.randomShear({ xFactor: [0.2, 0.6], seed: 1 }), 'shearFactor', eitherSign(0.2, 0.6), (values) => column(values, 0, 2)],
  ['RandomShear along rows', keras.randomShear({ yFactor: 0.5, seed: 1 }), 'shearFactor', uniform(-0.5, 0.5), (values) => column(values, 1, 2)],
  ['RandomPerspective, whether', keras.randomPerspective({ factor: [0.2, 0.6], seed: 1 }), 'applyPerspective', bernoulli(0.4)],
  ['RandomPerspective, lower right corner', keras.randomPerspective({ scale: 0.5, seed: 1 }), 'endPoints', uniform(3, 5), (values) => column(values, 6, 8)],
  ['RandomElasticTransform, whether', keras.randomElasticTransform({ factor: [0.5, 1], seed: 1 }), 'applyTransform', bernoulli(0.75)],
  ['RandomElasticTransform, noise', keras.randomElasticTransform({ seed: 1 }), 'noiseX', { mean: 0, variance: 1 }],
  ['RandomSaturation', keras.randomSaturation({ factor: [0.2, 0.6], seed: 1 }), 'factor', uniform(0.2, 0.6), (values) => values.map((x) => x / (1 + x))],
  ['RandomHue', keras.randomHue({ factor: [0.2, 0.6], seed: 1 }), 'factor', eitherSign(0.1, 0.3)],
  ['RandomColorDegeneration', keras.randomColorDegeneration({ factor: 0.6, seed: 1 }), 'factor', uniform(-0.6, 0.6)],
  ['RandomGrayscale', keras.randomGrayscale({ factor: 0.3, seed: 1 }), 'shouldApply', bernoulli(0.3)],
  ['RandomInvert', keras.randomInvert({ factor: 0.3, seed: 1 }), 'applyInversion', bernoulli(0.15)],
  ['RandomPosterization', keras.randomPosterization({ factor: [2, 6], seed: 1 }), 'shiftFactor', whole(3, 6)],
  ['RandomPosterization, one number', keras.randomPosterization({ factor: [3, 3], seed: 1 }), 'shiftFactor', whole(5, 5)],
  ['RandomSharpness', keras.randomSharpness({ factor: 0.6, seed: 1 }), 'factor', uniform(0, 0.6)],
  ['RandomErasing, whether', keras.randomErasing({ factor: [0.2, 0.4], seed: 1, fillValue: 1 }), 'applyErasing', bernoulli(0.3)],
  ['RandomErasing, noise', keras.randomErasing({ valueRange: [-50, 10], seed: 1 }), 'fillValue', { mean: 0, variance: 1 }, (values) => values.filter((x) => x < 0).flatMap((x) => [x / 10, -x / 10])],
  ['RandomGaussianBlur', keras.randomGaussianBlur({ factor: [0.6, 1], seed: 1 }), 'shouldApplyBlur', bernoulli(0.8)],
  ['MixUp, small alpha', keras.mixUp({ seed: 1 }), 'mixWeight', { mean: 0.5, variance: 1 / (4 * 1.4), within: [0, 1] }],
  ['MixUp, large alpha', keras.mixUp({ alpha: 4, seed: 1 }), 'mixWeight', { mean: 0.5, variance: 1 / (4 * 9), within: [0, 1] }],
  ['CutMix', keras.cutMix({ factor: [0.5, 0.5], seed: 1 }), 'mixWeight', { mean: 0.5, variance: 1 / 8, within: [0, 1] }],
  ['Solarization, additions', keras.solarization({ additionFactor: [0.2, 0.6], seed: 1 }), 'additions', uniform(0.2, 153)],
  ['Solarization, thresholds', keras.solarization({ thresholdFactor: 0.4, seed: 1 }), 'thresholds', uniform(0, 102)],
];

describe('random picture layers draw as Keras documents and does', () => {
  it.each(DRAWS.map(([name, ...rest]) => [name, rest] as const))('%s', async (_name, [layer, key, expected, map = (values) => values]) => {
    expectMoments(map(await draw(layer, key)), expected);
  });

  it('RandomErasing covers rows and columns by the root of what it draws', async () => {
    const masks = await draw(keras.randomErasing({ scale: [0.1, 0.5], fillValue: 0, seed: 1 }), 'batchMasks', { batch: 800, rows: 12, columns: 10 });
    const areas = Array.from({ length: 800 }, (_, i) => masks.slice(i * 360, (i + 1) * 360).reduce((a, b) => a + b, 0) / 360);
    const root = ((2 / 3) * (0.5 ** 1.5 - 0.1 ** 1.5)) / 0.4;
    // The mean of both roots' product; counting whole pixels adds variance and no bias.
    expect(Math.abs(areas.reduce((a, b) => a + b, 0) / 800 - root ** 2)).toBeLessThan((5 * 0.2) / Math.sqrt(800));
  });

  it('RandomCrop begins at each place as often', async () => {
    const layer = keras.randomCrop({ height: 2, width: 3, seed: 1 });
    const starts: number[][] = [];
    for (let i = 0; i < 600; i++) starts.push([(await draw(layer, 'hStart', { rows: 5, columns: 7 }))[0] ?? 0]);
    expectMoments(starts.flat(), whole(0, 3));
  });

  it.each([keras.mixUp({ seed: 2 }), keras.cutMix({ seed: 2 })])('$className mixes in each picture once', async (layer) => {
    const order = await draw(layer, 'permutationOrder', { batch: 50 });
    expect(order.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
    expect(order).not.toEqual(await draw(layer, 'permutationOrder', { batch: 50 }));
  });

  it('RandAugment chooses each of its eleven layers as often, and draws for those that it chose', () => {
    const layer = keras.randAugment({ numOps: 2000, seed: 1 });
    const { layerIdxes, transforms } = layer.drawForBatch({ batch: 1, rows: 2, columns: 2, channels: 3 });
    expectMoments(layerIdxes, whole(0, 10));
    expect(Object.keys(transforms)).toEqual(AUGMENTERS);
    const few = keras.randAugment({ numOps: 2, seed: 1 }).drawForBatch({ batch: 1, rows: 2, columns: 2, channels: 3 });
    expect(Object.keys(few.transforms).length).toBeLessThanOrEqual(2);
  });

  it('AugMix leaves a step out as often as it takes any one layer', async () => {
    const drawn = keras.augMix({ chainDepth: 400, numChains: 3, allOps: false, seed: 1 }).drawForBatch({ batch: 1, rows: 2, columns: 2, channels: 3 });
    const taken = drawn.chainTransforms.flat();
    expectMoments([...taken.map(() => 1), ...Array.from({ length: 1200 - taken.length }, () => 0)], bernoulli(7 / 8));
    expect(new Set(taken.map(({ layerName }) => layerName)).size).toBe(7);
    expect((await read(drawn.chainMixingWeights)).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
  });
});

describe('gamma and Dirichlet distributed numbers', () => {
  const source = (seed: number): RandomSource => {
    const seeds = new LayerSeed(seed);
    return { uniform: (shape) => ops.randomUniform(shape, seeds.next()), normal: (shape) => ops.randomNormal(shape, seeds.next()) };
  };

  it.each([0.3, 1, 2.5, 40])('have the moments of a gamma distribution of shape %d', async (alpha) => {
    const values = (await read(logGamma(tensor([alpha], []), COUNT, source(3)))).map(Math.exp);
    expectMoments(values, { mean: alpha, variance: alpha });
  });

  it('stay finite for the least alpha that CutMix draws', async () => {
    const values = await read(logGamma(tensor([1e-6], []), COUNT, source(3)));
    expect(values.every(Number.isFinite)).toBe(true);
  });

  it('add up to 1 and have the moments of a Dirichlet distribution', async () => {
    const draws = await Promise.all(Array.from({ length: 600 }, (_, i) => read(randomDirichlet(0.5, 3, source(i)))));
    for (const one of draws) expect(one.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
    // Variance a (n - 1) / (n^2 (n a + 1)) with 1 for a / a.
    expectMoments(draws.map(([first = 0]) => first), { mean: 1 / 3, variance: 2 / (9 * 2.5), within: [0, 1] });
  });
});

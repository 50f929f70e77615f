import { createTfjsBackend } from '@kedge/backend-tfjs';
import { inferenceRules, lower, prepare, rewrite } from '@kedge/compiler';
import { type EagerBackend, type NumericTensor, resetNames, type Shape } from '@kedge/graph-core';
import type { Layer, Model } from '@kedge/layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { applications } from '../src/index.js';
import { generatedWeight, uniform } from './generated.js';
import { build, BUILDERS, type GoldenFile, plain, readGoldens, type Row, titleOf, type Variant } from './golden-file.js';

const NAMES = Object.keys(BUILDERS);

const shapeOf = (layer: Layer): Shape | undefined => layer.inboundNodes[0]?.outputs[0]?.shape;

/** A layer as a golden row says it, with the whole config. */
const describeLayer = (layer: Layer): unknown => {
  const { dtype: _, ...config } = layer.getConfig('keras3');
  return [layer.name, layer.className, shapeOf(layer), plain(config)];
};

const fullRow = ([name, className, shape, differing]: Row, { classes }: GoldenFile): unknown => [name, className, shape, { ...classes[className], ...differing }];

it('every application of the table has goldens', () => {
  expect(applications.map(({ name }) => name).sort()).toEqual(NAMES.toSorted());
});

describe.each(NAMES)('%s is what Keras 3.15 builds', (name) => {
  const file = readGoldens<GoldenFile>(name);

  it.each(file.variants.map((variant) => [titleOf(variant), variant] as const))('with %s', (_, variant) => {
    const model = build(name, variant);
    expect(model.name).toBe(variant.name);
    expect(model.output.shape).toEqual(variant.output);
    expect(model.countParams()).toBe(variant.params);
    expect(model.weights.length).toBe(variant.weights);
    expect(model.layers.length).toBe(variant.layers);
    expect(model.layers.slice(-variant.rows.length).map(describeLayer)).toEqual(variant.rows.map((row) => fullRow(row, file)));
  });

  it('with its weights by path and shape, in order', () => {
    const model = build(name, file.variants[0] as Variant);
    expect(model.weights.map(({ path, shape }) => [path, shape])).toEqual(file.weights);
  });

  it('has goldens of every layer and of open sizes', () => {
    expect(file.variants.filter(({ rows, layers }) => rows.length === layers).length).toBeGreaterThanOrEqual(3);
  });
});

/** With its layers' own calls, value by value. */
async function runEagerly(model: Layer, input: NumericTensor, backend: EagerBackend): Promise<ArrayLike<unknown>> {
  const output = backend.tidy(() => model.apply(backend.fromTensor(input)));
  const { data } = await backend.read(output);
  output.dispose();
  return data;
}

/** As primitives, rewritten for inference. */
async function runCompiled(model: Model, input: NumericTensor, backend: EagerBackend): Promise<ArrayLike<unknown>> {
  const { graph } = rewrite(lower(model.graph, { inputShapes: [input.shape] }), inferenceRules);
  const prepared = prepare(graph, backend);
  const [output] = prepared.run([backend.fromTensor(input)]);
  if (output === undefined) throw new Error('The model has no output.');
  const { data } = await backend.read(output);
  prepared.dispose();
  return data;
}

/** The largest deviation, as a fraction of the largest number. */
function deviation(given: ArrayLike<unknown>, expected: readonly number[]): number {
  expect(given.length).toBe(expected.length);
  const scale = Math.max(...expected.map(Math.abs));
  return Math.max(...expected.map((value, i) => Math.abs(value - Number(given[i])))) / scale;
}

describe.each(NAMES)('%s computes what Keras 3.15 computes', (name) => {
  let backend: EagerBackend;
  beforeAll(async () => {
    backend = await createTfjsBackend({ backend: 'wasm' });
  });

  const variants = readGoldens<GoldenFile>(name).variants.filter(({ numbers }) => numbers !== undefined);

  it('on the smallest pictures, with and without a top', () => {
    expect(new Set(variants.map(({ options }) => options['include_top'] ?? true)).size).toBe(2);
  });

  // About 50 layers in a row, each with rounding of 1e-7 of its largest term: 1e-4 leaves room for other orders of summation.
  it.each(variants.map((variant) => [titleOf(variant), variant] as const))('with generated weights and %s', async (_, variant) => {
    const { input, data } = variant.numbers as NonNullable<Variant['numbers']>;
    const model = build(name, variant);
    model.setWeights(model.weights.map(({ path, shape }, i) => generatedWeight(path, shape, i)));
    const pictures = uniform(input, 777, 2);
    expect(deviation(await runEagerly(model, pictures, backend), data)).toBeLessThanOrEqual(1e-4);
    expect(deviation(await runCompiled(model, pictures, backend), data)).toBeLessThanOrEqual(1e-4);
    for (const variable of model.weights) variable.releaseDevice();
  }, 300_000);
});

describe('names that Keras gives automatically', () => {
  const inception = readGoldens<GoldenFile>('inceptionV3');
  const [variant] = inception.variants as [Variant];
  const namesOf = (model: Model): readonly string[] => model.layers.map((layer) => layer.name);
  const renumbered = (by: number): readonly string[] =>
    variant.rows.map(([name, className]) => {
      if (/^(mixed|avg_pool|predictions)/.test(name) && className !== 'Activation') return name;
      const [, prefix = '', number = '0'] = /^(.*?)(?:_(\d+))?$/.exec(name) ?? [];
      return Number(number) + by === 0 ? prefix : `${prefix}_${Number(number) + by}`;
    });

  it('go on counting, in the same order: names differ, positions do not', () => {
    resetNames();
    const first = build('inceptionV3', variant);
    const options = { inputShape: [75, 75, 3] } as const;
    const second = BUILDERS['inceptionV3']?.(options);
    expect(second?.getLayer('conv2d_94').config).toMatchObject({ filters: 32, strides: [2, 2] });
    expect(second?.layers.map(({ className }) => className)).toEqual(first.layers.map(({ className }) => className));
    expect(second?.weights.map(({ shape }) => shape)).toEqual(first.weights.map(({ shape }) => shape));
  });

  it.each([0, 1, 7])('start at firstLayerNumber %i whatever was made before', (firstLayerNumber) => {
    BUILDERS['inceptionV3']?.({ inputShape: [75, 75, 3] });
    const model = BUILDERS['inceptionV3']?.({ firstLayerNumber });
    expect(model === undefined ? [] : namesOf(model)).toEqual(renumbered(firstLayerNumber));
  });
});

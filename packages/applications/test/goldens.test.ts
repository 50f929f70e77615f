import { resetNames } from '@kedge/graph-core';
import type { Layer, Model } from '@kedge/layers';
import { describe, expect, it } from 'vitest';
import { inceptionV3 } from '../src/index.js';
import { build, BUILDERS, digestOf, plain, readGoldens, shapeOf, titleOf, type GoldenFile, type Row, type Variant } from './golden-file.js';

/** A layer as a golden row says it, with the whole config. */
const describeLayer = (layer: Layer): unknown => {
  const { dtype: _, ...config } = layer.getConfig('keras3');
  return [layer.name, layer.className, shapeOf(layer), plain(config)];
};

const fullRow = ([name, className, shape, differing]: Row, { classes }: GoldenFile): unknown => [name, className, shape, plain({ ...classes[className], ...differing })];

it('all 40 networks of Keras 3.15 are there', () => expect(BUILDERS.size).toBe(40));

describe.each([...BUILDERS.keys()])('%s is what Keras 3.15 builds', (name) => {
  const file = readGoldens(name);

  it.each(file.variants.map((variant) => [titleOf(variant), variant] as const))('with %s', (_, variant) => {
    const model = build(name, variant);
    expect(model.name).toBe(variant.name);
    expect(model.output.shape).toEqual(variant.output);
    expect(model.countParams()).toBe(variant.params);
    expect(model.weights.length).toBe(variant.weights);
    expect(model.layers.length).toBe(variant.layers);
    expect(model.layers.slice(-variant.rows.length).map(describeLayer)).toEqual(variant.rows.map((row) => fullRow(row, file)));
    expect(digestOf(model)).toBe(variant.digest);
  });

  it('with its weights by path and shape, in order', () => {
    const model = build(name, file.variants[0] as Variant);
    expect(model.weights.map(({ path, shape }) => [path, shape])).toEqual(file.weights);
  });

  it('has goldens of every layer, of feature maps, and of numbers', () => {
    expect(file.variants.some(({ rows, layers }) => rows.length === layers)).toBe(true);
    expect(file.variants.some(({ options }) => options['include_top'] === false)).toBe(true);
    expect(file.variants.some(({ numbers }) => numbers !== undefined)).toBe(true);
  });
});

describe('names that Keras gives automatically', () => {
  const [variant] = readGoldens('inceptionV3').variants as [Variant];
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
    const second = inceptionV3({ inputShape: [75, 75, 3] });
    expect(second.getLayer('conv2d_94').config).toMatchObject({ filters: 32, strides: [2, 2] });
    expect(second.layers.map(({ className }) => className)).toEqual(first.layers.map(({ className }) => className));
    expect(second.weights.map(({ shape }) => shape)).toEqual(first.weights.map(({ shape }) => shape));
  });

  it.each([0, 1, 7])('start at firstLayerNumber %i whatever was made before', (firstLayerNumber) => {
    inceptionV3({ inputShape: [75, 75, 3] });
    expect(namesOf(inceptionV3({ firstLayerNumber }))).toEqual(renumbered(firstLayerNumber));
  });

  it.each([...BUILDERS])('%s has none that firstLayerNumber leaves to chance', (name, make) => {
    const size = name === 'nasNetLarge' ? 331 : 96;
    const options = { inputShape: [size, size, 3], firstLayerNumber: 0 };
    const namesAfter = (before: () => void): readonly string[] => {
      resetNames();
      before();
      return namesOf(make(options));
    };
    expect(namesAfter(() => make({ includeTop: false, inputShape: [96, 96, 3] }))).toEqual(namesAfter(() => undefined));
  });
});

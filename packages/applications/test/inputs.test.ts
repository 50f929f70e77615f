import { tensor } from '@kedge/graph-core';
import { input } from '@kedge/layers';
import { describe, expect, it } from 'vitest';
import { imagenetLabels } from '../src/imagenet-labels.js';
import { decodePredictions, inceptionV3, mobileNetV2, preprocessInput } from '../src/index.js';

describe('options', () => {
  it('weights by name are refused with the way to load a file', () => {
    expect(() => inceptionV3({ weights: 'imagenet' as unknown as null })).toThrow(/weights are not downloaded.*loadWeights/);
  });

  it.each([
    ['too small', () => inceptionV3({ includeTop: false, inputShape: [74, 75, 3] }), /at least 75 x 75, got \(74, 75, 3\)/],
    ['without channels', () => mobileNetV2({ inputShape: [32, 32] }), /\[rows, columns, channels\], got \(32, 32\)/],
    ['no class', () => mobileNetV2({ classes: 0 }), /expected classes from 1/],
    ['another pooling', () => mobileNetV2({ includeTop: false, pooling: 'mean' as 'avg' }), /'avg', 'max' or null/],
  ])('an input that is %s is refused', (_, make, message) => expect(make).toThrow(message));

  it('a tensor of an input can be built on', () => {
    const pixels = input({ shape: [96, 96, 3] });
    const model = mobileNetV2({ inputTensor: pixels, includeTop: false });
    expect(model.input).toBe(pixels);
    expect(model.output.shape).toEqual([null, 3, 3, 1280]);
  });
});

describe('preprocessInput', () => {
  const red = tensor([255, 0, 0], [1, 1, 1, 3], 'uint8');

  it.each([
    ['keras#5416: tf', 'tf', [1, -1, -1]],
    ['dlm#41: caffe swaps to BGR before it subtracts', 'caffe', [-103.939, -116.779, 255 - 123.68]],
    ['torch', 'torch', [(1 - 0.485) / 0.229, -0.456 / 0.224, -0.406 / 0.225]],
  ] as const)('%s', (_, mode, expected) => {
    const { data } = preprocessInput(red, { mode });
    expected.forEach((value, i) => expect(data[i]).toBe(Math.fround(value)));
  });

  it('refuses what is no RGB', () => expect(() => preprocessInput(tensor([1], [1, 1, 1, 1]))).toThrow(/3 channels/));
});

describe('decodePredictions', () => {
  it('lists the best first, row by row', () => {
    const rows = decodePredictions(tensor([0.1, 0.7, 0.2, 0.5, 0.5, 0], [2, 3]), { top: 2, labels: ['a', 'b', 'c'] });
    expect(rows.map((row) => row.map(({ index, label }) => [index, label]))).toEqual([
      [[1, 'b'], [2, 'c']],
      [[0, 'a'], [1, 'b']],
    ]);
  });

  it('names ImageNet classes as Keras does', () => {
    expect(imagenetLabels.length).toBe(1000);
    const named = [0, 1, 386, 999].map((i) => imagenetLabels[i]);
    expect(named.map((entry) => `${entry?.id} ${entry?.label}`)).toEqual(['n01440764 tench', 'n01443537 goldfish', 'n02504458 African_elephant', 'n15075141 toilet_tissue']);
    expect(new Set(imagenetLabels.map(({ id }) => id)).size).toBe(1000);
    expect(imagenetLabels.map(({ id }) => id)).toEqual(imagenetLabels.map(({ id }) => id).sort());
  });

  it('refuses another number of labels', () => expect(() => decodePredictions(tensor([1, 0], [1, 2]), { labels: ['a'] })).toThrow(/expected 2 labels, one for each class, got 1/));
});

import { tensor } from '@kedge/graph-core';
import { add, conv2d, input, type Model } from '@kedge/layers';
import { describe, expect, it } from 'vitest';
import { inceptionV3, mobileNetV2 } from './index.js';

/** Options as a script without types may bring them. */
type Loose = (options: Readonly<Record<string, unknown>>) => Model;
const inception = inceptionV3 as Loose;
const mobile = mobileNetV2 as Loose;

describe('weights by name', () => {
  it.each([['imagenet'], ['./weights.h5']])('are refused with the way to load a file: %s', (weights) => {
    expect(() => inception({ weights })).toThrow(/inceptionV3: weights are not downloaded, got weights: ".*loadWeights\(model, file\)' of @kedge\/converter/);
    expect(() => mobile({ weights })).toThrow(/mobileNetV2: weights are not downloaded/);
  });

  it('null is what Keras calls random', () => {
    expect(inceptionV3({ weights: null, includeTop: false, inputShape: [75, 75, 3] }).countParams()).toBe(21802784);
  });
});

describe('options that do not fit are refused', () => {
  it.each([
    ['rows too few', () => inception({ includeTop: false, inputShape: [74, 75, 3] }), /inceptionV3: expected an inputShape of at least 75 x 75, got \(74, 75, 3\)/],
    ['columns too few', () => mobile({ inputShape: [32, 31, 3] }), /mobileNetV2: .*at least 32 x 32, got \(32, 31, 3\)/],
    ['no channels', () => mobile({ inputShape: [32, 32] }), /\[rows, columns, channels\], got \(32, 32\)/],
    ['open channels', () => mobile({ inputShape: [32, 32, null] }), /a number of channels in inputShape, got \(32, 32, null\)/],
    ['text as a shape', () => mobile({ inputShape: '224' }), /\[rows, columns, channels\], got string/],
    ['half a row', () => mobile({ inputShape: [32.5, 32, 3] }), /whole numbers in inputShape/],
    ['an open size under a classifier', () => inception({ inputShape: [null, 299, 3] }), /since includeTop is on/],
    ['no class', () => mobile({ classes: 0 }), /mobileNetV2: expected a whole number from 1 for 'classes', got 0/],
    ['classes as text', () => mobile({ classes: '5' }), /for 'classes', got "5"/],
    ['another pooling', () => mobile({ includeTop: false, pooling: 'mean' }), /expected 'avg', 'max' or null for 'pooling', got "mean"/],
    ['an unknown activation', () => inception({ classifierActivation: 'softmaxx' }), /softmaxx/],
    ['width 0', () => mobile({ alpha: 0 }), /expected a number above 0 for 'alpha', got 0/],
    ['a width for InceptionV3', () => inception({ alpha: 1 }), /inceptionV3: unknown option 'alpha'. There are: includeTop, classes/],
    ["Python's spelling", () => mobile({ include_top: false }), /mobileNetV2: unknown option 'include_top'/],
    ['values for a tensor', () => mobile({ inputTensor: tensor([1], [1, 1, 1, 1]) }), /expected a symbolic tensor for 'inputTensor'/],
    ['a tensor that is no picture', () => mobile({ inputTensor: input({ shape: [32, 3] }) }), /expected an inputTensor \[batch, rows, columns, channels\], got \(null, 32, 3\)/],
    ['a tensor and another shape', () => mobile({ inputTensor: input({ shape: [64, 64, 3] }), inputShape: [96, 96, 3] }), /\(96, 96, 3\) and inputTensor \(null, 64, 64, 3\) disagree/],
    ['a layer number below 0', () => inception({ firstLayerNumber: -1 }), /a whole number from 0 for 'firstLayerNumber', got -1/],
  ])('%s', (_, make, message) => expect(make).toThrow(message));
});

describe('inputTensor', () => {
  it('that is an input becomes the input of the model', () => {
    const pixels = input({ shape: [96, 96, 3] });
    const model = mobileNetV2({ inputTensor: pixels, includeTop: false });
    expect(model.input).toBe(pixels);
    expect(model.output.shape).toEqual([null, 3, 3, 1280]);
  });

  it('in the middle of a graph: what lies before it becomes part of the model', () => {
    const left = input({ shape: [64, 64, 1], name: 'left_eye' });
    const right = input({ shape: [64, 64, 1], name: 'right_eye' });
    const colours = conv2d({ filters: 3, kernelSize: 1, name: 'to_colours' }).apply(add({ name: 'both' }).apply([left, right]));
    const model = mobileNetV2({ inputTensor: colours, includeTop: false, pooling: 'avg' });
    expect(model.inputs).toEqual([left, right]);
    expect(model.layers.map(({ name }) => name).slice(0, 5)).toEqual(['left_eye', 'right_eye', 'both', 'to_colours', 'Conv1']);
  });

  it('lets two applications look at one picture', () => {
    const pixels = input({ shape: [75, 75, 3] });
    const options = { inputTensor: pixels, includeTop: false } as const;
    expect(inceptionV3(options).input).toBe(mobileNetV2(options).input);
  });
});

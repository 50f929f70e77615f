import { tensor } from '@kedge/graph-core';
import { add, conv2d, input, type Model } from '@kedge/layers';
import { describe, expect, it } from 'vitest';
import { applications, efficientNetB0, efficientNetV2B0, inceptionV3, mobileNet, mobileNetV2, mobileNetV3Small, nasNetLarge, resNet50 } from './index.js';
import { loadApplication } from './load-application.js';

/** Options as a script without types may bring them. */
type Loose = (options: Readonly<Record<string, unknown>>) => Model;
const inception = inceptionV3 as Loose;
const mobile = mobileNetV2 as Loose;
const mobile1 = mobileNet as Loose;
const mobile3 = mobileNetV3Small as Loose;

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
    ['half a multiplier', () => mobile1({ depthMultiplier: 1.5 }), /mobileNet: expected a whole number from 1 for 'depthMultiplier', got 1.5/],
    ['a share above 1', () => mobile1({ dropout: 2 }), /mobileNet: expected a number from 0 to 1 for 'dropout', got 2/],
    ["another family's spelling", () => mobile3({ dropout: 0.5 }), /mobileNetV3Small: unknown option 'dropout'.*dropoutRate/],
    ['text for a switch', () => mobile3({ minimalistic: 'yes' }), /mobileNetV3Small: expected true or false for 'minimalistic', got "yes"/],
    ['a switch that another generation has', () => (efficientNetB0 as Loose)({ includePreprocessing: false }), /efficientNetB0: unknown option 'includePreprocessing'/],
    ['no switch', () => (efficientNetV2B0 as Loose)({ includePreprocessing: 0 }), /efficientNetV2B0: expected true or false for 'includePreprocessing'/],
    ['open sizes where cells are built for one', () => nasNetLarge({ includeTop: false, inputShape: [null, 331, 3] }), /nasNetLarge: expected known rows and columns, got \(null, 331, 3\)/],
    ['an open tensor there', () => nasNetLarge({ includeTop: false, inputTensor: input({ shape: [null, null, 3] }) }), /nasNetLarge: expected known rows and columns/],
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

describe('each application', () => {
  it.each(applications.map((facts) => [facts.name, facts] as const))('%s loads alone, takes its smallest pictures, and refuses smaller ones and unknown options', async (name, { minSize }) => {
    const make = await loadApplication(name);
    const smallest = make({ includeTop: false, inputShape: [minSize, minSize, 3], pooling: 'avg', firstLayerNumber: 0 });
    expect(smallest.output.shape.length).toBe(2);
    expect(() => make({ inputShape: [minSize, minSize - 1, 3] })).toThrow(new RegExp(`^${name}: expected an inputShape of at least ${minSize} x ${minSize}`));
    expect(() => make({ weigths: null })).toThrow(new RegExp(`^${name}: unknown option 'weigths'`));
  });
});

it('an application that there is not is refused, naming those that there are', async () => {
  await expect(loadApplication('ResNet50')).rejects.toThrow(/no application 'ResNet50'. There are: vgg16,.*resNet50,/);
});

describe('preprocessing inside', () => {
  it('is left out where the caller wants it, and follows the channels', () => {
    const classNames = (model: Model): readonly string[] => model.layers.slice(1, 3).map(({ className }) => className);
    expect(classNames(efficientNetV2B0())).toEqual(['Rescaling', 'Normalization']);
    expect(classNames(efficientNetV2B0({ inputShape: [32, 32, 1] }))).toEqual(['Rescaling', 'Conv2D']);
    expect(classNames(efficientNetV2B0({ includePreprocessing: false }))).toEqual(['Conv2D', 'BatchNormalization']);
    expect(classNames(efficientNetV2B0({ includeTop: false, inputTensor: input({ shape: [40, 40, 1] }) }))).toEqual(['Rescaling', 'Conv2D']);
  });

  it('is scaled once more for the official weights of EfficientNet, on demand', () => {
    const { layers } = efficientNetB0({ imagenetScaling: true });
    expect(layers.slice(1, 4).map(({ className }) => className)).toEqual(['Rescaling', 'Normalization', 'Rescaling']);
    expect(layers[3]?.config).toMatchObject({ scale: [0.229, 0.224, 0.225].map((deviation) => 1 / Math.sqrt(deviation)) });
  });
});

it('MobileNetV3 takes pictures of any size under its classifier, the others do not', () => {
  expect(mobileNetV3Small().input.shape).toEqual([null, null, null, 3]);
  expect(resNet50().input.shape).toEqual([null, 224, 224, 3]);
  expect(() => resNet50({ inputShape: [null, 224, 3] })).toThrow(/since includeTop is on/);
});

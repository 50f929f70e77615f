import { InvalidArgumentError, ShapeMismatchError } from '../errors.js';
import { expectPadding, formatShape, isSize, transposedOutputDim, windowOutputDim, type Dim, type Padding, type Shape } from '../shape.js';
import type { TensorSpec, Value, ValueLike } from '../value.js';
import { inFormat, type DataFormat } from './data-format.js';
import { op } from './op.js';
import { asFloat, expectDType, shapeOf } from './operands.js';
import { callForOne, definePrimitive } from './primitive.js';

/** Attributes of a convolution; one number per spatial dimension. */
export interface ConvAttrs {
  readonly strides: readonly number[];
  readonly padding: Padding;
  readonly dilations: readonly number[];
  readonly groups: number;
}

export type DepthwiseConvAttrs = Omit<ConvAttrs, 'groups'>;

export interface ConvTransposeAttrs {
  readonly strides: readonly number[];
  readonly padding: 'valid' | 'same';
  readonly dilations: readonly number[];
  /** Cells added at the end of each spatial dimension; `null` lets the strides decide. */
  readonly outputPadding: readonly (number | null)[];
}

/**
 * Number of spatial dimensions of `[batch, ...spatial, channels]`.
 *
 * @throws {ShapeMismatchError} when it is not 1, 2 or 3.
 */
export function spatialRank(x: ValueLike, where: string): number {
  const rank = shapeOf(x).length - 2;
  if (rank < 1 || rank > 3) throw new ShapeMismatchError(`${where}: expected x of shape [batch, 1 to 3 spatial dimensions, channels], got ${formatShape(shapeOf(x))}.`);
  return rank;
}

/** A number for every spatial dimension, or one for all of them. */
export function perDimension(value: number | readonly number[] | undefined, rank: number, fallback: number, where: string): readonly number[] {
  const list = value === undefined ? Array.from({ length: rank }, () => fallback) : typeof value === 'number' ? Array.from({ length: rank }, () => value) : value;
  if (list.length !== rank || list.some((item) => !Number.isInteger(item) || item < 1)) {
    throw new InvalidArgumentError(`${where}: expected ${rank} whole numbers from 1, got [${list.join(', ')}].`);
  }
  return list;
}

function expectConvInputs(x: TensorSpec, kernel: TensorSpec, where: string): number {
  expectDType(x, ['float32'], where);
  expectDType(kernel, ['float32'], where);
  const rank = x.shape.length - 2;
  if (rank < 1 || rank > 3 || kernel.shape.length !== x.shape.length) {
    throw new ShapeMismatchError(
      `${where}: expected x of shape [batch, 1 to 3 spatial dimensions, channels] and a kernel of the same rank, got ${formatShape(x.shape)} and ${formatShape(kernel.shape)}.`,
    );
  }
  return rank;
}

function expectChannels(channels: Dim, expected: Dim, x: Shape, kernel: Shape, where: string): void {
  if (channels !== null && expected !== null && channels !== expected) {
    throw new ShapeMismatchError(
      `${where}: expected ${expected} input channels for a kernel of shape ${formatShape(kernel)}, got ${channels} of x ${formatShape(x)}.`,
    );
  }
}

function spatialDims(x: Shape, kernel: Shape, attrs: DepthwiseConvAttrs, where: string): Dim[] {
  return x.slice(1, -1).map((dim, i) => {
    const window = { size: kernel[i] ?? 1, stride: attrs.strides[i] ?? 1, dilation: attrs.dilations[i] ?? 1 };
    return windowOutputDim(dim, window, attrs.padding, i, where);
  });
}

export const convPrimitive = definePrimitive({
  name: 'conv',
  arity: 2,
  infer: ([x, kernel], attrs: ConvAttrs): readonly TensorSpec[] => {
    expectConvInputs(x, kernel, 'conv');
    const perGroup = kernel.shape.at(-2) ?? null;
    const filters = kernel.shape.at(-1) ?? null;
    expectChannels(x.shape.at(-1) ?? null, perGroup === null ? null : perGroup * attrs.groups, x.shape, kernel.shape, 'conv');
    if (filters !== null && filters % attrs.groups !== 0) {
      throw new ShapeMismatchError(`conv: expected a number of filters that ${attrs.groups} groups divide, got ${filters}.`);
    }
    return [{ shape: [x.shape[0] ?? null, ...spatialDims(x.shape, kernel.shape, attrs, 'conv'), filters], dtype: 'float32' }];
  },
});

type ConvOptions = {
  readonly strides?: number | readonly number[];
  readonly padding?: Padding;
  readonly dilations?: number | readonly number[];
  readonly dataFormat?: DataFormat;
};

/** Keras tells the number of groups from the channels that the kernel takes. */
function impliedGroups(channels: Dim, perGroup: Dim): number {
  if (channels === null || perGroup === null || perGroup === 0 || channels % perGroup !== 0) return 1;
  return channels / perGroup;
}

/**
 * Convolution over 1 to 3 spatial dimensions, channels last, without flipping the kernel.
 *
 * @param x `[batch, ...spatial, channels]`.
 * @param kernel `[...window, channels / groups, filters]`, which says how many groups there are if nothing else does.
 *
 * Shape: `[batch, ...windows that fit, filters]`.
 */
export const conv = op('conv', (x: ValueLike, kernel: ValueLike, options: ConvOptions & { readonly groups?: number } = {}): Value => {
  const rank = spatialRank(x, 'conv');
  const padding = options.padding ?? 'valid';
  const groups = options.groups ?? impliedGroups(shapeOf(x).at(options.dataFormat === 'channels_first' ? 1 : -1) ?? null, shapeOf(kernel).at(-2) ?? null);
  expectPadding(padding, rank, 'conv padding');
  if (!isSize(groups) || groups < 1) throw new InvalidArgumentError(`conv: expected a number of groups from 1, got ${groups}.`);
  const strides = perDimension(options.strides, rank, 1, 'conv strides');
  const dilations = perDimension(options.dilations, rank, 1, 'conv dilations');
  return inFormat(x, options.dataFormat, (last) => callForOne(convPrimitive, [asFloat(last), asFloat(kernel)], { strides, padding, dilations, groups }));
}, 'nn.conv(inputs, kernel, {strides*, padding*, data_format*, dilation_rate*:dilations})');

export const depthwiseConvPrimitive = definePrimitive({
  name: 'depthwiseConv',
  arity: 2,
  infer: ([x, kernel], attrs: DepthwiseConvAttrs): readonly TensorSpec[] => {
    expectConvInputs(x, kernel, 'depthwiseConv');
    const channels = kernel.shape.at(-2) ?? null;
    const multiplier = kernel.shape.at(-1) ?? null;
    expectChannels(x.shape.at(-1) ?? null, channels, x.shape, kernel.shape, 'depthwiseConv');
    const filters = channels === null || multiplier === null ? null : channels * multiplier;
    return [{ shape: [x.shape[0] ?? null, ...spatialDims(x.shape, kernel.shape, attrs, 'depthwiseConv'), filters], dtype: 'float32' }];
  },
});

/**
 * Convolution of each channel by itself.
 *
 * @param x `[batch, ...spatial, channels]`.
 * @param kernel `[...window, channels, multiplier]`.
 *
 * Shape: `[batch, ...windows that fit, channels * multiplier]`, the multiplier varying fastest.
 */
export const depthwiseConv = op('depthwiseConv', (x: ValueLike, kernel: ValueLike, options: ConvOptions = {}): Value => {
  const rank = spatialRank(x, 'depthwiseConv');
  const padding = options.padding ?? 'valid';
  expectPadding(padding, rank, 'depthwiseConv padding');
  const strides = perDimension(options.strides, rank, 1, 'depthwiseConv strides');
  const dilations = perDimension(options.dilations, rank, 1, 'depthwiseConv dilations');
  return inFormat(x, options.dataFormat, (last) => callForOne(depthwiseConvPrimitive, [asFloat(last), asFloat(kernel)], { strides, padding, dilations }));
}, 'nn.depthwise_conv(inputs, kernel, {strides*, padding*, data_format*, dilation_rate*:dilations})');

export const convTransposePrimitive = definePrimitive({
  name: 'convTranspose',
  arity: 2,
  infer: ([x, kernel], attrs: ConvTransposeAttrs): readonly TensorSpec[] => {
    expectConvInputs(x, kernel, 'convTranspose');
    expectChannels(x.shape.at(-1) ?? null, kernel.shape.at(-1) ?? null, x.shape, kernel.shape, 'convTranspose');
    const spatial = x.shape.slice(1, -1).map((dim, i) => {
      const window = { size: kernel.shape[i] ?? 1, stride: attrs.strides[i] ?? 1, dilation: attrs.dilations[i] ?? 1 };
      return transposedOutputDim(dim, window, attrs.padding, attrs.outputPadding[i] ?? null);
    });
    return [{ shape: [x.shape[0] ?? null, ...spatial, kernel.shape.at(-2) ?? null], dtype: 'float32' }];
  },
});

type ConvTransposeOptions = {
  readonly strides?: number | readonly number[];
  readonly padding?: 'valid' | 'same';
  readonly dilations?: number | readonly number[];
  readonly outputPadding?: number | readonly (number | null)[] | null;
  readonly dataFormat?: DataFormat;
};

/**
 * The transposed convolution, i.e. the gradient of {@link conv} by its input, sized as Keras sizes it.
 *
 * @param x `[batch, ...spatial, channels]`.
 * @param kernel `[...window, filters, channels]`.
 *
 * Shape: `[batch, ...spatial times stride (plus what 'valid' or the output padding adds), filters]`.
 */
export const convTranspose = op('convTranspose', (x: ValueLike, kernel: ValueLike, options: ConvTransposeOptions = {}): Value => {
  const rank = spatialRank(x, 'convTranspose');
  const { outputPadding = null, padding = 'valid' } = options;
  if (padding !== 'valid' && padding !== 'same') throw new InvalidArgumentError(`convTranspose: expected padding 'valid' or 'same', got ${JSON.stringify(padding)}.`);
  const attrs = {
    strides: perDimension(options.strides, rank, 1, 'convTranspose strides'),
    padding,
    dilations: perDimension(options.dilations, rank, 1, 'convTranspose dilations'),
    outputPadding: outputPadding === null || typeof outputPadding === 'number' ? Array.from({ length: rank }, () => outputPadding) : outputPadding,
  };
  return inFormat(x, options.dataFormat, (last) => callForOne(convTransposePrimitive, [asFloat(last), asFloat(kernel)], attrs));
}, 'nn.conv_transpose(inputs, kernel, {strides*, padding*, output_padding*, data_format*, dilation_rate*:dilations})');

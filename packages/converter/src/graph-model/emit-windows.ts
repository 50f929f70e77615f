import { RESULT, type Epilogue } from '@kedge/compiler';
import { sizeOf, type Dim, type Padding, type PrimitiveName } from '@kedge/graph-core';
import type { JsonObject } from '../io/json.js';
import { attr } from './graph-def.js';
import { expandAt, pick } from './emit-shapes.js';
import { FIX_SHAPE, outputOf, refuse, reshapeTo, shapeAt, typeAttr, type Call, type Emit } from './emit.js';
import { sizesNode } from './open-sizes.js';

type Table<K extends PrimitiveName> = { readonly [P in K]: Emit<P> };
type Windowed = Pick<Call, 'graph' | 'name' | 'primitive'>;

/** What is done on the result of a convolution or a product of matrices before it is stored, as tfjs has it. */
export interface Fused {
  readonly bias: string;
  readonly ops: readonly string[];
  readonly leakyReluAlpha: number | undefined;
}

const ACTIVATIONS: Readonly<Partial<Record<PrimitiveName, string>>> = { relu: 'Relu', clip: 'Relu6', elu: 'Elu', leakyRelu: 'LeakyRelu', sigmoid: 'Sigmoid' };

/** Whether tfjs can do a step on the result of the one before: a bias first, then one activation. */
export function isFusable(done: readonly Epilogue[], next: Epilogue, channels: number | undefined): boolean {
  const [bias] = done;
  if (bias === undefined) {
    const other = next.inputs.find((input) => input !== RESULT);
    const isVector = typeof other === 'object' && sizeOf(other.shape) === channels && other.shape.at(-1) === channels;
    return next.primitive === 'add' && isVector && channels !== undefined;
  }
  if (done.length > 1) return false;
  if (next.primitive === 'clip') return next.attrs.min === 0 && next.attrs.max === 6;
  if (next.primitive === 'elu') return next.attrs.alpha === 1;
  return next.primitive === 'relu' || next.primitive === 'leakyRelu' || next.primitive === 'sigmoid';
}

/** The epilogue of a step as tfjs has it. */
export function fusedOf(epilogue: readonly Epilogue[], bias: string): Fused {
  const activation = epilogue[1];
  const name = activation === undefined ? undefined : ACTIVATIONS[activation.primitive];
  return { bias, ops: ['BiasAdd', ...(name === undefined ? [] : [name])], leakyReluAlpha: activation?.primitive === 'leakyRelu' ? activation.attrs.negativeSlope : undefined };
}

export function fusedAttrs({ ops, leakyReluAlpha }: Fused): JsonObject {
  return { num_args: attr.int(1), fused_ops: attr.strings(ops), epsilon: attr.float(0), ...(leakyReluAlpha === undefined ? {} : { leakyrelu_alpha: attr.float(leakyReluAlpha) }) };
}

/** Numbers for two spatial dimensions, of which a one-dimensional window has the first as 1. */
const twoOf = (numbers: readonly number[]): readonly number[] => (numbers.length === 1 ? [1, ...numbers] : numbers);
const around = (numbers: readonly number[]): JsonObject => attr.ints([1, ...numbers, 1]);

/** Padding as attributes; cells by number stand for two dimensions only, so that others are padded before. */
function paddingAttrs(padding: Padding): JsonObject {
  if (typeof padding === 'string') return { padding: attr.string(padding.toUpperCase()), explicit_paddings: attr.ints([]) };
  const pairs = padding.length === 1 ? [[0, 0], ...padding] : padding;
  return { padding: attr.string('EXPLICIT'), explicit_paddings: attr.ints([0, 0, ...pairs.flat(), 0, 0]) };
}

function windowAttrs(strides: readonly number[], padding: Padding, dilations?: readonly number[]): JsonObject {
  return { T: attr.type('float32'), strides: around(strides), data_format: attr.string(strides.length === 3 ? 'NDHWC' : 'NHWC'), ...paddingAttrs(padding), ...(dilations === undefined ? {} : { dilations: around(dilations) }) };
}

/** One-dimensional windows are two-dimensional ones of height 1: the input gets that dimension, and the result loses it. */
function asTwo(call: Windowed, spatial: number, x: string, run: (x: string) => string): string {
  if (spatial !== 1) return run(x);
  return call.graph.add('Squeeze', `${call.name}/squeeze`, [run(expandAt(call, x, 1))], { T: attr.type('float32'), squeeze_dims: attr.ints([1]) });
}

/** An array of weights with a dimension of 1 in front, where a window has one dimension. */
const kernelOf = (call: Windowed, spatial: number, kernel: string): string => (spatial === 1 ? expandAt(call, kernel, 0) : kernel);

/** Cells by number around three spatial dimensions are put there first, which tfjs' operations do not do. */
function paddedBefore(call: Windowed, x: string, padding: Padding, value: number): { readonly x: string; readonly padding: Padding } {
  if (typeof padding === 'string') return { x, padding };
  const widths = [0, 0, ...padding.flat(), 0, 0];
  const node = call.graph.add('PadV2', `${call.name}/pad`, [x, call.graph.ints(widths, `${call.name}/paddings`, [widths.length / 2, 2]), call.graph.scalar(value, 'float32', `${call.name}/edge`)], { T: attr.type('float32') });
  return { x: node, padding: 'valid' };
}

/** tfjs' kernels take a stride or a dilation, not both: then the kernel gets zeros between its cells. */
function convolve(call: Windowed & Pick<Call, 'inputSpecs'>, x: string, given: string, settled: Omit<Call<'conv'>['attrs'], 'groups'>, fused: Fused | undefined): string {
  const spatial = settled.strides.length;
  const isBoth = settled.strides.some((stride) => stride > 1) && settled.dilations.some((dilation) => dilation > 1);
  const kernel = isBoth ? spread(call, given, settled.dilations) : given;
  const attrs = isBoth ? { ...settled, dilations: settled.dilations.map(() => 1) } : settled;
  const [plainOp, fusedOp] = call.primitive === 'depthwiseConv' ? ['DepthwiseConv2dNative', 'FusedDepthwiseConv2dNative'] : ['Conv2D', '_FusedConv2D'];
  if (spatial === 3) {
    const ready = paddedBefore(call, x, attrs.padding, 0);
    return call.graph.add('Conv3D', call.name, [ready.x, kernel], windowAttrs(attrs.strides, ready.padding, attrs.dilations));
  }
  const settings = windowAttrs(twoOf(attrs.strides), attrs.padding, twoOf(attrs.dilations));
  return asTwo(call, spatial, x, (input) =>
    fused === undefined
      ? call.graph.add(plainOp, call.name, [input, kernelOf(call, spatial, kernel)], settings)
      : call.graph.add(fusedOp, call.name, [input, kernelOf(call, spatial, kernel), fused.bias], { ...settings, ...fusedAttrs(fused) }),
  );
}

/** A convolution; groups are convolutions of their own side by side. */
export function emitConv(call: Call<'conv'>, fused?: Fused): string {
  const { graph, name, attrs } = call;
  const [x = '', kernel = ''] = call.inputs;
  const { groups } = attrs;
  if (groups === 1) return convolve(call, x, kernel, attrs, fused);
  const parts = (node: string, axis: number): readonly string[] => {
    const split = graph.add('Split', `${name}/split`, [graph.scalar(axis, 'int32', `${name}/axis`), node], { T: attr.type('float32'), num_split: attr.int(groups) });
    return Array.from({ length: groups }, (_, i) => (i === 0 ? split : `${split}:${i}`));
  };
  const last = shapeAt(call, 0).length - 1;
  const [inputs, kernels] = [parts(x, last), parts(kernel, last)];
  const results = inputs.map((part, i) => convolve(call, part, kernels[i] ?? '', attrs, undefined));
  return graph.add('ConcatV2', `${name}/join`, [...results, graph.scalar(last, 'int32', `${name}/axis`)], { T: attr.type('float32'), N: attr.int(groups) });
}

export function emitDepthwise(call: Call<'depthwiseConv'>, fused?: Fused): string {
  if (call.attrs.strides.length === 3) refuse(call, 'tfjs has no depthwise convolution over three dimensions');
  const [x = '', kernel = ''] = call.inputs;
  return convolve(call, x, kernel, call.attrs, fused);
}

/** The kernel with zeros between its cells, as a dilation has it. */
function spread(call: Windowed & Pick<Call, 'inputSpecs'>, kernel: string, dilations: readonly number[]): string {
  const shape = shapeAt(call, 1);
  return dilations.reduce((node, dilation, axis) => {
    const cells = shape[axis] ?? null;
    if (dilation === 1 || cells === 1) return node;
    if (cells === null) return refuse(call, 'its kernel has no known size');
    const places = Array.from({ length: (cells - 1) * dilation + 1 }, (_, i) => (i % dilation === 0 ? i / dilation : cells));
    const widths = shape.flatMap((_, i) => [0, i === axis ? 1 : 0]);
    const padded = call.graph.add('PadV2', `${call.name}/zeros`, [node, call.graph.ints(widths, `${call.name}/widths`, [shape.length, 2]), call.graph.scalar(0, 'float32', 'zero')], { T: attr.type('float32') });
    return pick(call, padded, places, axis);
  }, kernel);
}

function convTranspose(call: Call<'convTranspose'>): readonly string[] {
  const { graph, name, attrs } = call;
  const [x = '', kernel = ''] = call.inputs;
  const spatial = attrs.strides.length;
  if (spatial === 3) refuse(call, 'tfjs has no transposed convolution over three dimensions');
  const { shape } = outputOf(call);
  const inTwo = <T>(sizes: readonly T[], one: T): readonly T[] => (spatial === 1 ? [...sizes.slice(0, 1), one, ...sizes.slice(1)] : sizes);
  const primed = call.open.outputs[0];
  const result = sizesNode(inTwo<Dim>(shape, 1), primed === undefined ? undefined : inTwo(primed, 1), graph, name, call.open.nodeOf);
  if (result === undefined) return refuse(call, `sizes of its result are not known before it runs. ${FIX_SHAPE}`);
  const settings = windowAttrs(twoOf(attrs.strides), attrs.padding, [1, 1]);
  return [asTwo(call, spatial, x, (input) => graph.add('Conv2DBackpropInput', name, [result, kernelOf(call, spatial, spread(call, kernel, attrs.dilations)), input], settings))];
}

function pool<K extends 'maxPool' | 'averagePool'>(op: string): Emit<K> {
  return (call) => {
    const { poolSize, strides, padding } = call.attrs as Call<'maxPool'>['attrs'];
    const spatial = strides.length;
    const isAverage = call.primitive === 'averagePool';
    if (isAverage && typeof padding !== 'string') return refuse(call, 'tfjs counts no cells of an average over padding by number');
    const x = call.inputs[0] ?? '';
    const ready = paddedBefore(call, x, padding, -Infinity);
    const settings = { ...windowAttrs(spatial === 3 ? strides : twoOf(strides), ready.padding), ksize: around(spatial === 3 ? poolSize : twoOf(poolSize)) };
    return [asTwo(call, spatial, ready.x, (input) => call.graph.add(spatial === 3 ? `${op}3D` : op, call.name, [input], settings))];
  };
}

/** The cell whose centre lies nearest, in float32 as TensorFlow counts. */
function nearestCells(input: number, output: number): readonly number[] {
  const scale = Math.fround(input / output);
  return Array.from({ length: output }, (_, i) => Math.min(Math.floor(Math.fround((i + 0.5) * scale)), input - 1));
}

function resize(call: Call<'resize'>): readonly string[] {
  const { size, interpolation, antialias } = call.attrs;
  const [, height = null, width = null] = shapeAt(call, 0);
  const [rows, columns] = size;
  const x = call.inputs[0] ?? '';
  if (interpolation === 'nearest') {
    if (height === null || width === null) return refuse(call, 'the size of its pictures is not known before it runs. Give the model\'s input a fixed shape');
    return [pick(call, pick(call, x, nearestCells(height, rows), 1), nearestCells(width, columns), 2)];
  }
  const shrinks = height === null || width === null || rows < height || columns < width;
  if (interpolation !== 'bilinear' || (antialias && shrinks)) return refuse(call, `tfjs does not resize by ${antialias ? 'antialiased ' : ''}${interpolation} interpolation`);
  return [call.graph.add('ResizeBilinear', call.name, [x, call.graph.ints([...size], `${call.name}/size`)], { ...typeAttr(call), align_corners: attr.bool(false), half_pixel_centers: attr.bool(true) })];
}

function batchNormalization(call: Call<'batchNormalization'>): readonly string[] {
  const { graph, name, inputs, attrs } = call;
  const [x = '', mean = '', variance = '', offset = '', scale = ''] = inputs;
  const settings = { ...typeAttr(call), epsilon: attr.float(attrs.epsilon), data_format: attr.string('NHWC'), is_training: attr.bool(false) };
  const shape = shapeAt(call, 0);
  const channels = shape.at(-1) ?? null;
  const asVector = (node: string, i: number): string => (shapeAt(call, i).length === 1 || channels === null ? node : graph.add('BroadcastTo', `${name}/vector`, [node, graph.ints([channels], `${name}/channels`)], { T: attr.type('float32') }));
  const parameters = [asVector(scale, 4), asVector(offset, 3), asVector(mean, 1), asVector(variance, 2)];
  // tfjs takes two to four dimensions.
  if (shape.length <= 4 && shape.length >= 2) return [graph.add('FusedBatchNormV3', name, [x, ...parameters], settings)];
  const flat = reshapeTo(call, x, [-1, channels]);
  return [reshapeTo(call, graph.add('FusedBatchNormV3', name, [flat, ...parameters], settings), shape, call.open.outputs[0])];
}

export const windows = {
  averagePool: pool('AvgPool'),
  maxPool: pool('MaxPool'),
  conv: (call) => [emitConv(call)],
  depthwiseConv: (call) => [emitDepthwise(call)],
  convTranspose,
  resize,
  batchNormalization,
} satisfies Partial<Table<PrimitiveName>>;

import type { Value, ValueLike } from '@kedge/graph-core';
import * as ops from '@kedge/graph-core/ops';
import type { CanonicalLayer } from './canonical.js';
import { InvalidModelConfigError } from './json.js';
import { parseParameters, renamedFunction, type TensorFlowParameter } from './tensorflow-names.js';
import { readNodeDef } from './tensorflow-node-def.js';

type Arguments = Readonly<Record<string, never>>;

/** What does the same as a TensorFlow function. */
export interface TensorFlowFunction {
  readonly name: string;
  /** The parameters in their order, and what Keras' function calls them; `''` for those without influence. */
  readonly parameters: readonly TensorFlowParameter[];
  /** Keras' function, or what to do with the arguments by TensorFlow's names. */
  readonly call: string | ((args: Arguments) => unknown);
  /** Arguments that the layer itself holds. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Whether the layer is called with all its tensors in one list, in the order of the parameters. */
  readonly takesInputs?: boolean;
}

const lower = (value: unknown): 'valid' | 'same' => String(value).toLowerCase() as 'valid';
const axesOf = (value: unknown): number | readonly number[] | null => (value ?? null) as number | null;

/** A tensor, be it written as numbers in lists: TensorFlow's constants are floats where nothing else is said. */
const asValue = (value: unknown): ValueLike => (Array.isArray(value) ? ops.convertToTensor(value as number[], 'float32') : ((value ?? 0) as ValueLike));

/** Window sizes without those of the batch and the channels, where they are given. */
const spatial = (value: unknown): number | readonly number[] => (Array.isArray(value) && value.length === 4 ? (value as number[]).slice(1, 3) : (value as number));

function expectChannelsLast(format: unknown): void {
  if (typeof format === 'string' && format.startsWith('NC')) throw new InvalidModelConfigError(`Expected a TensorFlow function over NHWC, got ${format}.`);
}

const split = (x: ValueLike, parts: number | readonly number[], axis: number): Value[] => {
  if (typeof parts === 'number') return ops.split(x, parts, axis);
  const cuts: number[] = [];
  for (const size of parts.slice(0, -1)) cuts.push((cuts.at(-1) ?? 0) + size);
  return ops.split(x, cuts, axis);
};

const l2Normalize = (x: ValueLike, axis: number | readonly number[] | null, epsilon: number): Value =>
  ops.multiply(x, ops.rsqrt(ops.maximum(ops.sum(ops.square(x), axis, true), epsilon)));

type Composed = readonly [parameters: string, call: (args: Arguments) => unknown];

/** Functions that Keras lacks, or has with other words. */
const COMPOSED: Readonly<Record<string, Composed>> = {
  // What these give is worked out while the model is built.
  'compat.v1.shape': ['input out_type', () => undefined],
  shape: ['input out_type', () => undefined],
  'compat.v1.nn.conv2d': ['input filter strides padding use_cudnn_on_gpu data_format dilations filters', (a) => conv2d(a)],
  'compat.v1.norm': ['tensor ord axis keepdims', (a) => ops.norm(a['tensor'] ?? 0, a['ord'] === 'euclidean' ? null : (a['ord'] ?? null), axesOf(a['axis']), a['keepdims'] ?? false)],
  norm: ['tensor ord axis keepdims', (a) => ops.norm(a['tensor'] ?? 0, a['ord'] === 'euclidean' ? null : (a['ord'] ?? null), axesOf(a['axis']), a['keepdims'] ?? false)],
  'compat.v1.pad': ['tensor paddings mode constant_values', (a) => pad(a)],
  pad: ['tensor paddings mode constant_values', (a) => pad(a)],
  'image.resize': ['images size method preserve_aspect_ratio antialias', (a) => ops.resize(a['images'] ?? 0, a['size'] ?? [1, 1], { interpolation: a['method'] ?? 'bilinear', antialias: a['antialias'] ?? false })],
  'linalg.diag_part': ['input k', (a) => ops.diagonal(a['input'] ?? 0, a['k'] ?? 0, -2, -1)],
  'linalg.matmul': ['a b transpose_a transpose_b', (a) => ops.matmul(asValue(a['a']), asValue(a['b']), { transposeA: a['transpose_a'] ?? false, transposeB: a['transpose_b'] ?? false })],
  'math.add_n': ['inputs', (a) => (a['inputs'] as unknown as readonly ValueLike[]).reduce((x, y) => ops.add(x, y))],
  'math.l2_normalize': ['x axis epsilon', (a) => l2Normalize(a['x'] ?? 0, axesOf(a['axis']), a['epsilon'] ?? 1e-12)],
  'math.squared_difference': ['x y', (a) => ops.square(ops.subtract(asValue(a['x']), asValue(a['y'])))],
  'nn.avg_pool2d': ['input ksize strides padding data_format', (a) => pool(a, ops.averagePool)],
  'nn.bias_add': ['value bias data_format', (a) => ops.add(asValue(a['value']), asValue(a['bias']))],
  'nn.conv2d': ['input filters strides padding data_format dilations', (a) => conv2d(a)],
  'nn.gelu': ['features approximate', (a) => ops.gelu(a['features'] ?? 0, a['approximate'] ?? false)],
  'nn.l2_normalize': ['x axis epsilon', (a) => l2Normalize(a['x'] ?? 0, axesOf(a['axis']), a['epsilon'] ?? 1e-12)],
  'nn.max_pool2d': ['input ksize strides padding data_format', (a) => pool(a, ops.maxPool)],
  slice: ['input_ begin size', (a) => ops.slice(a['input_'] ?? 0, a['begin'] ?? [], a['size'] ?? [])],
  split: ['value num_or_size_splits axis num', (a) => split(a['value'] ?? 0, a['num_or_size_splits'] ?? 1, a['axis'] ?? 0)],
};

function pad(a: Arguments): Value {
  const mode = String(a['mode'] ?? 'CONSTANT').toLowerCase() as 'constant';
  return ops.pad(a['tensor'] ?? 0, a['paddings'] ?? [], { mode, value: a['constant_values'] ?? 0 });
}

function conv2d(a: Arguments): Value {
  expectChannelsLast(a['data_format']);
  return ops.conv(asValue(a['input']), asValue(a['filters'] ?? a['filter']), { strides: spatial(a['strides']), padding: lower(a['padding']), ...(a['dilations'] === undefined || a['dilations'] === null ? {} : { dilations: spatial(a['dilations']) }) });
}

function pool(a: Arguments, apply: typeof ops.maxPool): Value {
  expectChannelsLast(a['data_format']);
  return apply(a['input'] ?? 0, spatial(a['ksize']), { strides: spatial(a['strides']), padding: lower(a['padding']) });
}

function byName(name: string): TensorFlowFunction | undefined {
  const renamed = renamedFunction(name);
  if (renamed !== undefined) return { name, parameters: renamed.parameters, call: renamed.kerasName };
  const [own, call] = COMPOSED[name] ?? [];
  return own === undefined || call === undefined ? undefined : { name, parameters: parseParameters(own), call };
}

/** The function of a `TFOpLambda`, `SlicingOpLambda` or `TensorFlowOpLayer`; its name if it is not known. */
export function findTensorFlowFunction(layer: CanonicalLayer): TensorFlowFunction | string {
  if (layer.className === 'TensorFlowOpLayer') return readNodeDef(layer.config, byName);
  const name = String(layer.config['function'] ?? '');
  return byName(name) ?? name;
}

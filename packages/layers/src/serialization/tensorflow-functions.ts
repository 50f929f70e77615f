import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import type { CanonicalLayer } from './canonical.js';
import { InvalidModelConfigError } from './json.js';
import { readNodeDef } from './tensorflow-node-def.js';

type Arguments = Readonly<Record<string, never>>;

/** What does the same as a TensorFlow function. */
export interface TensorFlowFunction {
  readonly name: string;
  /** The parameters in their order, and what Keras' function calls them; `''` for those without influence. */
  readonly parameters: readonly (readonly [string, string])[];
  /** Keras' function, or what to do with the arguments by TensorFlow's names. */
  readonly call: string | ((args: Arguments) => unknown);
  /** Arguments that the layer itself holds. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/**
 * Functions that Keras has, too: its name, then TensorFlow's parameters in their order; behind `:` what Keras calls one, behind `-` nothing, as
 * it has no influence.
 */
const RENAMED: Readonly<Record<string, string>> = {
  '__operators__.add': 'add x:x1 y:x2',
  '__operators__.eq': 'equal self:x1 other:x2',
  '__operators__.ne': 'not_equal self:x1 other:x2',
  '__operators__.getitem': 'get_item tensor:x slice_spec:key var-',
  broadcast_to: 'broadcast_to input:x shape',
  cast: 'cast x dtype',
  'clip_by_value': 'clip t:x clip_value_min:x_min clip_value_max:x_max',
  'compat.v1.floor_div': 'floor_divide x:x1 y:x2',
  'compat.v1.gather': 'take params:x indices validate_indices- axis batch_dims-',
  'compat.v1.size': 'size input:x out_type-',
  'compat.v1.squeeze': 'squeeze input:x axis squeeze_dims-',
  'compat.v1.transpose': 'transpose a:x perm:axes conjugate-',
  concat: 'concatenate values:xs axis',
  convert_to_tensor: 'convert_to_tensor value:x dtype dtype_hint-',
  expand_dims: 'expand_dims input:x axis',
  gather: 'take params:x indices validate_indices- axis batch_dims-',
  identity: 'copy input:x',
  'math.abs': 'absolute x',
  'math.add': 'add x:x1 y:x2',
  'math.angle': 'angle input:x',
  'math.argmax': 'argmax input:x axis output_type-',
  'math.argmin': 'argmin input:x axis output_type-',
  'math.atan2': 'arctan2 y:x1 x:x2',
  'math.count_nonzero': 'count_nonzero input:x axis keepdims- dtype-',
  'math.cumprod': 'cumprod x axis',
  'math.cumsum': 'cumsum x axis',
  'math.divide': 'divide x:x1 y:x2',
  'math.divide_no_nan': 'divide_no_nan x:x1 y:x2',
  'math.equal': 'equal x:x1 y:x2',
  'math.floordiv': 'floor_divide x:x1 y:x2',
  'math.floormod': 'mod x:x1 y:x2',
  'math.greater': 'greater x:x1 y:x2',
  'math.greater_equal': 'greater_equal x:x1 y:x2',
  'math.is_finite': 'isfinite x',
  'math.is_inf': 'isinf x',
  'math.is_nan': 'isnan x',
  'math.less': 'less x:x1 y:x2',
  'math.less_equal': 'less_equal x:x1 y:x2',
  'math.logical_and': 'logical_and x:x1 y:x2',
  'math.logical_not': 'logical_not x',
  'math.logical_or': 'logical_or x:x1 y:x2',
  'math.logical_xor': 'logical_xor x:x1 y:x2',
  'math.maximum': 'maximum x:x1 y:x2',
  'math.minimum': 'minimum x:x1 y:x2',
  'math.mod': 'mod x:x1 y:x2',
  'math.multiply': 'multiply x:x1 y:x2',
  'math.negative': 'negative x',
  'math.not_equal': 'not_equal x:x1 y:x2',
  'math.pow': 'power x:x1 y:x2',
  'math.reciprocal': 'reciprocal x',
  'math.reduce_all': 'all input_tensor:x axis keepdims',
  'math.reduce_any': 'any input_tensor:x axis keepdims',
  'math.reduce_logsumexp': 'logsumexp input_tensor:x axis keepdims',
  'math.reduce_max': 'max input_tensor:x axis keepdims',
  'math.reduce_mean': 'mean input_tensor:x axis keepdims',
  'math.reduce_min': 'min input_tensor:x axis keepdims',
  'math.reduce_prod': 'prod input_tensor:x axis keepdims',
  'math.reduce_std': 'std input_tensor:x axis keepdims',
  'math.reduce_sum': 'sum input_tensor:x axis keepdims',
  'math.reduce_variance': 'var input_tensor:x axis keepdims',
  'math.softplus': 'softplus features:x',
  'math.subtract': 'subtract x:x1 y:x2',
  'math.top_k': 'top_k input:x k sorted index_type-',
  'math.truediv': 'true_divide x:x1 y:x2',
  'nn.depth_to_space': 'depth_to_space input:x block_size data_format-',
  'nn.elu': 'elu features:x',
  'nn.leaky_relu': 'leaky_relu features:x alpha:negative_slope',
  'nn.log_softmax': 'log_softmax logits:x axis',
  'nn.moments': 'moments x axes shift- keepdims',
  'nn.relu': 'relu features:x',
  'nn.relu6': 'relu6 features:x',
  'nn.selu': 'selu features:x',
  'nn.sigmoid': 'sigmoid x',
  'nn.silu': 'silu features:x beta-',
  'nn.softmax': 'softmax logits:x axis',
  'nn.softplus': 'softplus features:x',
  'nn.softsign': 'softsign features:x',
  'nn.space_to_depth': 'space_to_depth input:x block_size data_format-',
  'nn.tanh': 'tanh x',
  one_hot: 'one_hot indices:x depth:num_classes on_value- off_value- axis dtype',
  ones_like: 'ones_like input:x dtype',
  repeat: 'repeat input:x repeats axis',
  reshape: 'reshape tensor:x shape:newshape',
  reverse: 'flip tensor:x axis',
  roll: 'roll input:x shift axis',
  stack: 'stack values:x axis',
  stop_gradient: 'stop_gradient input:variable',
  tensordot: 'tensordot a:x1 b:x2 axes',
  tile: 'tile input:x multiples:repeats',
  transpose: 'transpose a:x perm:axes conjugate-',
  unstack: 'unstack value:x num axis',
  where: 'where condition x:x1 y:x2',
  zeros_like: 'zeros_like input:x dtype layout-',
};

/** Functions of one argument that are named as in Keras but for the module. */
const UNARY: Readonly<Record<string, string>> = Object.fromEntries([
  ...['acos', 'acosh', 'asin', 'asinh', 'atan', 'atanh'].map((name) => [`math.${name}`, `arc${name.slice(1)}`]),
  ...['ceil', 'cos', 'cosh', 'erf', 'erfc', 'exp', 'expm1', 'floor', 'log', 'log1p', 'log_sigmoid', 'round', 'rsqrt', 'sigmoid', 'sign', 'sin', 'sinh', 'sqrt', 'square', 'tan', 'tanh'].map((name) => [`math.${name}`, name]),
]);

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

function parseParameters(text: string): (readonly [string, string])[] {
  return text.split(' ').map((item) => {
    if (item.endsWith('-')) return [item.slice(0, -1), ''];
    const [own = '', kerasName = own] = item.split(':');
    return [own, kerasName];
  });
}

function byName(name: string): TensorFlowFunction | undefined {
  const unary = UNARY[name];
  if (unary !== undefined) return { name, parameters: [['x', 'x'], ['name', '']], call: unary };
  const [kerasName, ...parameters] = RENAMED[name]?.split(' ') ?? [];
  if (kerasName !== undefined) return { name, parameters: parseParameters(parameters.join(' ')), call: kerasName };
  const [own, call] = COMPOSED[name] ?? [];
  return own === undefined || call === undefined ? undefined : { name, parameters: parseParameters(own), call };
}

/** The function of a `TFOpLambda`, `SlicingOpLambda` or `TensorFlowOpLayer`; its name if it is not known. */
export function findTensorFlowFunction(layer: CanonicalLayer): TensorFlowFunction | string {
  if (layer.className === 'TensorFlowOpLayer') return readNodeDef(layer.config, byName);
  const name = String(layer.config['function'] ?? '');
  return byName(name) ?? name;
}

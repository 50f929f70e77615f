import { ops, transposedOutputDim, type Dim, type DType, type Padding, type Value, type ValueLike } from '@kedge/graph-core';
import { read, type GraphNode } from './graph-json.js';

/** A value in a graph, and its numbers where they are known before it runs (`null` for sizes that are not). */
export interface NodeValue {
  readonly value: ValueLike;
  readonly known: readonly (number | null)[] | undefined;
}

/** What a node's function is told. */
export interface NodeCall {
  readonly node: GraphNode;
  readonly inputs: readonly NodeValue[];
  /** The tensor at an input. */
  readonly x: (i: number) => ValueLike;
  /** The numbers at an input. @throws when they are not known. */
  readonly numbers: (i: number) => readonly number[];
  /** {@link numbers}, where an unknown size is `null`. */
  readonly sizes: (i: number) => readonly Dim[];
}

type NodeFunction = (call: NodeCall) => Value | readonly Value[];

const one = (fn: (x: ValueLike) => Value): NodeFunction => ({ x }) => fn(x(0));
const two = (fn: (a: ValueLike, b: ValueLike) => Value): NodeFunction => ({ x }) => fn(x(0), x(1));
const reduce = (fn: (x: ValueLike, axis: readonly number[], keepDims: boolean) => Value): NodeFunction => ({ node, x, numbers }) => fn(x(0), numbers(1), read.bool(node, 'keep_dims'));
const argOf = (fn: (x: ValueLike, axis: number) => Value): NodeFunction => ({ x, inputs, numbers }) => fn(x(0), inputs.length > 1 ? (numbers(1)[0] ?? 0) : 0);

const spatial = (values: readonly number[]): readonly number[] => values.slice(1, -1);

function paddingOf(node: GraphNode): Padding {
  const word = read.string(node, 'padding', 'VALID').toLowerCase();
  if (word !== 'explicit') return word === 'same' ? 'same' : 'valid';
  const cells = read.ints(node, 'explicit_paddings');
  return Array.from({ length: cells.length / 2 - 2 }, (_, i) => [cells[2 * i + 2] ?? 0, cells[2 * i + 3] ?? 0] as const);
}

function windowOf(node: GraphNode): { readonly strides: readonly number[]; readonly padding: Padding; readonly dilations: readonly number[] } {
  expectChannelsLast(node);
  const strides = spatial(read.ints(node, 'strides'));
  const dilations = spatial(read.ints(node, 'dilations'));
  return { strides, padding: paddingOf(node), dilations: dilations.length === 0 ? strides.map(() => 1) : dilations };
}

function expectChannelsLast(node: GraphNode): void {
  const format = read.string(node, 'data_format', 'NHWC');
  if (!/^N.*C$/.test(format)) throw new RangeError(`its data format is ${format}`);
}

function pool(fn: typeof ops.maxPool): NodeFunction {
  return ({ node, x }) => {
    const { strides, padding } = windowOf(node);
    return fn(x(0), spatial(read.ints(node, 'ksize')), { strides, padding });
  };
}

/** A bias and an activation behind a convolution or a product, in the order in which they are named. */
function fused(base: (call: NodeCall) => Value): NodeFunction {
  return (call) => {
    const { node, x } = call;
    let next = 2;
    return read.strings(node, 'fused_ops').reduce<Value>((y, word) => {
      switch (word.toLowerCase()) {
        case 'biasadd':
          return ops.add(y, x(next++));
        case 'relu':
          return ops.relu(y);
        case 'relu6':
          return ops.clip(y, 0, 6);
        case 'elu':
          return ops.elu(y);
        case 'sigmoid':
          return ops.sigmoid(y);
        case 'leakyrelu':
          return ops.leakyRelu(y, read.int(node, 'leakyrelu_alpha', 0.2));
        case 'prelu': {
          const alpha = x(next++);
          return ops.add(ops.relu(y), ops.multiply(alpha, ops.minimum(y, 0)));
        }
        default:
          throw new RangeError(`it is fused with ${word}`);
      }
    }, base(call));
  };
}

const conv = ({ node, x }: NodeCall): Value => ops.conv(x(0), x(1), windowOf(node));
const depthwise = ({ node, x }: NodeCall): Value => ops.depthwiseConv(x(0), x(1), windowOf(node));
const matmul = ({ node, x }: NodeCall): Value => ops.matmul(x(0), x(1), { transposeA: read.bool(node, 'transpose_a') || read.bool(node, 'adj_x'), transposeB: read.bool(node, 'transpose_b') || read.bool(node, 'adj_y') });

/** The size of a transposed convolution is given, and says which padding its output has in Keras. */
const transposed: NodeFunction = ({ node, x, sizes }) => {
  const { strides, padding: given } = windowOf(node);
  if (typeof given !== 'string') throw new RangeError('its padding is given in cells');
  const padding = given === 'same' ? 'same' : 'valid';
  const [wanted, kernel, input] = [spatialSizes(sizes(0)), shapeOf(x(1)), spatialSizes(shapeOf(x(2)))];
  const outputPadding = strides.map((stride, i) => {
    const window = { size: kernel[i] ?? 1, stride, dilation: 1 };
    const candidates = [null, ...Array.from({ length: stride + 1 }, (_, cells) => cells)];
    const found = candidates.findIndex((cells) => wanted[i] === null || input[i] === null || transposedOutputDim(input[i] ?? null, window, padding, cells) === wanted[i]);
    if (found < 0) throw new RangeError(`its result is to have the sizes ${wanted.join(', ')}, which its strides do not give`);
    return candidates[found] ?? null;
  });
  return ops.convTranspose(x(2), x(1), { strides, padding, outputPadding });
};
const spatialSizes = (sizes: readonly Dim[]): readonly Dim[] => sizes.slice(1, -1);

const batchNorm: NodeFunction = ({ node, x }) => {
  expectChannelsLast(node);
  if (read.bool(node, 'is_training')) throw new RangeError('it is in training');
  return ops.batchNormalization(x(0), x(3), x(4), { axis: -1, scale: x(1), offset: x(2), epsilon: read.int(node, 'epsilon', 1e-3) });
};

const pad: NodeFunction = ({ x, numbers, inputs }) => ops.pad(x(0), pairs(numbers(1)), { mode: 'constant', value: inputs.length > 2 ? (numbers(2)[0] ?? 0) : 0 });
const mirrorPad: NodeFunction = ({ node, x, numbers }) => ops.pad(x(0), pairs(numbers(1)), { mode: read.string(node, 'mode', 'REFLECT').toLowerCase() === 'symmetric' ? 'symmetric' : 'reflect' });
const pairs = (flat: readonly number[]): readonly (readonly [number, number])[] => Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i] ?? 0, flat[2 * i + 1] ?? 0] as const);

const stridedSlice: NodeFunction = ({ node, x, numbers }) => {
  const value = x(0);
  const rank = shapeOf(value).length;
  const [begin, end, steps] = [numbers(1), numbers(2), numbers(3)];
  if (read.int(node, 'ellipsis_mask', 0) !== 0 || read.int(node, 'new_axis_mask', 0) !== 0) throw new RangeError('it puts in new axes or an ellipsis');
  const has = (mask: string, i: number): boolean => ((read.int(node, mask, 0) >> i) & 1) === 1;
  const ranges = Array.from({ length: rank }, (_, i) => {
    if (i >= begin.length) return { begin: null, end: null, step: 1 };
    const from = begin[i] ?? 0;
    if (has('shrink_axis_mask', i)) return { begin: from, end: from === -1 ? null : from + 1, step: 1 };
    return { begin: has('begin_mask', i) ? null : from, end: has('end_mask', i) ? null : (end[i] ?? 0), step: steps[i] ?? 1 };
  });
  const cut = ops.stridedSlice(value, ranges);
  const dropped = Array.from({ length: begin.length }, (_, i) => i).filter((i) => has('shrink_axis_mask', i));
  return dropped.length === 0 ? cut : ops.squeeze(cut, dropped);
};

const shapeOf = (x: ValueLike): readonly Dim[] => (typeof x === 'object' ? x.shape : []);
const KERAS_TYPES: Readonly<Record<string, DType>> = { DT_FLOAT: 'float32', DT_HALF: 'float32', DT_INT32: 'int32', DT_INT64: 'int32', DT_BOOL: 'bool', DT_UINT8: 'uint8' };

/** Kedge's dtype for one of TensorFlow's. */
export function dtypeOf(type: string | undefined): DType {
  const dtype = KERAS_TYPES[type ?? 'DT_FLOAT'];
  if (dtype === undefined) throw new RangeError(`it is of type ${type ?? ''}`);
  return dtype;
}

const splitAt = (sizes: readonly number[]): number[] => sizes.slice(0, -1).reduce<number[]>((places, size) => [...places, (places.at(-1) ?? 0) + size], []);

/** Operations of TensorFlow, as tfjs reads them, in Kedge's ops. */
export const NODE_FUNCTIONS: Readonly<Record<string, NodeFunction>> = {
  Abs: one(ops.abs), Acos: one(ops.acos), Acosh: one(ops.acosh), Asin: one(ops.asin), Asinh: one(ops.asinh), Atan: one(ops.atan), Atanh: one(ops.atanh), Ceil: one(ops.ceil),
  Cos: one(ops.cos), Cosh: one(ops.cosh), Elu: one((x) => ops.elu(x)), Erf: one(ops.erf), Exp: one(ops.exp), Expm1: one(ops.expm1), Floor: one(ops.floor), Identity: one(ops.identity), IsFinite: one(ops.isFinite),
  IsInf: one(ops.isInf), IsNan: one(ops.isNan), Log: one(ops.log), Log1p: one(ops.log1p), LogicalNot: one(ops.logicalNot), Neg: one(ops.negative), Reciprocal: one(ops.reciprocal), Relu: one(ops.relu),
  Relu6: one((x) => ops.clip(x, 0, 6)), Round: one((x) => ops.round(x)), Rsqrt: one(ops.rsqrt), Sigmoid: one(ops.sigmoid), Sign: one(ops.sign), Sin: one(ops.sin), Sinh: one(ops.sinh),
  Softplus: one(ops.softplus), Sqrt: one(ops.sqrt), Square: one(ops.square), StopGradient: one(ops.identity), Snapshot: one(ops.identity), EnsureShape: one(ops.identity), Tan: one(ops.tan), Tanh: one(ops.tanh),
  OnesLike: one((x) => ops.onesLike(x)), ZerosLike: one((x) => ops.zerosLike(x)),
  Add: two(ops.add), AddV2: two(ops.add), BiasAdd: two(ops.add), Sub: two(ops.subtract), Mul: two(ops.multiply), RealDiv: two(ops.divide), Div: two(ops.divide), FloorDiv: two(ops.floorDivide), FloorMod: two(ops.mod),
  Maximum: two(ops.maximum), Minimum: two(ops.minimum), Pow: two(ops.power), SquaredDifference: two((a, b) => ops.square(ops.subtract(a, b))), Equal: two(ops.equal), NotEqual: two(ops.notEqual), Greater: two(ops.greater),
  GreaterEqual: two(ops.greaterEqual), Less: two(ops.less), LessEqual: two(ops.lessEqual), LogicalAnd: two(ops.logicalAnd), LogicalOr: two(ops.logicalOr), Atan2: two(ops.atan2),
  AddN: ({ inputs, x }) => inputs.slice(1).reduce<Value>((sum, _, i) => ops.add(sum, x(i + 1)), ops.identity(x(0))),
  Prelu: ({ x }) => ops.add(ops.relu(x(0)), ops.multiply(x(1), ops.minimum(x(0), 0))),
  LeakyRelu: ({ node, x }) => ops.leakyRelu(x(0), read.int(node, 'alpha', 0.2)),
  ClipByValue: ({ x }) => ops.minimum(ops.maximum(x(0), x(1)), x(2)),
  Select: ({ x }) => ops.where(x(0), x(1), x(2)),
  SelectV2: ({ x }) => ops.where(x(0), x(1), x(2)),
  Cast: ({ node, x }) => ops.cast(x(0), dtypeOf(read.type(node, 'DstT'))),
  Conv2D: conv, Conv3D: conv, DepthwiseConv2dNative: depthwise, DepthwiseConv2d: depthwise, _FusedConv2D: fused(conv), FusedDepthwiseConv2dNative: fused(depthwise), Conv2DBackpropInput: transposed,
  MatMul: matmul, BatchMatMul: matmul, BatchMatMulV2: matmul, _FusedMatMul: fused(matmul),
  Einsum: ({ node, inputs, x }) => ops.einsum(read.string(node, 'equation', ''), ...inputs.map((_, i) => x(i))),
  MaxPool: pool(ops.maxPool), MaxPool3D: pool(ops.maxPool), AvgPool: pool(ops.averagePool), AvgPool3D: pool(ops.averagePool),
  FusedBatchNorm: batchNorm, FusedBatchNormV2: batchNorm, FusedBatchNormV3: batchNorm,
  Softmax: one((x) => ops.softmax(x, -1)), LogSoftmax: one((x) => ops.logSoftmax(x, -1)),
  All: reduce(ops.all), Any: reduce(ops.any), Max: reduce(ops.max), Mean: reduce(ops.mean), Min: reduce(ops.min), Prod: reduce(ops.prod), Sum: reduce(ops.sum), ArgMax: argOf(ops.argmax), ArgMin: argOf(ops.argmin),
  Cumsum: ({ node, x, numbers }) => ops.cumsum(x(0), numbers(1)[0] ?? 0, { exclusive: read.bool(node, 'exclusive'), reverse: read.bool(node, 'reverse') }),
  Cumprod: ({ node, x, numbers }) => ops.cumprod(x(0), numbers(1)[0] ?? 0, { exclusive: read.bool(node, 'exclusive'), reverse: read.bool(node, 'reverse') }),
  Reshape: ({ x, sizes }) => ops.reshape(x(0), sizes(1)),
  Squeeze: ({ node, x }) => ops.squeeze(x(0), read.ints(node, 'squeeze_dims').length > 0 ? read.ints(node, 'squeeze_dims') : read.ints(node, 'axis').length > 0 ? read.ints(node, 'axis') : null),
  ExpandDims: ({ x, numbers }) => ops.expandDims(x(0), numbers(1)[0] ?? 0),
  Transpose: ({ x, numbers }) => ops.transpose(x(0), numbers(1)),
  ConcatV2: ({ inputs, x, numbers }) => ops.concatenate(inputs.slice(0, -1).map((_, i) => x(i)), numbers(inputs.length - 1)[0] ?? 0),
  Pack: ({ node, inputs, x }) => ops.stack(inputs.map((_, i) => x(i)), read.int(node, 'axis', 0)),
  Unpack: ({ node, x }) => ops.split(x(0), read.int(node, 'num', 1), read.int(node, 'axis', 0)).map((part) => ops.squeeze(part, read.int(node, 'axis', 0))),
  Split: ({ node, x, numbers }) => ops.split(x(1), read.int(node, 'num_split', 1), numbers(0)[0] ?? 0),
  SplitV: ({ x, numbers }) => ops.split(x(0), splitAt(numbers(1)), numbers(2)[0] ?? 0),
  Slice: ({ x, numbers }) => ops.slice(x(0), numbers(1), numbers(2)),
  StridedSlice: stridedSlice,
  GatherV2: ({ node, x, numbers }) => (read.int(node, 'batch_dims', 0) === 0 ? ops.take(x(0), x(1), numbers(2)[0] ?? 0) : ops.gather(x(0), x(1), numbers(2)[0] ?? 0, read.int(node, 'batch_dims', 0))),
  GatherNd: two(ops.gatherNd),
  ScatterNd: ({ x, numbers }) => ops.scatter(x(0), x(1), numbers(2)),
  Tile: ({ x, numbers }) => ops.tile(x(0), numbers(1)),
  BroadcastTo: ({ x, sizes }) => ops.broadcastTo(x(0), sizes(1)),
  Fill: ({ x, sizes }) => ops.broadcastTo(x(1), sizes(0)),
  ReverseV2: ({ x, numbers }) => ops.flip(x(0), numbers(1)),
  Pad: pad, PadV2: pad, MirrorPad: mirrorPad,
  OneHot: ({ x, numbers }) => {
    const [on = 1, off = 0] = [numbers(2)[0], numbers(3)[0]];
    const hot = ops.oneHot(x(0), numbers(1)[0] ?? 0, -1);
    return on === 1 && off === 0 ? hot : ops.add(ops.multiply(hot, on - off), off);
  },
  TopKV2: ({ x, numbers }) => ops.topK(x(0), numbers(1)[0] ?? 1),
  LowerBound: ({ x }) => ops.reshape(ops.searchSorted(ops.reshape(x(0), [-1]), ops.reshape(x(1), [-1]), 'left'), shapeOf(x(1))),
  UpperBound: ({ x }) => ops.reshape(ops.searchSorted(ops.reshape(x(0), [-1]), ops.reshape(x(1), [-1]), 'right'), shapeOf(x(1))),
  ResizeBilinear: ({ node, x, numbers }) => {
    if (read.bool(node, 'align_corners') || !read.bool(node, 'half_pixel_centers')) throw new RangeError('it resizes by corners, as Keras does not');
    const [rows = 0, columns = 0] = numbers(1);
    return ops.resize(x(0), [rows, columns], { interpolation: 'bilinear' });
  },
  // What is known of shapes is known without computing.
  Shape: () => ops.zeros([0], 'int32'),
};

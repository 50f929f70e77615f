import { normalizeAxis } from '../shape.js';
import { InvalidArgumentError } from '../errors.js';
import { tensor } from '../tensor.js';
import type { Value, ValueLike } from '../value.js';
import { conv, depthwiseConv, spatialRank } from './convolution.js';
import { inFormat, type DataFormat } from './data-format.js';
import { segmentSum, slice, take } from './indexing.js';
import { op } from './op.js';
import { asFloat, shapeOf } from './operands.js';
import { knownDim } from './rearranging.js';
import { max, mean } from './reduction.js';
import { concatenate, pad, reshape, transpose } from './reshaping.js';
import type { Padding } from '../shape.js';

type Pair = number | readonly number[];
type PatchOptions = { readonly dilation?: Pair; readonly padding?: Pair; readonly stride?: Pair };

const pair = (value: Pair): readonly [number, number] => (typeof value === 'number' ? [value, value] : [value[0] ?? 1, value[1] ?? 1]);

/** For each cell of the kernel and each window along one dimension, the place in the padded input, row-major. */
function windowPlaces(size: number, kernel: number, dilation: number, stride: number): number[][] {
  const count = Math.floor((size - dilation * (kernel - 1) - 1) / stride) + 1;
  return Array.from({ length: kernel }, (_, cell) => Array.from({ length: count }, (_window, i) => cell * dilation + i * stride));
}

interface Windows {
  readonly rows: number[][];
  readonly columns: number[][];
  /** Places in the picture's cells in a row: kernel rows, kernel columns, window rows, window columns. */
  readonly places: number[];
}

function windowsOf(height: number, width: number, kernelSize: Pair, { dilation = 1, stride = 1 }: PatchOptions): Windows {
  const [k, d, s] = [pair(kernelSize), pair(dilation), pair(stride)];
  const [rows, columns] = [windowPlaces(height, k[0], d[0], s[0]), windowPlaces(width, k[1], d[1], s[1])];
  const places = rows.flatMap((row) => columns.flatMap((column) => row.flatMap((i) => column.map((j) => i * width + j))));
  return { rows, columns, places };
}

/**
 * The windows of pictures in columns.
 *
 * @param x `[batch, channels, height, width]`.
 *
 * Shape: `[batch, channels * cells of the kernel, windows]`.
 */
export const unfold = op('unfold', (x: ValueLike, kernelSize: Pair, options: PatchOptions = {}): Value => {
  const border = pair(options.padding ?? 0);
  const padded = pad(x, [[0, 0], [0, 0], [border[0], border[0]], [border[1], border[1]]]);
  const [batch = null] = padded.shape;
  const [channels, height, width] = [1, 2, 3].map((axis) => knownDim(padded.shape, axis, 'unfold')) as [number, number, number];
  const { rows, columns, places } = windowsOf(height, width, kernelSize, options);
  const cells = take(reshape(padded, [batch, channels, height * width]), tensor(places, [places.length], 'int32'), -1);
  return reshape(cells, [batch, channels * rows.length * columns.length, (rows[0]?.length ?? 0) * (columns[0]?.length ?? 0)]);
}, 'nn.unfold(x, kernel_size*, {dilation*, padding*, stride*})');

/**
 * Pictures out of windows in columns, which are added up where they overlap.
 *
 * @param x `[batch, channels * cells of the kernel, windows]`.
 *
 * Shape: `[batch, channels, ...outputSize]`.
 */
export const fold = op('fold', (x: ValueLike, outputSize: Pair, kernelSize: Pair, options: PatchOptions = {}): Value => {
  const border = pair(options.padding ?? 0);
  const [height, width] = pair(outputSize);
  const [batch = null] = shapeOf(x);
  const [tall, wide] = [height + 2 * border[0], width + 2 * border[1]];
  const { rows, columns, places } = windowsOf(tall, wide, kernelSize, options);
  const channels = knownDim(shapeOf(x), 1, 'fold') / (rows.length * columns.length);
  const cells = transpose(reshape(asFloat(x), [batch, channels, places.length]), [2, 0, 1]);
  const sums = segmentSum(cells, tensor(places, [places.length], 'int32'), tall * wide);
  const picture = reshape(transpose(sums, [1, 2, 0]), [batch, channels, tall, wide]);
  return slice(picture, [0, 0, border[0], border[1]], [-1, -1, height, width]);
}, 'nn.fold(x, output_size*, kernel_size*, {dilation*, padding*, stride*})');

type SeparableOptions = { readonly strides?: number | readonly number[]; readonly padding?: Padding; readonly dilations?: number | readonly number[]; readonly dataFormat?: DataFormat };

/** Convolution of each channel by itself, then of the channels of each cell. Shape: `[batch, ...windows that fit, filters]`. */
export const separableConv = op('separableConv', (x: ValueLike, depthwiseKernel: ValueLike, pointwiseKernel: ValueLike, options: SeparableOptions = {}): Value => {
  const { dataFormat, ...rest } = options;
  return inFormat(x, dataFormat, (last) => conv(depthwiseConv(last, depthwiseKernel, rest), pointwiseKernel));
}, 'nn.separable_conv(inputs, depthwise_kernel, pointwise_kernel, {strides*, padding*, data_format*, dilation_rate*:dilations})');

type AdaptiveOptions = { readonly dataFormat?: DataFormat };

/**
 * Pools to a fixed size: cell `i` of `n` covers the input from `floor(i * size / n)` to `ceil((i + 1) * size / n)`, so that
 * neighbours overlap where the sizes do not divide.
 */
function adaptivePool(x: ValueLike, outputSize: Pair, name: string, options: AdaptiveOptions, reduce: (x: ValueLike, axis: number, keepDims: boolean) => Value): Value {
  const rank = spatialRank(x, name);
  const sizes = typeof outputSize === 'number' ? Array.from({ length: rank }, () => outputSize) : outputSize;
  if (sizes.length !== rank) throw new InvalidArgumentError(`${name}: expected ${rank} sizes, got ${sizes.length}.`);
  return inFormat(x, options.dataFormat, (last) =>
    sizes.reduce<ValueLike>((result, count, i) => {
      const axis = normalizeAxis(i + 1, rank + 2, name);
      const size = knownDim(shapeOf(result), axis, name);
      const cells = Array.from({ length: count }, (_, cell) => {
        const [from, to] = [Math.floor((cell * size) / count), Math.ceil(((cell + 1) * size) / count)];
        const box = (inside: number, outside: number): number[] => shapeOf(result).map((_dim, at) => (at === axis ? inside : outside));
        return reduce(slice(result, box(from, 0), box(to - from, -1)), axis, true);
      });
      return concatenate(cells, axis);
    }, asFloat(last)) as Value,
  );
}

/** Means of as many windows as the result has cells. Shape: `[batch, ...outputSize, channels]`. */
export const adaptiveAveragePool = op('adaptiveAveragePool', (x: ValueLike, outputSize: Pair, options: AdaptiveOptions = {}): Value => adaptivePool(x, outputSize, 'adaptiveAveragePool', options, mean), 'nn.adaptive_average_pool(inputs, output_size*, {data_format*})');

/** Largest elements of as many windows as the result has cells. Shape: `[batch, ...outputSize, channels]`. */
export const adaptiveMaxPool = op('adaptiveMaxPool', (x: ValueLike, outputSize: Pair, options: AdaptiveOptions = {}): Value => adaptivePool(x, outputSize, 'adaptiveMaxPool', options, max), 'nn.adaptive_max_pool(inputs, output_size*, {data_format*})');

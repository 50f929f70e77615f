import { InvalidArgumentError, ShapeMismatchError } from '../errors.js';
import { formatShape, normalizeAxis, type Shape } from '../shape.js';
import type { Value, ValueLike } from '../value.js';
import { inFormat, type DataFormat } from './data-format.js';
import { concatenate, expandDims, flip, reshape, split, squeeze, transpose, broadcastTo, listOf } from './reshaping.js';
import { take } from './indexing.js';
import { op } from './op.js';
import { shapeOf } from './operands.js';
import { tensor } from '../tensor.js';

/** The size of an axis. @throws {ShapeMismatchError} when it is not known. */
function knownDim(shape: Shape, axis: number, where: string): number {
  const dim = shape[axis] ?? null;
  if (dim === null) throw new ShapeMismatchError(`${where}: expected a known size along axis ${axis} of ${formatShape(shape)}.`);
  return dim;
}

/** Exchanges two axes. Shape: their sizes exchanged. */
export const swapaxes = op('swapaxes', (x: ValueLike, axis1: number, axis2: number): Value => {
  const rank = shapeOf(x).length;
  const [a, b] = [normalizeAxis(axis1, rank, 'swapaxes'), normalizeAxis(axis2, rank, 'swapaxes')];
  return transpose(x, Array.from({ length: rank }, (_, i) => (i === a ? b : i === b ? a : i)));
}, 'numpy.swapaxes(x, axis1*, axis2*)');

/** All elements in a row. Shape: `[number of elements]`. */
export const ravel = op('ravel', (x: ValueLike): Value => reshape(x, [-1]), 'numpy.ravel(x)');

/** Each element several times in a row, along an axis or of all elements. Shape: the axis times the repeats, or the sum of them. */
export const repeat = op('repeat', (x: ValueLike, repeats: number | readonly number[], axis: number | null = null): Value => {
  if (axis === null) return repeat(ravel(x), repeats, 0);
  const at = normalizeAxis(axis, shapeOf(x).length, 'repeat');
  const dim = knownDim(shapeOf(x), at, 'repeat');
  const list = listOf(repeats);
  if (list.length !== 1 && list.length !== dim) throw new InvalidArgumentError(`repeat: expected one number of repeats or ${dim}, got ${list.length}.`);
  const places = Array.from({ length: dim }, (_, i) => Array.from({ length: list[list.length === 1 ? 0 : i] ?? 0 }, () => i)).flat();
  return take(x, tensor(places, [places.length], 'int32'), at);
}, 'numpy.repeat(x, repeats*, axis*)');

/** Moves elements along axes, those that leave at the end come in at the start. Shape: that of `x`. */
export const roll = op('roll', (x: ValueLike, shift: number | readonly number[], axis: number | readonly number[] | null = null): Value => {
  const shape = shapeOf(x);
  if (axis === null) return reshape(roll(ravel(x), shift, 0), shape);
  const shifts = listOf(shift);
  return listOf(axis).reduce<ValueLike>((result, given, i) => {
    const at = normalizeAxis(given, shape.length, 'roll');
    const dim = knownDim(shape, at, 'roll');
    const amount = shifts[shifts.length === 1 ? 0 : i] ?? 0;
    const cut = dim === 0 ? 0 : (((-amount % dim) + dim) % dim);
    return cut === 0 ? result : concatenate(split(result, [cut], at).toReversed(), at);
  }, x) as Value;
}, 'numpy.roll(x, shift*, axis*)');

/** Turns the plane of two axes by `k` quarters, from the first to the second. Shape: the two sizes exchanged for odd `k`. */
export const rot90 = op('rot90', (x: ValueLike, k = 1, axes: readonly number[] = [0, 1]): Value => {
  const rank = shapeOf(x).length;
  const [first, second] = [normalizeAxis(axes[0] ?? 0, rank, 'rot90'), normalizeAxis(axes[1] ?? 1, rank, 'rot90')];
  const quarters = ((k % 4) + 4) % 4;
  if (quarters === 0) return reshape(x, shapeOf(x));
  if (quarters === 2) return flip(x, [first, second]);
  return quarters === 1 ? swapaxes(flip(x, second), first, second) : flip(swapaxes(x, first, second), second);
}, 'numpy.rot90(array, k*, axes*)');

/** Columns from right to left. Shape: that of `x`. */
export const fliplr = op('fliplr', (x: ValueLike): Value => flip(x, 1), 'numpy.fliplr(x)');

/** Rows from bottom to top. Shape: that of `x`. */
export const flipud = op('flipud', (x: ValueLike): Value => flip(x, 0), 'numpy.flipud(x)');

/** Coordinates of a grid. Shape of each: the lengths of the vectors, the first two exchanged for `xy`. */
export const meshgrid = op('meshgrid', (xs: readonly ValueLike[], options: { readonly indexing?: 'xy' | 'ij' } = {}): Value[] => {
  const order = xs.map((_, i) => i);
  if ((options.indexing ?? 'xy') === 'xy' && xs.length > 1) [order[0], order[1]] = [1, 0];
  const vectors = xs.map((x) => ravel(x));
  const shape = order.map((i) => vectors[i]?.shape[0] ?? null);
  return vectors.map((vector, i) => broadcastTo(reshape(vector, order.map((of) => (of === i ? -1 : 1))), shape));
}, 'numpy.meshgrid([...x], {indexing*})');

/** Joins tensors along the first axis, vectors as rows. Shape: rows add up. */
export const vstack = op('vstack', (xs: readonly ValueLike[]): Value => concatenate(xs.map((x) => atLeast(x, 2)), 0), 'numpy.vstack(xs)');

/** Joins tensors along the second axis, vectors along their only one. Shape: columns add up. */
export const hstack = op('hstack', (xs: readonly ValueLike[]): Value => {
  const parts = xs.map((x) => atLeast(x, 1));
  return concatenate(parts, parts[0]?.shape.length === 1 ? 0 : 1);
}, 'numpy.hstack(xs)');

/** Joins tensors along the third axis. Shape: depths add up. */
export const dstack = op('dstack', (xs: readonly ValueLike[]): Value => concatenate(xs.map((x) => atLeast(x, 3)), 2), 'numpy.dstack(xs)');

function atLeast(x: ValueLike, rank: 1 | 2 | 3): Value {
  const shape = shapeOf(x);
  if (shape.length === 0) return reshape(x, Array.from({ length: rank }, () => 1));
  const rows = shape.length === 1 && rank > 1 ? expandDims(x, 0) : reshape(x, shape);
  return rows.shape.length < rank ? expandDims(rows, -1) : rows;
}

/** Joins two tensors along an axis, or all elements of both. Shape: sizes add up. */
export const append = op('append', (a: ValueLike, b: ValueLike, axis: number | null = null): Value =>
  axis === null ? concatenate([ravel(a), ravel(b)], 0) : concatenate([a, b], axis),
  'numpy.append(x1, x2, axis*)',
);

/** As `split`, but a number of parts need not divide the size: the first ones are one longer. Shape: `x` with the part's size along the axis. */
export const arraySplit = op('arraySplit', (x: ValueLike, indicesOrSections: number | readonly number[], axis = 0): Value[] => {
  if (typeof indicesOrSections !== 'number') return split(x, indicesOrSections, axis);
  const dim = knownDim(shapeOf(x), normalizeAxis(axis, shapeOf(x).length, 'arraySplit'), 'arraySplit');
  const cuts = Array.from({ length: indicesOrSections - 1 }, (_, i) => {
    const parts = i + 1;
    return parts * Math.floor(dim / indicesOrSections) + Math.min(parts, dim % indicesOrSections);
  });
  return split(x, cuts, axis);
}, 'numpy.array_split(x, indices_or_sections*, axis*)');

/** `split` along the first axis. */
export const vsplit = op('vsplit', (x: ValueLike, indicesOrSections: number | readonly number[]): Value[] => split(x, indicesOrSections, 0), 'numpy.vsplit(x, indices_or_sections*)');

/** `split` along the second axis, of a vector along its only one. */
export const hsplit = op('hsplit', (x: ValueLike, indicesOrSections: number | readonly number[]): Value[] =>
  split(x, indicesOrSections, shapeOf(x).length === 1 ? 0 : 1),
  'numpy.hsplit(x, indices_or_sections*)',
);

/** `split` along the third axis. */
export const dsplit = op('dsplit', (x: ValueLike, indicesOrSections: number | readonly number[]): Value[] => split(x, indicesOrSections, 2), 'numpy.dsplit(x, indices_or_sections*)');

/** The slices along an axis. Shape of each: `x` without the axis. */
export const unstack = op('unstack', (x: ValueLike, num: number | null = null, axis = 0): Value[] => {
  const at = normalizeAxis(axis, shapeOf(x).length, 'unstack');
  const count = num ?? knownDim(shapeOf(x), at, 'unstack');
  return count === 0 ? [] : split(x, count, at).map((part) => squeeze(part, at));
}, 'core.unstack(x, num*, axis*)');

/** Windows of a sequence that begin `sequenceStride` apart. Shape: the last axis becomes `[windows, sequenceLength]`. */
export const extractSequences = op('extractSequences', (x: ValueLike, sequenceLength: number, sequenceStride: number): Value => {
  const shape = shapeOf(x);
  const count = 1 + Math.floor((knownDim(shape, shape.length - 1, 'extractSequences') - sequenceLength) / sequenceStride);
  const places = Array.from({ length: Math.max(count, 0) }, (_, i) => Array.from({ length: sequenceLength }, (_cell, j) => i * sequenceStride + j)).flat();
  return take(x, tensor(places, [Math.max(count, 0), sequenceLength], 'int32'), -1);
}, 'math.extract_sequences(x, sequence_length*, sequence_stride*)');

/** Moves blocks of channels into the picture. Shape: `[batch, height * block, width * block, channels / block^2]`. */
export const depthToSpace = op('depthToSpace', (x: ValueLike, blockSize: number, dataFormat: DataFormat = null): Value =>
  inFormat(x, dataFormat, (picture) => {
    const [batch = null, height = null, width = null] = shapeOf(picture);
    const channels = knownDim(shapeOf(picture), 3, 'depthToSpace') / blockSize ** 2;
    const scaled = (dim: number | null): number | null => (dim === null ? null : dim * blockSize);
    const cells = reshape(picture, [batch, height, width, blockSize, blockSize, channels]);
    return reshape(transpose(cells, [0, 1, 3, 2, 4, 5]), [batch, scaled(height), scaled(width), channels]);
  }),
  'nn.depth_to_space(x, block_size*, data_format*)',
);

/** Moves blocks of a picture into its channels. Shape: `[batch, height / block, width / block, channels * block^2]`. */
export const spaceToDepth = op('spaceToDepth', (x: ValueLike, blockSize: number, dataFormat: DataFormat = null): Value =>
  inFormat(x, dataFormat, (picture) => {
    const [batch = null, height = null, width = null] = shapeOf(picture);
    const channels = knownDim(shapeOf(picture), 3, 'spaceToDepth');
    const scaled = (dim: number | null): number | null => (dim === null ? null : dim / blockSize);
    const cells = reshape(picture, [batch, scaled(height), blockSize, scaled(width), blockSize, channels]);
    return reshape(transpose(cells, [0, 1, 3, 2, 4, 5]), [batch, scaled(height), scaled(width), channels * blockSize ** 2]);
  }),
  'nn.space_to_depth(x, block_size*, data_format*)',
);

export { knownDim };

import { promoteTypes, type DType } from '../dtype.js';
import { DTypeMismatchError, InvalidArgumentError, ShapeMismatchError } from '../errors.js';
import { broadcastShapes, elementCount, expectShape, formatShape, isSize, normalizeAxes, normalizeAxis, type Dim, type Shape } from '../shape.js';
import type { TensorSpec, Value, ValueLike } from '../value.js';
import { op } from './op.js';
import { asType, dtypeOf, shapeOf } from './operands.js';
import { callForOne, callPrimitive, definePrimitive } from './primitive.js';

/**
 * The shape that a reshape gives.
 *
 * @param shape Of the input.
 * @param newShape Sizes; one `-1` is worked out from the rest, `null` is a size that is not known yet.
 */
export function reshapedShape(shape: Shape, newShape: readonly Dim[]): Shape {
  const count = elementCount(shape);
  const open = newShape.filter((dim) => dim === null || dim === -1).length;
  const known = newShape.reduce<number>((product, dim) => (dim === null || dim === -1 ? product : product * dim), 1);
  if (newShape.filter((dim) => dim === -1).length > 1 || !newShape.every((dim) => dim === null || dim === -1 || isSize(dim))) {
    throw new InvalidArgumentError(`reshape: expected sizes that are whole numbers from 0, at most one of them -1, got ${formatShape(newShape)}.`);
  }
  if (count === null) return newShape.map((dim) => (dim === -1 ? null : dim));
  if (open === 0 ? known !== count : known === 0 ? count !== 0 : count % known !== 0) {
    throw new ShapeMismatchError(
      `reshape: expected a shape of ${count} elements for an input of shape ${formatShape(shape)}, got ${formatShape(newShape)}.`,
    );
  }
  if (open > 1) return newShape.map((dim) => (dim === -1 ? null : dim));
  return newShape.map((dim) => (dim === -1 || dim === null ? (known === 0 ? 0 : count / known) : dim));
}

export const reshapePrimitive = definePrimitive({
  name: 'reshape',
  arity: 1,
  infer: ([x], { newShape }: { readonly newShape: readonly Dim[] }) => [
    { shape: reshapedShape(x.shape, newShape), dtype: x.dtype },
  ],
});

/** The same elements in another shape; one size may be -1. Shape: `newShape`, with as many elements as `x`. */
export const reshape = op('reshape', (x: ValueLike, newShape: readonly Dim[]): Value =>
  callForOne(reshapePrimitive, [x], { newShape }),
  'numpy.reshape(x, newshape*)',
);

export const transposePrimitive = definePrimitive({
  name: 'transpose',
  arity: 1,
  infer: ([x], { axes }: { readonly axes: readonly number[] }) => [
    { shape: axes.map((axis) => x.shape[axis] ?? null), dtype: x.dtype },
  ],
});

/** Reorders the axes; without `axes` it reverses them. Shape: `x.shape[axes[i]]` for each `i`. */
export const transpose = op('transpose', (x: ValueLike, axes: readonly number[] | null = null): Value => {
  const rank = shapeOf(x).length;
  const order = (axes ?? Array.from({ length: rank }, (_, i) => rank - 1 - i)).map((axis) => normalizeAxis(axis, rank, 'transpose'));
  if (new Set(order).size !== rank) {
    throw new InvalidArgumentError(`transpose: expected each of ${rank} axes once, got [${order.join(', ')}].`);
  }
  return callForOne(transposePrimitive, [x], { axes: order });
}, 'numpy.transpose(x, axes*)');

/** One number or several as several. */
export const listOf = (value: number | readonly number[]): readonly number[] => (typeof value === 'number' ? [value] : value);

/** Moves axes to other places; the others keep their order. Shape: sizes move along. */
export const moveaxis = op('moveaxis', (x: ValueLike, source: number | readonly number[], destination: number | readonly number[]): Value => {
  const rank = shapeOf(x).length;
  const from = listOf(source).map((axis) => normalizeAxis(axis, rank, 'moveaxis'));
  const to = listOf(destination).map((axis) => normalizeAxis(axis, rank, 'moveaxis'));
  if (from.length !== to.length) throw new InvalidArgumentError(`moveaxis: expected as many destinations as sources, got ${to.length} and ${from.length}.`);
  const order = Array.from({ length: rank }, (_, i) => i).filter((i) => !from.includes(i));
  for (const [place, i] of to.map((place, i) => [place, i] as const).sort(([a], [b]) => a - b)) order.splice(place, 0, from[i] ?? 0);
  return transpose(x, order);
}, 'numpy.moveaxis(x, source*, destination*)');

export const expandDimsPrimitive = definePrimitive({
  name: 'expandDims',
  arity: 1,
  infer: ([x], { axis }: { readonly axis: number }) => [
    { shape: [...x.shape.slice(0, axis), 1, ...x.shape.slice(axis)], dtype: x.dtype },
  ],
});

/** Puts in dimensions of size 1, so that `axis` is their place in the result. Shape: a dimension more for each axis. */
export const expandDims = op('expandDims', (x: ValueLike, axis: number | readonly number[]): Value => {
  const list = typeof axis === 'number' ? [axis] : axis;
  const axes = normalizeAxes(list, shapeOf(x).length + list.length, 'expandDims');
  return axes.reduce<ValueLike>((result, at) => callForOne(expandDimsPrimitive, [result], { axis: at }), x) as Value;
}, 'numpy.expand_dims(x, axis*)');

export const squeezePrimitive = definePrimitive({
  name: 'squeeze',
  arity: 1,
  infer: ([x], { axes }: { readonly axes: readonly number[] }) => {
    for (const axis of axes) {
      const dim = x.shape[axis] ?? null;
      if (dim !== null && dim !== 1) {
        throw new ShapeMismatchError(`squeeze: expected size 1 at axis ${axis} of ${formatShape(x.shape)}, got ${dim}.`);
      }
    }
    return [{ shape: x.shape.filter((_, i) => !axes.includes(i)), dtype: x.dtype }];
  },
});

/** Takes out dimensions of size 1: those named, else all that are known to be 1. Shape: `x` without them. */
export const squeeze = op('squeeze', (x: ValueLike, axis: number | readonly number[] | null = null): Value => {
  const shape = shapeOf(x);
  const axes = axis === null ? shape.flatMap((dim, i) => (dim === 1 ? [i] : [])) : normalizeAxes(axis, shape.length, 'squeeze');
  return callForOne(squeezePrimitive, [x], { axes });
}, 'numpy.squeeze(x, axis*)');

export const broadcastToPrimitive = definePrimitive({
  name: 'broadcastTo',
  arity: 1,
  infer: ([x], { shape }: { readonly shape: Shape }) => {
    const result = broadcastShapes(x.shape, shape, 'broadcastTo');
    const grows = result.length === shape.length && result.every((dim, i) => dim === null || shape[i] === null || dim === shape[i]);
    if (!grows) {
      throw new ShapeMismatchError(`broadcastTo: expected a shape that broadcasts to ${formatShape(shape)}, got ${formatShape(x.shape)}.`);
    }
    return [{ shape: result, dtype: x.dtype }];
  },
});

/** Repeats dimensions of size 1 until the shape is the one named. Shape: `shape`. */
export const broadcastTo = op('broadcastTo', (x: ValueLike, shape: Shape): Value => {
  expectShape(shape, 'broadcastTo');
  return callForOne(broadcastToPrimitive, [x], { shape });
}, 'numpy.broadcast_to(x, shape*)');

export const concatenatePrimitive = definePrimitive({
  name: 'concatenate',
  arity: 'many',
  infer: (inputs, { axis }: { readonly axis: number }): readonly TensorSpec[] => {
    const [first] = inputs;
    if (first === undefined) throw new InvalidArgumentError('concatenate: expected at least one tensor, got none.');
    for (const input of inputs) {
      if (input.dtype !== first.dtype) {
        throw new DTypeMismatchError(`concatenate: expected tensors of one dtype, got ${first.dtype} and ${input.dtype}.`);
      }
      const fits =
        input.shape.length === first.shape.length &&
        input.shape.every((dim, i) => i === axis || dim === null || first.shape[i] === null || dim === first.shape[i]);
      if (!fits) {
        throw new ShapeMismatchError(
          `concatenate: expected shapes that agree outside axis ${axis}, got ${inputs.map(({ shape }) => formatShape(shape)).join(', ')}.`,
        );
      }
    }
    const shape = first.shape.map((_, i) => {
      const dims = inputs.map((input) => input.shape[i] ?? null);
      if (i !== axis) return dims.find((dim) => dim !== null) ?? null;
      return dims.reduce<Dim>((sum, dim) => (sum === null || dim === null ? null : sum + dim), 0);
    });
    return [{ shape, dtype: first.dtype }];
  },
});

/** The type that tensors have in common. */
function commonType(inputs: readonly ValueLike[]): DType {
  return inputs.map(dtypeOf).reduce(promoteTypes);
}

/** Joins tensors along an axis, in the type that they promote to. Shape: sizes add up along the axis and agree elsewhere. */
export const concatenate = op('concatenate', (inputs: readonly ValueLike[], axis = 0): Value => {
  const rank = inputs[0] === undefined ? 1 : shapeOf(inputs[0]).length;
  const dtype = inputs.length === 0 ? 'float32' : commonType(inputs);
  return callForOne(concatenatePrimitive, inputs.map((input) => asType(input, dtype)), { axis: normalizeAxis(axis, rank, 'concatenate') });
}, 'numpy.concatenate(xs, axis*)');

/** Joins tensors of one shape along a new axis. Shape: that of each, with their count put in at `axis`. */
export const stack = op('stack', (inputs: readonly ValueLike[], axis = 0): Value => {
  const rank = inputs[0] === undefined ? 0 : shapeOf(inputs[0]).length;
  const at = normalizeAxis(axis, rank + 1, 'stack');
  return concatenate(inputs.map((input) => expandDims(input, at)), at);
}, 'numpy.stack(x, axis*)');

export const splitPrimitive = definePrimitive({
  name: 'split',
  arity: 1,
  infer: ([x], { axis, sizes }: { readonly axis: number; readonly sizes: readonly number[] }) => {
    const dim = x.shape[axis] ?? null;
    const total = sizes.reduce((sum, size) => sum + size, 0);
    if (dim !== null && dim !== total) {
      throw new ShapeMismatchError(`split: expected sizes that add up to ${dim} along axis ${axis}, got [${sizes.join(', ')}].`);
    }
    return sizes.map((size) => ({ shape: x.shape.map((d, i) => (i === axis ? size : d)), dtype: x.dtype }));
  },
});

/**
 * Cuts a tensor along an axis.
 *
 * @param indicesOrSections Number of equal parts, or the places at which to cut, ascending; one past the end leaves an empty part.
 * @returns The parts. Shape: `x` with the part's size along the axis.
 */
export const split = op('split', (x: ValueLike, indicesOrSections: number | readonly number[], axis = 0): Value[] => {
  const shape = shapeOf(x);
  const at = normalizeAxis(axis, shape.length, 'split');
  const dim = shape[at] ?? null;
  const isCount = typeof indicesOrSections === 'number';
  const isPossible = isCount ? isSize(indicesOrSections) && indicesOrSections > 0 : indicesOrSections.every(Number.isInteger);
  if (!isPossible) {
    throw new InvalidArgumentError(`split: expected a number of parts from 1, or the places to cut at, got ${JSON.stringify(indicesOrSections)}.`);
  }
  return callPrimitive(splitPrimitive, [x], { axis: at, sizes: isCount ? equalParts(dim, indicesOrSections) : partsBetween(dim, indicesOrSections) });
}, 'numpy.split(x, indices_or_sections*, axis*)');

/** Sizes of the parts between places; those below 0 count from the end. */
function partsBetween(dim: Dim, places: readonly number[]): number[] {
  if (dim === null) throw new ShapeMismatchError(`split: expected a known size for places to cut at, got an unknown one.`);
  const cuts = [0, ...places.map((place) => Math.min(Math.max(place < 0 ? place + dim : place, 0), dim)), dim];
  const sizes = cuts.slice(1).map((cut, i) => cut - (cuts[i] ?? 0));
  if (!sizes.every(isSize)) throw new InvalidArgumentError(`split: expected places in ascending order, got [${places.join(', ')}] for a size of ${dim}.`);
  return sizes;
}

function equalParts(dim: Dim, count: number): number[] {
  if (dim === null || dim % count !== 0) {
    throw new ShapeMismatchError(`split: expected a dimension that ${count} divides, got ${dim ?? 'an unknown one'}.`);
  }
  return Array.from({ length: count }, () => dim / count);
}

/** What fills the border: a constant, the mirror image without or with the edge, or the edge itself. */
export type PadMode = 'constant' | 'reflect' | 'symmetric' | 'edge';

export interface PadAttrs {
  /** Cells before and after each dimension. */
  readonly padWidth: readonly (readonly [number, number])[];
  readonly mode: PadMode;
  readonly value: number;
}

export const padPrimitive = definePrimitive({
  name: 'pad',
  arity: 1,
  infer: ([x], { padWidth, mode }: PadAttrs) => {
    if (padWidth.length !== x.shape.length || !padWidth.every((pair) => pair.every(isSize))) {
      throw new InvalidArgumentError(`pad: expected ${x.shape.length} pairs of whole numbers from 0, got ${JSON.stringify(padWidth)}.`);
    }
    x.shape.forEach((dim, i) => {
      const [before, after] = padWidth[i] ?? [0, 0];
      const limit = dim === null || mode === 'constant' || mode === 'edge' ? Infinity : mode === 'reflect' ? dim - 1 : dim;
      if (Math.max(before, after) > limit) {
        throw new ShapeMismatchError(`pad: '${mode}' can add at most ${limit} cells to dimension ${i} of ${formatShape(x.shape)}, got ${Math.max(before, after)}.`);
      }
    });
    const shape = x.shape.map((dim, i) => (dim === null ? null : dim + (padWidth[i]?.[0] ?? 0) + (padWidth[i]?.[1] ?? 0)));
    return [{ shape, dtype: x.dtype }];
  },
});

/** The widths for each dimension: one number, or one pair, serves for all of them. */
function padPairs(padWidth: PadWidth, rank: number): PadAttrs['padWidth'] {
  if (typeof padWidth === 'number') return Array.from({ length: rank }, () => [padWidth, padWidth] as const);
  const [first, second] = padWidth as readonly unknown[];
  if (typeof first === 'number') return Array.from({ length: rank }, () => [first, (second as number | undefined) ?? first] as const);
  const pairs = padWidth as PadAttrs['padWidth'];
  return pairs.length === 1 && rank !== 1 ? Array.from({ length: rank }, () => pairs[0] ?? [0, 0]) : pairs;
}

type PadWidth = number | readonly [number] | readonly [number, number] | PadAttrs['padWidth'];

/** Adds cells around a tensor. Shape: each dimension plus its two widths. */
export const pad = op(
  'pad',
  (x: ValueLike, padWidth: PadWidth, options: { readonly mode?: PadMode; readonly value?: number } = {}): Value => {
    const attrs = { padWidth: padPairs(padWidth, shapeOf(x).length), mode: options.mode ?? 'constant', value: options.value ?? 0 };
    return callForOne(padPrimitive, [x], attrs);
  },
  'numpy.pad(x, pad_width*, {mode*, constant_values:value})',
);

export const reversePrimitive = definePrimitive({
  name: 'reverse',
  arity: 1,
  infer: ([x], _attrs: { readonly axes: readonly number[] }) => [x],
});

/** Turns the order along axes around (`keras.ops.flip`). Shape: that of `x`. */
export const flip = op('flip', (x: ValueLike, axis: number | readonly number[] | null = null): Value =>
  callForOne(reversePrimitive, [x], { axes: normalizeAxes(axis, shapeOf(x).length, 'flip') }),
  'numpy.flip(x, axis*)',
);

export const tilePrimitive = definePrimitive({
  name: 'tile',
  arity: 1,
  infer: ([x], { repeats }: { readonly repeats: readonly number[] }) => {
    if (repeats.length !== x.shape.length || !repeats.every(isSize)) {
      throw new InvalidArgumentError(`tile: expected ${x.shape.length} repeats that are whole numbers from 0, got [${repeats.join(', ')}].`);
    }
    return [{ shape: x.shape.map((dim, i) => (dim === null ? null : dim * (repeats[i] ?? 1))), dtype: x.dtype }];
  },
});

/** Repeats the whole tensor along each dimension; one number is for the last. Shape: each dimension times its repeats, in as many as there are more of. */
export const tile = op('tile', (x: ValueLike, repeats: number | readonly number[]): Value => {
  const list = typeof repeats === 'number' ? [repeats] : repeats;
  const shape = shapeOf(x);
  const ones = (count: number): number[] => Array.from({ length: Math.max(count, 0) }, () => 1);
  const grown = list.length <= shape.length ? x : expandDims(x, Array.from({ length: list.length - shape.length }, (_, i) => i));
  return callForOne(tilePrimitive, [grown], { repeats: [...ones(shape.length - list.length), ...list] });
}, 'numpy.tile(x, repeats*)');

import { DTypeMismatchError, InvalidArgumentError, ShapeMismatchError } from '../errors.js';
import { broadcastShapes, elementCount, expectShape, formatShape, isSize, normalizeAxes, normalizeAxis, type Dim, type Shape } from '../shape.js';
import type { TensorSpec, Value, ValueLike } from '../value.js';
import { op } from './op.js';
import { shapeOf } from './operands.js';
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
);

export const transposePrimitive = definePrimitive({
  name: 'transpose',
  arity: 1,
  infer: ([x], { axes }: { readonly axes: readonly number[] }) => [
    { shape: axes.map((axis) => x.shape[axis] ?? null), dtype: x.dtype },
  ],
});

/** Reorders the axes; without `axes` it reverses them. Shape: `x.shape[axes[i]]` for each `i`. */
export const transpose = op('transpose', (x: ValueLike, axes?: readonly number[]): Value => {
  const rank = shapeOf(x).length;
  const order = (axes ?? Array.from({ length: rank }, (_, i) => rank - 1 - i)).map((axis) => normalizeAxis(axis, rank, 'transpose'));
  if (new Set(order).size !== rank) {
    throw new InvalidArgumentError(`transpose: expected each of ${rank} axes once, got [${order.join(', ')}].`);
  }
  return callForOne(transposePrimitive, [x], { axes: order });
});

export const expandDimsPrimitive = definePrimitive({
  name: 'expandDims',
  arity: 1,
  infer: ([x], { axis }: { readonly axis: number }) => [
    { shape: [...x.shape.slice(0, axis), 1, ...x.shape.slice(axis)], dtype: x.dtype },
  ],
});

/** Puts in a dimension of size 1, so that `axis` is its place in the result. Shape: one dimension more. */
export const expandDims = op('expandDims', (x: ValueLike, axis: number): Value =>
  callForOne(expandDimsPrimitive, [x], { axis: normalizeAxis(axis, shapeOf(x).length + 1, 'expandDims') }),
);

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
});

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
});

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

/** Joins tensors along an axis. Shape: sizes add up along the axis and agree elsewhere. */
export const concatenate = op('concatenate', (inputs: readonly ValueLike[], axis = -1): Value => {
  const rank = inputs[0] === undefined ? 1 : shapeOf(inputs[0]).length;
  return callForOne(concatenatePrimitive, inputs, { axis: normalizeAxis(axis, rank, 'concatenate') });
});

/** Joins tensors of one shape along a new axis. Shape: that of each, with their count put in at `axis`. */
export const stack = op('stack', (inputs: readonly ValueLike[], axis = 0): Value => {
  const rank = inputs[0] === undefined ? 0 : shapeOf(inputs[0]).length;
  const at = normalizeAxis(axis, rank + 1, 'stack');
  return concatenate(inputs.map((input) => expandDims(input, at)), at);
});

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
 * @param sections Number of equal parts, or the size of each part.
 * @returns The parts. Shape: `x` with the part's size along the axis.
 */
export const split = op('split', (x: ValueLike, sections: number | readonly number[], axis = 0): Value[] => {
  const shape = shapeOf(x);
  const at = normalizeAxis(axis, shape.length, 'split');
  const isPossible = typeof sections === 'number' ? isSize(sections) && sections > 0 : sections.length > 0 && sections.every(isSize);
  if (!isPossible) throw new InvalidArgumentError(`split: expected a number of parts from 1, or the size of each part, got ${JSON.stringify(sections)}.`);
  return callPrimitive(splitPrimitive, [x], { axis: at, sizes: typeof sections === 'number' ? equalParts(shape[at] ?? null, sections) : sections });
});

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

/** Adds cells around a tensor. Shape: each dimension plus its two widths. */
export const pad = op(
  'pad',
  (x: ValueLike, padWidth: PadAttrs['padWidth'], options: { readonly mode?: PadMode; readonly value?: number } = {}): Value =>
    callForOne(padPrimitive, [x], { padWidth, mode: options.mode ?? 'constant', value: options.value ?? 0 }),
);

export const reversePrimitive = definePrimitive({
  name: 'reverse',
  arity: 1,
  infer: ([x], _attrs: { readonly axes: readonly number[] }) => [x],
});

/** Turns the order along axes around (`keras.ops.flip`). Shape: that of `x`. */
export const flip = op('flip', (x: ValueLike, axis: number | readonly number[] | null = null): Value =>
  callForOne(reversePrimitive, [x], { axes: normalizeAxes(axis, shapeOf(x).length, 'flip') }),
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

/** Repeats the whole tensor along each dimension. Shape: each dimension times its repeats. */
export const tile = op('tile', (x: ValueLike, repeats: readonly number[]): Value => callForOne(tilePrimitive, [x], { repeats }));

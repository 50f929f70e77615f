import { sizeOf } from '@kedge/graph-core';

/** Dimensions, and for each operand its strides, in elements; 0 where it is repeated. */
export interface Strided {
  readonly dims: readonly number[];
  readonly strides: readonly (readonly number[])[];
}

/** Strides of a tensor whose elements follow each other. */
export function contiguousStrides(shape: readonly number[]): number[] {
  let step = 1;
  return shape.toReversed().map((dim) => {
    const at = step;
    step *= dim;
    return at;
  }).toReversed();
}

/** Strides with which a tensor is read as if it had a larger shape. */
export function broadcastStrides(shape: readonly number[], into: readonly number[]): number[] {
  const own = contiguousStrides(shape);
  const missing = into.length - shape.length;
  return into.map((_, axis) => (axis < missing || shape[axis - missing] === 1 ? 0 : (own[axis - missing] ?? 0)));
}

/** Leaves out dimensions of 1, and makes one of two where every operand goes on evenly from one to the other. */
export function collapsed({ dims, strides }: Strided): Strided {
  const keptDims: number[] = [];
  const kept: number[][] = strides.map(() => []);
  dims.forEach((dim, axis) => {
    if (dim === 1) return;
    const last = keptDims.length - 1;
    const isEven = last >= 0 && strides.every((steps, k) => kept[k]?.[last] === (steps[axis] ?? 0) * dim);
    if (isEven) keptDims[last] = (keptDims[last] ?? 1) * dim;
    else keptDims.push(dim);
    strides.forEach((steps, k) => {
      if (isEven) (kept[k] as number[])[last] = steps[axis] ?? 0;
      else kept[k]?.push(steps[axis] ?? 0);
    });
  });
  return { dims: keptDims, strides: kept };
}

/** Dimensions as fields of parameters, e.g. `d0` to `d6`. */
export function fields<P extends string, N extends number>(prefix: P, values: readonly number[], count: N): Record<string, number> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`${prefix}${i}`, values[i] ?? 0]));
}

/** How many elements. */
export const countOf = (dims: readonly number[]): number => sizeOf(dims);

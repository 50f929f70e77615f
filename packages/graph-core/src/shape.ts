import { InvalidArgumentError, ShapeMismatchError } from './errors.js';

/** Size of one dimension; `null` where it is not known yet. */
export type Dim = number | null;

/** Sizes of all dimensions, outermost first; `[]` is a scalar. */
export type Shape = readonly Dim[];

/**
 * How a window meets the borders: `valid` stays inside, `same` pads so that the output has `ceil(input / stride)`
 * cells (the odd cell of padding goes to the end, as in TensorFlow), pairs name the cells before and after each
 * spatial dimension.
 */
export type Padding = 'valid' | 'same' | readonly (readonly [before: number, after: number])[];

/** A shape for people: `(null, 299, 299, 3)`. */
export function formatShape(shape: Shape): string {
  return `(${shape.map((dim) => dim ?? 'null').join(', ')})`;
}

/** Whether every dimension is known. */
export function isFullyKnown(shape: Shape): shape is readonly number[] {
  return shape.every((dim) => dim !== null);
}

/** Whether two shapes could be the same: equal rank, and equal sizes where both are known. */
export function areCompatible(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((dim, i) => dim === null || b[i] === null || dim === b[i]);
}

/** Number of elements, or `null` when a dimension is unknown. */
export function elementCount(shape: Shape): Dim {
  return shape.reduce<Dim>((product, dim) => (product === null || dim === null ? null : product * dim), 1);
}

/** Whether a value can be a size: a whole number from 0. */
export function isSize(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0;
}

/**
 * Checks the sizes that a caller gives.
 *
 * @throws {InvalidArgumentError} when one is neither `null` nor a whole number from 0.
 */
export function expectShape(shape: Shape, where: string): void {
  if (!shape.every((dim) => dim === null || isSize(dim))) {
    throw new InvalidArgumentError(`${where}: expected sizes that are whole numbers from 0, or null where unknown, got ${formatShape(shape)}.`);
  }
}

/**
 * The axis counted from the front.
 *
 * @param axis From `-rank` to `rank - 1`.
 * @throws {InvalidArgumentError} when it lies outside.
 */
export function normalizeAxis(axis: number, rank: number, where: string): number {
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank) {
    throw new InvalidArgumentError(`${where}: expected an axis from ${-rank} to ${rank - 1} for rank ${rank}, got ${axis}.`);
  }
  return axis < 0 ? axis + rank : axis;
}

/** Several axes counted from the front, ascending, none twice; all of them for `null`. */
export function normalizeAxes(axes: number | readonly number[] | null, rank: number, where: string): number[] {
  if (axes === null) return Array.from({ length: rank }, (_, i) => i);
  const list = (typeof axes === 'number' ? [axes] : axes).map((axis) => normalizeAxis(axis, rank, where));
  const sorted = [...new Set(list)].sort((a, b) => a - b);
  if (sorted.length !== list.length) {
    throw new InvalidArgumentError(`${where}: expected each axis once, got [${list.join(', ')}].`);
  }
  return sorted;
}

function broadcastDim(a: Dim, b: Dim): Dim | undefined {
  if (a === 1) return b;
  if (b === 1 || a === b) return a;
  if (a === null) return b;
  if (b === null) return a;
  return undefined;
}

/**
 * The shape of an elementwise operation on two tensors, by NumPy's rule: aligned at the last dimension, sizes equal or 1.
 *
 * An unknown size against a size above 1 gives the known one: the values decide when they come.
 *
 * @throws {ShapeMismatchError} when they do not fit.
 */
export function broadcastShapes(a: Shape, b: Shape, where: string): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const fromA = i - (rank - a.length);
    const fromB = i - (rank - b.length);
    const dim = broadcastDim(fromA < 0 ? 1 : (a[fromA] ?? null), fromB < 0 ? 1 : (b[fromB] ?? null));
    if (dim === undefined) {
      throw new ShapeMismatchError(
        `${where}: expected shapes that broadcast together, got ${formatShape(a)} and ${formatShape(b)}, which differ in dimension ${i}.`,
      );
    }
    return dim;
  });
}

/**
 * Checks a padding that a caller gives.
 *
 * @param rank Number of spatial dimensions.
 * @throws {InvalidArgumentError} when it is neither a word nor a pair of cells for each dimension.
 */
export function expectPadding(padding: Padding, rank: number, where: string): void {
  if (padding === 'valid' || padding === 'same') return;
  const isPairs = Array.isArray(padding) && padding.length === rank && padding.every((pair) => Array.isArray(pair) && pair.length === 2 && pair.every(isSize));
  if (!isPairs) {
    throw new InvalidArgumentError(`${where}: expected 'valid', 'same' or ${rank} pairs of cells before and after, got ${JSON.stringify(padding)}.`);
  }
}

/** A window that slides along one dimension. */
export interface Window {
  /** Cells that the kernel has. */
  readonly size: number;
  /** Cells between two positions of the window. */
  readonly stride: number;
  /** Distance of neighbouring kernel cells. */
  readonly dilation: number;
}

/** Cells that a dilated kernel spans. */
export function effectiveSize({ size, dilation }: Pick<Window, 'size' | 'dilation'>): number {
  return (size - 1) * dilation + 1;
}

/**
 * Cells of padding before and after one dimension.
 *
 * @param input Cells that the dimension has.
 * @param index Which spatial dimension it is, for explicit padding.
 */
export function resolvePadding(padding: Padding, input: number, window: Window, index: number): readonly [number, number] {
  if (padding === 'valid') return [0, 0];
  if (padding !== 'same') return padding[index] ?? [0, 0];
  const output = Math.ceil(input / window.stride);
  const total = Math.max((output - 1) * window.stride + effectiveSize(window) - input, 0);
  const before = Math.floor(total / 2);
  return [before, total - before];
}

/**
 * Cells along one dimension after a window has slid over it.
 *
 * @throws {ShapeMismatchError} when not even one window fits.
 */
export function windowOutputDim(input: Dim, window: Window, padding: Padding, index: number, where: string): Dim {
  if (input === null) return null;
  if (padding === 'same') return Math.ceil(input / window.stride);
  const [before, after] = resolvePadding(padding, input, window, index);
  const output = Math.floor((input + before + after - effectiveSize(window)) / window.stride) + 1;
  if (output < 1) {
    throw new ShapeMismatchError(
      `${where}: expected at least ${effectiveSize(window) - before - after} cells along spatial dimension ${index} for a kernel of ${window.size} ` +
        `(dilation ${window.dilation}) with '${padding === 'valid' ? 'valid' : 'explicit'}' padding, got ${input}. Use a larger input or 'same' padding.`,
    );
  }
  return output;
}

/**
 * Cells along one dimension after a transposed convolution, as Keras counts them.
 *
 * @param outputPadding Cells added at the end; `null` lets the stride decide.
 */
export function transposedOutputDim(input: Dim, window: Window, padding: 'valid' | 'same', outputPadding: number | null): Dim {
  if (input === null) return null;
  const span = effectiveSize(window);
  if (outputPadding === null) {
    return padding === 'same' ? input * window.stride : input * window.stride + Math.max(span - window.stride, 0);
  }
  const crop = padding === 'same' ? Math.floor(span / 2) * 2 : 0;
  return (input - 1) * window.stride + span - crop + outputPadding;
}

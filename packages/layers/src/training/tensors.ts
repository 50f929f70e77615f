import { InvalidArgumentError, isTensor, KedgeError, ShapeMismatchError, sizeOf, formatShape, type Tensor, type TensorSpec } from '@kedge/graph-core';

/** Values for the inputs or the outputs of a model: one tensor, one for each in order, or by name. The first dimension is the examples. */
export type TensorsLike = Tensor | readonly Tensor[] | Readonly<Record<string, Tensor>>;

/** Whether something is a tensor, or a list or a record of nothing but tensors. */
export function isTensorsLike(value: unknown): value is TensorsLike {
  if (isTensor(value)) return true;
  if (typeof value !== 'object' || value === null) return false;
  if (!Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype) return false;
  const items: readonly unknown[] = Object.values(value);
  return items.length > 0 && items.every(isTensor);
}

/** What a value is matched with. */
export interface Places {
  /** For messages, e.g. `x`. */
  readonly what: string;
  readonly names: readonly string[];
  /** Places that may stay empty in a record, or be left out of a list. */
  readonly mayMiss?: readonly boolean[];
}

const listed = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ');

/**
 * Gives each place its tensor.
 *
 * @throws {InvalidArgumentError} for a name that is none of the places, a wrong count, or a missing tensor.
 */
export function matchTensors(given: TensorsLike, places: Places): (Tensor | undefined)[] {
  const { what, names, mayMiss = [] } = places;
  if (!isTensorsLike(given)) {
    throw new InvalidArgumentError(`Expected ${what} as a tensor { data, shape, dtype }, a list of tensors, or a record of tensors by name, got ${typeof given}.`);
  }
  if (isTensor(given)) return matchList([given], places);
  if (Array.isArray(given)) return matchList(given as readonly Tensor[], places);
  const record = given as Readonly<Record<string, Tensor>>;
  const unknown = Object.keys(record).filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new InvalidArgumentError(`${what} names ${listed(unknown)}, which is none of ${listed(names)}.`);
  const missing = names.filter((name, i) => record[name] === undefined && mayMiss[i] !== true);
  if (missing.length > 0) throw new InvalidArgumentError(`${what} lacks ${listed(missing)}; it has ${listed(Object.keys(record))}.`);
  return names.map((name) => record[name]);
}

function matchList(given: readonly Tensor[], { what, names, mayMiss = [] }: Places): (Tensor | undefined)[] {
  if (given.length === names.length) return [...given];
  const needed = names.map((_, i) => mayMiss[i] !== true);
  if (given.length !== needed.filter(Boolean).length) {
    throw new InvalidArgumentError(`Expected ${names.length} tensor${names.length === 1 ? '' : 's'} for ${what} (${listed(names)}), got ${given.length}.`);
  }
  let next = 0;
  return needed.map((isNeeded) => (isNeeded ? given[next++] : undefined));
}

/**
 * The number of examples, the same in every tensor.
 *
 * @throws {ShapeMismatchError} when they differ, or there are none.
 */
export function rowCount(groups: Readonly<Record<string, readonly (Tensor | undefined)[]>>): number {
  const tensors = Object.entries(groups).flatMap(([what, group]) => group.flatMap((one) => (one === undefined ? [] : [{ what, shape: one.shape }])));
  const counts = new Set(tensors.map(({ shape }) => shape[0] ?? -1));
  const [count = 0] = counts;
  if (counts.size !== 1 || count < 1) {
    const shown = tensors.map(({ what, shape }) => `${what} ${formatShape(shape)}`).join(', ');
    throw new ShapeMismatchError(`Expected tensors with the same number of examples, at least one, in the first dimension, got ${shown}.`);
  }
  return count;
}

/** Examples by number, or from one up to another. */
export type Rows = Int32Array | { readonly from: number; readonly to: number };

function copyRows<A extends Float32Array | Int32Array | Uint8Array>(data: A, rows: Int32Array, width: number): A {
  const result = data.slice(0, rows.length * width) as A;
  rows.forEach((row, i) => result.set(data.subarray(row * width, (row + 1) * width), i * width));
  return result;
}

/** Some examples of a tensor; neighbours share its memory. */
export function takeRows(tensor: Tensor, rows: Rows): Tensor {
  const [, ...rest] = tensor.shape;
  const width = sizeOf(rest);
  if (!(rows instanceof Int32Array)) {
    const shape = [rows.to - rows.from, ...rest];
    const [begin, end] = [rows.from * width, rows.to * width];
    return tensor.dtype === 'string' ? { ...tensor, data: tensor.data.slice(begin, end), shape } : ({ ...tensor, data: tensor.data.subarray(begin, end), shape } as Tensor);
  }
  const shape = [rows.length, ...rest];
  if (tensor.dtype === 'string') return { ...tensor, data: [...rows].flatMap((row) => tensor.data.slice(row * width, (row + 1) * width)), shape };
  return { ...tensor, data: copyRows(tensor.data, rows, width), shape } as Tensor;
}

/** Tensors one after another along the examples. */
export function joinRows(parts: readonly Tensor[]): Tensor {
  const [first, ...more] = parts;
  if (first === undefined) throw new KedgeError('INTERNAL', 'There is nothing to join.');
  if (more.length === 0) return first;
  const [, ...rest] = first.shape;
  if (parts.some(({ shape }) => formatShape(shape.slice(1)) !== formatShape(rest))) {
    throw new ShapeMismatchError(`Batches gave outputs of different shapes (${parts.map(({ shape }) => formatShape(shape)).join(', ')}). Give inputs of one size, or predict them one by one.`);
  }
  const shape = [parts.reduce((sum, part) => sum + (part.shape[0] ?? 0), 0), ...rest];
  if (first.dtype === 'string') return { ...first, data: parts.flatMap(({ data }) => [...data] as string[]), shape };
  return { ...first, data: concatenated(parts.map(({ data }) => data as Float32Array)), shape } as Tensor;
}

function concatenated<A extends Float32Array | Int32Array | Uint8Array>(parts: readonly A[]): A {
  const [first] = parts as readonly [A];
  const Numbers = first.constructor as new (length: number) => A;
  const result = new Numbers(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}

/** A tensor as an input takes it: numbers in its type, and `[batch]` for `[batch, 1]` or the reverse, as in Keras. */
export function fitInput(tensor: Tensor, { shape, dtype }: TensorSpec): Tensor {
  const given = tensor.shape;
  const rank = given.length;
  const fitted = rank === shape.length - 1 && shape.at(-1) === 1 ? [...given, 1] : rank === shape.length + 1 && given.at(-1) === 1 ? given.slice(0, -1) : given;
  if (tensor.dtype === dtype || tensor.dtype === 'string' || dtype !== 'float32') return { ...tensor, shape: fitted };
  return { data: Float32Array.from(tensor.data), shape: fitted, dtype };
}


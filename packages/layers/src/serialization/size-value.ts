import { flattenTree, isSymbolicTensor, mapTree, type Dim } from '@kedge/graph-core';
import { InvalidModelConfigError } from './json.js';

/**
 * Sizes of a tensor, as `tf.shape` gives them: a list, or one of them. Nodes that compute with sizes are worked out while the model is built,
 * and are no part of it.
 */
export class SizeValue {
  readonly value: Dim | readonly Dim[];

  constructor(value: Dim | readonly Dim[]) {
    this.value = value;
  }
}

const isSize = (value: unknown): value is SizeValue => value instanceof SizeValue;

type Named = Readonly<Record<string, unknown>>;

function dimOf(value: unknown): Dim {
  const plain = isSize(value) ? value.value : value;
  if (plain === null || typeof plain === 'number') return plain;
  throw new InvalidModelConfigError(`Expected a size, got ${JSON.stringify(plain)}.`);
}

const dimsOf = (value: unknown): readonly Dim[] => {
  const plain = isSize(value) ? value.value : value;
  return (Array.isArray(plain) ? plain : [plain]).map(dimOf);
};

/** What is not known stays so. */
const calculated = (fn: (a: number, b: number) => number) => (named: Named): SizeValue => {
  const [a, b] = [dimOf(named['x']), dimOf(named['y'])];
  return new SizeValue(a === null || b === null ? null : fn(a, b));
};

function item(named: Named): SizeValue {
  const dims = dimsOf(named['tensor']);
  const [key, ...more] = [named['slice_spec']].flat() as unknown[];
  if (typeof key === 'number' && more.length === 0) return new SizeValue(dims.at(key) ?? null);
  const { start, stop, step } = (key ?? {}) as { start?: number | null; stop?: number | null; step?: number | null };
  if (more.length > 0 || (step ?? 1) !== 1) throw new InvalidModelConfigError('Expected one place or range of a shape, with no other step than 1.');
  return new SizeValue(dims.slice(start ?? 0, stop ?? undefined));
}

const handedOn = (name: string) => (named: Named): SizeValue => (isSize(named[name]) ? named[name] : new SizeValue(dimOf(named[name])));

/** What TensorFlow functions do with sizes. */
const FUNCTIONS: Readonly<Record<string, (named: Named) => SizeValue | SizeValue[]>> = {
  '__operators__.add': calculated((a, b) => a + b),
  '__operators__.getitem': item,
  'compat.v1.floor_div': calculated((a, b) => Math.floor(a / b)),
  'math.add': calculated((a, b) => a + b),
  'math.floordiv': calculated((a, b) => Math.floor(a / b)),
  'math.floormod': calculated((a, b) => a - b * Math.floor(a / b)),
  'math.maximum': calculated(Math.max),
  'math.minimum': calculated(Math.min),
  'math.multiply': calculated((a, b) => a * b),
  'math.subtract': calculated((a, b) => a - b),
  cast: handedOn('x'),
  concat: (named) => new SizeValue((named['values'] as readonly unknown[]).flatMap(dimsOf)),
  convert_to_tensor: handedOn('value'),
  identity: handedOn('input'),
  stack: (named) => new SizeValue((named['values'] as readonly unknown[]).map(dimOf)),
  unstack: (named) => dimsOf(named['value']).map((dim) => new SizeValue(dim)),
};

const SHAPES = new Set(['compat.v1.shape', 'shape', 'shape_v2']);

/** Whether a TensorFlow function gives the shape of a tensor. */
export const givesShape = (name: string): boolean => SHAPES.has(name);

/** What `tf.shape` gives. */
export function shapeValue(input: unknown): SizeValue {
  if (!isSymbolicTensor(input)) throw new InvalidModelConfigError('tf.shape: expected a tensor.');
  return new SizeValue(input.shape);
}

/**
 * The result of a function that is given sizes and no tensor; `undefined` for any other call.
 *
 * @param named Arguments by TensorFlow's names.
 */
export function withSizes(name: string, named: Named): SizeValue | SizeValue[] | undefined {
  const hasTensor = flattenTree(named, isSymbolicTensor).length > 0;
  const fn = holdsSize(named) && !hasTensor && Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  return fn?.(named);
}

function holdsSize(value: unknown): boolean {
  return flattenTree(value, isSize).length > 0;
}

/** A new shape of which what is not known is -1; the file's own -1 follows from the rest if only one size of the tensor is not known. */
function newShape(list: readonly Dim[], tensor: unknown): readonly Dim[] {
  const shape = isSymbolicTensor(tensor) ? tensor.shape : [];
  const product = (dims: readonly Dim[]): number => dims.reduce<number>((size, dim) => (dim === null || dim === -1 ? size : size * dim), 1);
  const canFollow = list.filter((dim) => dim === null).length === 1 && shape.filter((dim) => dim === null).length === 1;
  return canFollow ? list.map((dim) => (dim === -1 ? product(shape) / product(list) : dim === null ? -1 : dim)) : list;
}

/**
 * Arguments with numbers in place of sizes.
 *
 * @throws {InvalidModelConfigError} when one is known only when the model runs, but for the size of a new shape that follows from the others.
 */
export function plainSizes(named: Named, name: string): Named {
  return Object.fromEntries(
    Object.entries(named).map(([key, given]) => {
      if (!holdsSize(given)) return [key, given];
      const value = mapTree(given, isSize, ({ value: plain }) => plain);
      const plain = name === 'reshape' && Array.isArray(value) ? newShape(value as Dim[], named['tensor']) : value;
      if ([plain].flat().includes(null)) {
        throw new InvalidModelConfigError(`${name}: the argument '${key}' depends on a size that is known only when the model runs, and Kedge fixes it when a model is built. Give the input layer that size.`);
      }
      return [key, plain];
    }),
  );
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DType } from '../dtype.js';
import { KedgeError } from '../errors.js';
import { placeholder } from '../placeholder.js';
import type { Shape } from '../shape.js';
import type { SymbolicTensor } from '../symbolic-tensor.js';
import { mapTree } from '../tree.js';
import * as ops from './index.js';
import { reshapedShape } from './reshaping.js';

/** A call as fixtures/python/shape_rules.py made it, and the shapes that Keras inferred; null where it refused. */
interface ShapeCase {
  readonly op: string;
  /** "$0" stands for the first input. */
  readonly arguments: readonly unknown[];
  readonly inputs: readonly Shape[];
  readonly dtypes?: readonly DType[];
  readonly keras: readonly Shape[] | null;
}

const { cases } = JSON.parse(readFileSync(join(import.meta.dirname, '../../../../fixtures/graph/shapes.json'), 'utf8')) as { readonly cases: readonly ShapeCase[] };
const functions = new Map<string, unknown>(Object.entries(ops));
const isReference = (value: unknown): value is string => typeof value === 'string' && /^\$\d$/.test(value);

/** Keras gives up where one tensor knows a size and another does not. */
const KNOWN_HERE: Readonly<Record<string, readonly Shape[]>> = {
  'concatenate([["$0","$1"],1]) of [null,3],[4,3]': [[4, 6]],
};

function answer({ op, arguments: given, inputs, dtypes }: ShapeCase): readonly Shape[] | null {
  const tensors = inputs.map((shape, i) => placeholder({ shape, dtype: dtypes?.[i] ?? 'float32' }, `x${i}`));
  const filled = mapTree(given, isReference, (reference) => tensors[Number(reference[1])]) as unknown[];
  try {
    const result = (functions.get(op) as (...args: readonly unknown[]) => SymbolicTensor | SymbolicTensor[])(...filled);
    return [result].flat().map(({ shape }) => shape);
  } catch (error) {
    if (error instanceof KedgeError && ['SHAPE_MISMATCH', 'INVALID_ARGUMENT'].includes(error.code)) return null;
    throw error;
  }
}

const named = cases.map((item) => [`${item.op}(${JSON.stringify(item.arguments)}) of ${item.inputs.map((shape) => JSON.stringify(shape)).join(',')}`, item] as const);

describe('shapes', () => {
  it.each(named)('G18 are those of Keras: %s', (name, item) => {
    expect(answer(item)).toEqual(KNOWN_HERE[name] ?? item.keras);
  });

  it('G18 is asked often enough, refusals included', () => {
    expect(cases.length).toBeGreaterThan(140);
    expect(cases.filter(({ keras }) => keras === null).length).toBeGreaterThan(15);
  });
});

describe('reshape', () => {
  // Rows: input, what is asked for, what comes out. An open size (-1 or null) is worked out when the rest is known.
  it.each<[Shape, Shape, Shape]>([
    [[2, 6], [null, 4], [3, 4]],
    [[2, 6], [null, null], [null, null]],
    [[2, 6], [-1, null, 2], [null, null, 2]],
    [[null, 6], [null, 3], [null, 3]],
    [[null, 6], [-1, null], [null, null]],
    [[null, null], [2, 3], [2, 3]],
    [[0, 3], [-1, 3], [0, 3]],
    [[0], [0, -1], [0, 0]],
    [[], [-1], [1]],
  ])('G18 %j to %j gives %j', (shape, newShape, expected) => {
    expect(reshapedShape(shape, newShape)).toEqual(expected);
  });

  it.each<[Shape, Shape]>([
    [[2, 6], [5, null]],
    [[2, 6], [-1, -1]],
    [[4], [-2, -2]],
    [[4], [1.5, null]],
    [[4], [0, -1]],
    [[4], [Number.NaN]],
  ])('G20 %j cannot become %j', (shape, newShape) => {
    expect(() => reshapedShape(shape, newShape)).toThrow('reshape: expected');
  });
});

import { tensor, type DType, type PrimitiveName, type Tensor } from '@kedge/graph-core';
import type { Tolerance } from './tolerance.js';

/** What a case expects of one result. Numbers are the truth, not rounded to the result's type. */
export interface Expected {
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly data: readonly (number | string)[];
}

interface CaseBase {
  /** Unique, and says what it is about. */
  readonly id: string;
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Expected[];
  /** What the tolerance is computed from; absent where results are exact. */
  readonly tolerance?: Tolerance;
}

/** One call of a primitive with normalised attributes. */
export interface PrimitiveCase extends CaseBase {
  readonly primitive: PrimitiveName;
  readonly attrs: Readonly<Record<string, unknown>>;
}

/** One call of a function of `ops`; among the arguments `'$0'` stands for the first input. */
export interface FunctionCase extends CaseBase {
  readonly op: string;
  readonly args: readonly unknown[];
}

/** A line of the table. */
export type OpCase = PrimitiveCase | FunctionCase;

export function isPrimitiveCase(opCase: OpCase): opCase is PrimitiveCase {
  return 'primitive' in opCase;
}

const SPECIAL_NUMBERS: ReadonlyMap<unknown, number> = new Map([
  ['NaN', NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
  ['-0', -0],
]);

function inputTensor({ shape, dtype, data }: Expected): Tensor {
  return dtype === 'string' ? { shape, dtype, data: data as readonly string[] } : tensor(data as readonly number[], shape, dtype);
}

/** The number that a string of the tables stands for, which JSON has no other way to hold; anything else as it is. */
export const reviveNumber = (value: unknown): unknown => SPECIAL_NUMBERS.get(value) ?? value;

/** Reads the table's JSON, in which numbers that JSON lacks are strings. */
export function parseOpCases(text: string): OpCase[] {
  const cases = JSON.parse(text, (_key, value: unknown) => reviveNumber(value)) as (OpCase & { readonly inputs: readonly Expected[] })[];
  return cases.map((opCase) => ({ ...opCase, inputs: (opCase.inputs as readonly Expected[]).map(inputTensor) }));
}

import { readFileSync } from 'node:fs';
import { tensor, type EagerValue, type Tensor } from '@kedge/graph-core';
import { kerasSignatureOf, toOurArguments, type KerasSignature } from '@kedge/graph-core/keras-calls';
import * as ops from '@kedge/graph-core/ops';
import { reviveNumber, type Expected } from './case.js';
import type { Tolerance } from './tolerance.js';

/** One call of a function of `keras.ops`, as real Keras answered it; among the arguments `'$0'` stands for the first input. */
export interface KerasCase {
  readonly id: string;
  /** As Keras names it. */
  readonly name: string;
  readonly kwargs: Readonly<Record<string, unknown>>;
  /** What is behind the star. */
  readonly args?: readonly unknown[];
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Expected[];
  readonly tolerances?: readonly (Tolerance | null)[];
}

/** A function of `keras.ops`: what it is called with, and how configs hold it if they do. */
export interface KerasName {
  readonly name: string;
  readonly parameters?: readonly string[];
  readonly module?: string;
  readonly class?: string;
  readonly settings?: readonly string[];
  readonly call?: readonly string[];
}

function read(name: string): Record<string, unknown> {
  const text = readFileSync(new URL(`../../../fixtures/ops/${name}.json`, import.meta.url), 'utf8');
  return JSON.parse(text, (_key, value: unknown) => reviveNumber(value)) as Record<string, unknown>;
}

/** The calls that real Keras answered: `fixtures/ops/keras-cases.json`. */
export const kerasCases: readonly KerasCase[] = (read('keras-cases')['cases'] as readonly (Omit<KerasCase, 'inputs'> & { readonly inputs: readonly Expected[] })[]).map((kerasCase) => ({
  ...kerasCase,
  inputs: kerasCase.inputs.map(({ data, shape, dtype }) => tensor(data as readonly number[], shape as readonly number[], dtype as 'float32')),
}));

/** Every name of `keras.ops`: `fixtures/ops/keras-names.json`. */
export const kerasNames = read('keras-names')['names'] as readonly KerasName[];

/** Our functions by the names that Keras has for them. */
export const kerasFunctions: ReadonlyMap<string, { readonly fn: (...args: readonly unknown[]) => unknown; readonly signature: KerasSignature }> = new Map(
  Object.values(ops as Readonly<Record<string, unknown>>).flatMap((fn) => {
    const signature = kerasSignatureOf(fn);
    return signature === undefined ? [] : signature.names.map((name) => [name, { fn: fn as (...args: readonly unknown[]) => unknown, signature }] as const);
  }),
);

function filledIn(argument: unknown, values: readonly EagerValue[]): unknown {
  if (typeof argument === 'string' && /^\$\d+$/.test(argument)) return values[Number(argument.slice(1))];
  if (Array.isArray(argument)) return argument.map((item) => filledIn(item, values));
  if (typeof argument !== 'object' || argument === null) return argument;
  return Object.fromEntries(Object.entries(argument).map(([key, item]) => [key, filledIn(item, values)]));
}

/** Computes a case with our function, whose arguments follow from how Keras was called. */
export function invokeKeras(kerasCase: KerasCase, values: readonly EagerValue[]): EagerValue[] {
  const known = kerasFunctions.get(kerasCase.name);
  if (known === undefined) throw new Error(`No function of ops says that it is keras.ops.${kerasCase.name}.`);
  const kwargs = filledIn(kerasCase.kwargs, values) as Record<string, unknown>;
  const args = filledIn(kerasCase.args ?? [], values) as unknown[];
  return [known.fn(...toOurArguments(known.signature, { settings: {}, args, kwargs }))].flat() as EagerValue[];
}

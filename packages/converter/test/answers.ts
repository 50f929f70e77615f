import { createTfjsBackend } from '@kedge/backend-tfjs';
import { lower, prepare } from '@kedge/compiler';
import type { Tensor } from '@kedge/graph-core';
import type { Model } from '@kedge/layers';
import { expect } from 'vitest';

/** What real Keras answered: see fixtures/python/small_models.py. */
export interface Answers {
  readonly answers: Readonly<Record<string, { readonly input: readonly number[]; readonly output: { readonly data: readonly number[] } }>>;
}

/** What a model of one input answers on tfjs' cpu backend: its first output. */
export async function run(model: Model, input: Tensor): Promise<readonly number[]> {
  const backend = await createTfjsBackend({ backend: 'cpu' });
  const prepared = prepare(lower(model.graph, { inputShapes: [input.shape] }), backend);
  const [output] = prepared.run([backend.fromTensor(input)]);
  if (output === undefined) throw new Error('The model has no output.');
  return [...((await backend.read(output)).data as Float32Array)];
}

/** Largest sum in these models: 75 products of numbers below 1.2 * 1.2, whose rounding a softmax only makes smaller. */
const TOLERANCE = 75 * 1.5 * 2 ** -23 * 8;

/** Expects the same numbers, but for the rounding of sums. */
export function expectAnswers(given: readonly number[], expected: readonly number[]): void {
  expect(given.length).toBe(expected.length);
  const scale = Math.max(1, ...expected.map(Math.abs));
  given.forEach((value, i) => expect(Math.abs(value - (expected[i] ?? Number.NaN))).toBeLessThanOrEqual(TOLERANCE * scale));
}

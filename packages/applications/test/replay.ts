import { inferenceRules, lower, prepare, rewrite } from '@kedge/compiler';
import type { EagerBackend, NumericTensor } from '@kedge/graph-core';
import type { Layer, Model } from '@kedge/layers';
import { expect } from 'vitest';
import { generatedWeight, uniform } from './generated.js';
import { build, type Numbers, type Variant } from './golden-file.js';

/**
 * Largest deviation, as a fraction of the largest output. Networks are 20 to 500 layers deep, each with rounding of 1e-7 of its
 * largest term: 1e-4 leaves room for other orders of summation.
 */
export const TOLERANCE = 1e-4;

/** With its layers' own calls, value by value. */
async function runEagerly(model: Layer, input: NumericTensor, backend: EagerBackend): Promise<ArrayLike<unknown>> {
  const output = backend.tidy(() => model.apply(backend.fromTensor(input)));
  const { data } = await backend.read(output);
  output.dispose();
  return data;
}

/** As primitives, rewritten for inference. */
async function runCompiled(model: Model, input: NumericTensor, backend: EagerBackend): Promise<ArrayLike<unknown>> {
  const { graph } = rewrite(lower(model.graph, { inputShapes: [input.shape] }), inferenceRules);
  const prepared = prepare(graph, backend);
  const [output] = prepared.run([backend.fromTensor(input)]);
  if (output === undefined) throw new Error('The model has no output.');
  const { data } = await backend.read(output);
  prepared.dispose();
  return data;
}

function deviation(given: ArrayLike<unknown>, expected: readonly number[]): number {
  expect(given.length).toBe(expected.length);
  const scale = Math.max(...expected.map(Math.abs));
  return Math.max(...expected.map((value, i) => Math.abs(value - Number(given[i])))) / scale;
}

/**
 * Fills a model with generated weights and holds its outputs against Keras'.
 *
 * @returns The deviations, value by value and compiled, as fractions of the largest output.
 */
export async function deviations(application: string, variant: Variant, backend: EagerBackend): Promise<readonly [eager: number, compiled: number]> {
  const { input, scale, offset, gain, data } = variant.numbers as Numbers;
  const model = build(application, variant);
  model.setWeights(model.weights.map(({ path, shape }, i) => generatedWeight(path, shape, i, gain)));
  const pictures = uniform(input, 777, scale, offset);
  const eager = deviation(await runEagerly(model, pictures, backend), data);
  // The compiled network has its own copy, and the machine may not have room for both.
  for (const variable of model.weights) variable.releaseDevice();
  return [eager, deviation(await runCompiled(model, pictures, backend), data)];
}

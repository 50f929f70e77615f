import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTfjsBackend } from '@kedge/backend-tfjs';
import { inferenceRules, lower, prepare, rewrite } from '@kedge/compiler';
import { resetNames, tensor, type Tensor } from '@kedge/graph-core';
import type { Model } from '@kedge/layers';
import { describe, expect, it } from 'vitest';
import { applications, inceptionV3, mobileNetV2 } from '../src/index.js';
import { generatedWeight, uniform } from './generated.js';

interface Variant {
  readonly options: Readonly<Record<string, unknown>>;
  readonly name: string;
  readonly layers: readonly (readonly [name: string, className: string, shape: readonly (number | null)[]])[];
  readonly weights?: readonly (readonly [path: string, shape: readonly number[]])[];
  readonly params: number;
  readonly numbers?: { readonly input: readonly number[]; readonly output: readonly number[]; readonly data: readonly number[] };
}

const BUILDERS: Readonly<Record<string, (options: Readonly<Record<string, unknown>>) => Model>> = { inceptionV3, mobileNetV2 };

const toCamel = (key: string): string => key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

function build(name: string, options: Readonly<Record<string, unknown>>): Model {
  // Automatic names are counted from the start, as Keras counts them in a new session.
  resetNames();
  const make = BUILDERS[name];
  if (make === undefined) throw new Error(`No application '${name}'.`);
  return make(Object.fromEntries(Object.entries(options).map(([key, value]) => [toCamel(key), value])));
}

function readVariants(name: string): readonly Variant[] {
  const path = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'applications', `${name}.json`);
  return (JSON.parse(readFileSync(path, 'utf8')) as { variants: readonly Variant[] }).variants;
}

async function run(model: Model, input: Tensor): Promise<Float32Array> {
  const backend = await createTfjsBackend({ backend: 'wasm' });
  const { graph } = rewrite(lower(model.graph, { inputShapes: [input.shape] }), inferenceRules);
  const prepared = prepare(graph, backend);
  const [output] = prepared.run([backend.fromTensor(input)]);
  if (output === undefined) throw new Error('The model has no output.');
  const { data } = await backend.read(output);
  prepared.dispose();
  return data as Float32Array;
}

it('every application of the table has goldens', () => {
  expect(applications.map(({ name }) => name).sort()).toEqual(Object.keys(BUILDERS).sort());
});

describe.each(Object.keys(BUILDERS))('%s is what Keras 3.15 builds', (name) => {
  describe.each(readVariants(name))('with $options', (variant) => {
    it('has its layers by name, class and output shape, in order, and its parameters', () => {
      const model = build(name, variant.options);
      expect(model.name).toBe(variant.name);
      expect(model.layers.map((layer) => [layer.name, layer.className, layer.inboundNodes[0]?.outputs[0]?.shape])).toEqual(variant.layers);
      expect(model.countParams()).toBe(variant.params);
      if (variant.weights !== undefined) expect(model.weights.map(({ path, shape }) => [path, shape])).toEqual(variant.weights);
    });
  });

  const withNumbers = readVariants(name).flatMap(({ options, numbers }) => (numbers === undefined ? [] : [{ options, numbers }]));

  it.each(withNumbers)('gives its numbers for generated weights with $options', async ({ options, numbers: { input, data } }) => {
    const model = build(name, options);
    model.setWeights(model.weights.map(({ path, shape }, i) => generatedWeight(path, shape, i)));
    const size = input.reduce((product, dim) => product * dim, 1);
    const given = await run(model, tensor(Float32Array.from(uniform(size, 777), (value) => 2 * value), input));
    const scale = Math.max(...data.map(Math.abs));
    const off = Math.max(...data.map((value, i) => Math.abs(value - (given[i] ?? Number.NaN))));
    expect(off / scale).toBeLessThanOrEqual(1e-4);
  });

  it('has goldens with numbers', () => expect(withNumbers.length).toBeGreaterThan(0));
});

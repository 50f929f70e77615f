import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KedgeError, sizeOf, tensor, type Dim, type SymbolicTensor, type Tensor } from '@kedge/graph-core';
import * as keras from '@kedge/layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { createSession } from '../src/index.js';

interface GoldenInput {
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32' | 'bool' | 'string';
  readonly high?: number;
  readonly data?: readonly (number | string)[];
}

interface GoldenCase {
  readonly layer: Parameters<typeof keras.buildLayer>[0];
  readonly inputs: readonly GoldenInput[];
  readonly masks?: unknown;
  readonly call?: Readonly<Record<string, unknown>>;
}

const folder = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'layers');
const classNames = readdirSync(folder).map((file) => file.replace('.json', ''));

function casesOf(className: string): readonly GoldenCase[] {
  const { keras3 } = JSON.parse(readFileSync(join(folder, `${className}.json`), 'utf8')) as { readonly keras3?: { readonly cases: readonly GoldenCase[] } };
  return (keras3?.cases ?? []).filter((one) => one.masks === undefined);
}

const isArray = (value: unknown): value is GoldenInput => typeof value === 'object' && value !== null && 'shape' in value;
const isArrays = (value: unknown): value is readonly GoldenInput[] => Array.isArray(value) && value.length > 0 && value.every(isArray);

/** Every array that a case is called with: the inputs, then those among its named arguments. */
function arraysOf({ inputs, call = {} }: GoldenCase): readonly GoldenInput[] {
  return [...inputs, ...Object.values(call).flatMap((value) => (isArray(value) ? [value] : isArrays(value) ? value : []))];
}

/** The named arguments of a case, with tensors for arrays. */
function namedWith(call: Readonly<Record<string, unknown>>, tensors: Iterator<SymbolicTensor>): Record<string, unknown> {
  const next = (): unknown => tensors.next().value;
  return Object.fromEntries(Object.entries(call).map(([key, value]) => [key, isArray(value) ? next() : isArrays(value) ? value.map(next) : value]));
}

/** Numbers that differ from place to place; what a case writes out stays. */
function valueOf({ shape, dtype, high = 3, data }: GoldenInput, seed: number): Tensor {
  if (dtype === 'string') return { data: (data ?? []).map(String), shape, dtype };
  return tensor(data?.map(Number) ?? Array.from({ length: sizeOf(shape) }, (_, i) => (dtype === 'float32' ? Math.sin((i + seed) * 1.7 + 0.3) : (i * 7 + seed) % high)), shape, dtype);
}

/** The model of one layer, with all sizes but the channels open, or only that of the batch where the layer needs to know more. */
async function openModel(golden: GoldenCase): Promise<keras.Model> {
  const { layer: raw, inputs, call = {} } = golden;
  const isFirst = JSON.stringify(raw.config).includes('channels_first');
  const build = async (isOpen: (axis: number, rank: number) => boolean): Promise<keras.Model> => {
    const symbols = arraysOf(golden).map(({ shape, dtype }) => keras.input({ batchShape: shape.map((size, axis): Dim => (isOpen(axis, shape.length) ? null : size)), dtype }));
    const layer = await keras.buildLayer(raw, 'keras3');
    const first = symbols.slice(0, inputs.length);
    const outputs = layer.apply(first.length === 1 ? (first[0] as SymbolicTensor) : first, namedWith(call, symbols.slice(inputs.length).values()));
    return keras.model({ inputs: symbols, outputs });
  };
  try {
    return await build((axis, rank) => axis !== (isFirst ? 1 : rank - 1));
  } catch (error) {
    if (!(error instanceof KedgeError)) throw error;
    return build((axis) => axis === 0);
  }
}

/** A chain of up to some hundred operations on numbers of magnitude 1 strays by as many steps of float32, whatever was rewritten. */
const STEPS = 256 * 2 ** -23;

function expectSame(ours: Tensor, expected: Tensor): void {
  expect(ours.shape).toEqual(expected.shape);
  if (expected.dtype === 'string') {
    expect(ours.data).toEqual(expected.data);
    return;
  }
  const [a, b] = [Array.from(ours.data, Number), Array.from(expected.data, Number)];
  const largest = Math.max(1, ...b.filter(Number.isFinite).map(Math.abs));
  const strays = b.filter((value, i) => !Object.is(value, a[i]) && !(Math.abs(value - (a[i] ?? Number.NaN)) <= STEPS * largest));
  expect(strays).toEqual([]);
}

/** Whether a run on these inputs is refused: batches that differ, signals that are too short. */
async function predicted(model: keras.Model, values: readonly Tensor[]): Promise<Tensor[] | undefined> {
  try {
    return await model.predict(values.length === 1 ? (values[0] as Tensor) : values);
  } catch (error) {
    if (error instanceof KedgeError) return undefined;
    throw error;
  }
}

describe('a model whose sizes are open computes in a session what its layers compute', () => {
  beforeAll(async () => {
    await keras.useBackend('cpu');
  });

  let ran = 0;

  it.each(classNames)('%s', async (className) => {
    for (const golden of casesOf(className)) {
      if (className === 'SimpleRNN' && JSON.stringify(golden.layer.config).includes('"stateful":true')) continue;
      const model = await openModel(golden);
      const values = arraysOf(golden).map((one, i) => valueOf(one, 13 * i));
      const expected = await predicted(model, values);
      if (expected === undefined) continue;
      await using session = await createSession(model, { backend: 'cpu' });
      const outputs = await session.run(values.length === 1 ? (values[0] as Tensor) : values);
      expect(outputs).toHaveLength(expected.length);
      outputs.forEach((output, i) => expectSame(output, expected[i] as Tensor));
      ran += 1;
    }
  });

  it('did so for most of the cases', () => {
    expect(ran).toBeGreaterThan(500);
  });
});

import { areCompatible, flattenTree, isEagerValue, isTyped, KedgeError, setEagerBackend, type Dim, type EagerBackend, type EagerValue, type Shape, type SymbolicTensor } from '@kedge/graph-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { input } from '../src/core/input-layer.js';
import { newCallContext, withCallContext } from '../src/engine/call-context.js';
import type { Layer } from '../src/engine/layer.js';
import { layerLoaders } from '../src/generated/registry.js';
import { backendFor } from './backends.js';
import { readFixture } from './fixtures.js';
import { argumentsOf, goldensOf, isSingle, layerOf, type GoldenCase } from './golden-cases.js';
import { goldenValue, type GoldenArray } from './golden-numbers.js';

type Shapes = readonly Shape[] | null;
/** What Keras says of a case: with the batch unknown, with all but the channels unknown, and of an empty batch. */
type Answers = readonly [batch: Shapes, everything: Shapes, empty: Shapes];

const { keras, layers } = readFixture<{ readonly keras: string; readonly layers: Readonly<Record<string, readonly Answers[]>> }>('layer-shapes.json');

/** The shape of an array of a case, sizes left open as in fixtures/python/layer_shapes.py. */
function opened({ shape }: GoldenArray, golden: GoldenCase, everything: boolean): Shape {
  const single = isSingle(golden);
  const isFirst = JSON.stringify(golden.layer.config).includes('channels_first');
  const channels = isFirst ? (single ? 0 : 1) : shape.length - 1;
  return shape.map((size, axis): Dim => ((axis === 0 && !single) || (everything && axis !== channels) ? null : size));
}

function symbolicShapes(layer: Layer, golden: GoldenCase, everything: boolean): readonly Shape[] {
  const { inputs, args } = argumentsOf(golden, (array): SymbolicTensor => input({ batchShape: opened(array, golden, everything), dtype: array.dtype }));
  const { mask: _mask, ...rest } = args;
  return flattenTree(layer.apply(inputs, rest), isTyped).map(({ shape }) => shape);
}

/** Keras' shapes, some of whose sizes it leaves open although they follow: none of ours may contradict, and none be open that is known. */
function expectAgreement(ours: readonly Shape[], theirs: readonly Shape[]): void {
  const closed = ours.map((shape, i) => shape.map((dim, axis) => (theirs[i]?.[axis] === null ? null : dim)));
  expect(closed).toEqual(theirs);
}

async function withNote(golden: GoldenCase, what: string, fn: () => void | Promise<void>): Promise<void> {
  try {
    await fn();
  } catch (error) {
    if (error instanceof Error) error.message = `${what}: ${JSON.stringify(golden.layer.config).slice(0, 400)}\n${error.message}`;
    throw error;
  }
}

/** Keras' arrays of an empty batch: every array of the case without its first axis' entries. */
const emptied = (array: GoldenArray): GoldenArray => ({ shape: [0, ...array.shape.slice(1)], dtype: array.dtype, data: [] });

const classNames = Object.keys(layerLoaders).filter((name) => layers[name] !== undefined);

describe(`shapes that Keras ${keras} gives`, () => {
  let backend: EagerBackend;
  beforeAll(async () => {
    backend = await backendFor('cpu');
    setEagerBackend(backend);
  });
  afterAll(() => setEagerBackend(undefined));

  for (const className of classNames) {
    const cases = goldensOf(className).keras3?.cases ?? [];
    const answersOf = (i: number): Answers => layers[className]?.[i] ?? [null, null, null];

    it(`${className} infers where the batch is not known`, async () => {
      expect(layers[className]).toHaveLength(cases.length);
      for (const [i, golden] of cases.entries()) {
        const layer = await layerOf(golden, 'keras3');
        const [expected] = answersOf(i);
        await withNote(golden, `case ${i}, batch unknown`, () => expectInference(layer, golden, false, expected));
      }
    });

    it(`${className} infers where more sizes are not known, or says which it needs`, async () => {
      for (const [i, golden] of cases.entries()) {
        const layer = await layerOf(golden, 'keras3');
        const [, expected] = answersOf(i);
        await withNote(golden, `case ${i}, all unknown`, () => expectInference(layer, golden, true, expected));
      }
    });

    it(`${className} takes an empty batch`, async () => {
      for (const [i, golden] of cases.entries()) {
        if (isSingle(golden)) continue;
        const layer = await layerOf(golden, 'keras3');
        const [, , expected] = answersOf(i);
        await withNote(golden, `case ${i}, empty batch`, () => {
          if (expected === null) shapesOrRefusal(() => computedShapes(layer, golden, backend));
          else expect(computedShapes(layer, golden, backend)).toEqual(expected);
        });
      }
    });
  }
});

/** What Keras declares of a few layers is not what they compute: what it computed counts then. */
function isTrue(declared: Shapes, { outputs }: GoldenCase): declared is readonly Shape[] {
  return declared !== null && declared.length === outputs.length && declared.every((shape, i) => areCompatible(shape, outputs[i]?.shape ?? []));
}

describe('layers of Keras 2', () => {
  it.each(Object.keys(layerLoaders))('%s infers what they give where the batch is not known', async (className) => {
    for (const [i, golden] of (goldensOf(className).keras2?.cases ?? []).entries()) {
      const layer = await layerOf(golden, 'keras2');
      await withNote(golden, `case ${i}`, () => expectInference(layer, golden, false, null));
    }
  });
});

function expectInference(layer: Layer, golden: GoldenCase, everything: boolean, declared: Shapes): void {
  const run = (): readonly Shape[] => symbolicShapes(layer, golden, everything);
  // What Keras refuses may be refused.
  const ours = declared === null ? shapesOrRefusal(run) : run();
  if (ours === undefined) return;
  if (isTrue(declared, golden)) expectAgreement(ours, declared);
  expect(ours).toHaveLength(golden.outputs.length);
  for (const [i, { shape }] of golden.outputs.entries()) expect(areCompatible(ours[i] ?? [], shape), `[${String(ours[i])}] against [${String(shape)}]`).toBe(true);
}

function computedShapes(layer: Layer, golden: GoldenCase, backend: EagerBackend): readonly Shape[] {
  const { inputs, args } = argumentsOf(golden, (array) => backend.fromTensor(goldenValue(emptied(array))));
  const { mask: _mask, ...rest } = args;
  const outputs = withCallContext(newCallContext(false), () => layer.run([inputs], rest));
  return flattenTree(outputs, isEagerValue).map(({ shape }: EagerValue) => shape);
}

/** Where Keras gives nothing, there are shapes all the same, or an error with a code. */
function shapesOrRefusal(run: () => readonly Shape[]): readonly Shape[] | undefined {
  try {
    return run();
  } catch (error) {
    if (error instanceof KedgeError) return undefined;
    throw error;
  }
}

import { KedgeError, setEagerBackend, sizeOf, tensor, type SymbolicTensor, type Tensor } from '@kedge/graph-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { input } from '../src/core/input-layer.js';
import { model, type Model } from '../src/engine/model.js';
import { layerLoaders } from '../src/generated/registry.js';
import { backendFor } from './backends.js';
import { goldensOf, isSingle, layerOf, type GoldenCase } from './golden-cases.js';
import { goldenValue, type GoldenArray } from './golden-numbers.js';

const EXAMPLES = 5;

/** An array of a case with five examples: new numbers, or those that are written out over and over. */
function fiveOf(array: GoldenArray): Tensor {
  const shape = [EXAMPLES, ...array.shape.slice(1)];
  if (array.data === undefined) return goldenValue({ ...array, shape });
  const { data = [] } = array;
  const values = Array.from({ length: sizeOf(shape) }, (_, i) => data[i % data.length] ?? 0);
  return array.dtype === 'string' ? { data: values.map(String), shape, dtype: 'string' } : tensor(values.map(Number), shape, array.dtype);
}

/** Texts are as long as the longest of their batch, and decibels count from the loudest. */
const DEPENDS_ON_BATCH = new Set(['TextVectorization', 'MelSpectrogram']);

/** Single examples and states that live from batch to batch have no batches to be cut into. */
const hasBatch = (golden: GoldenCase): boolean => !isSingle(golden) && !DEPENDS_ON_BATCH.has(golden.layer.class_name) && isCut(golden);

const isCut = ({ inputs, outputs, layer, call, masks }: GoldenCase): boolean =>
  call === undefined && masks === undefined && layer.config['stateful'] !== true && inputs.every(({ shape }) => shape[0] === inputs[0]?.shape[0]) && outputs.every(({ shape }) => shape[0] === inputs[0]?.shape[0]);

async function modelOf(golden: GoldenCase): Promise<Model | undefined> {
  const layer = await layerOf(golden, 'keras3');
  const symbols = golden.inputs.map(({ shape, dtype }) => input({ batchShape: [null, ...shape.slice(1)], dtype }));
  try {
    return model({ inputs: symbols, outputs: layer.apply(symbols.length === 1 ? (symbols[0] as SymbolicTensor) : symbols) });
  } catch (error) {
    if (error instanceof KedgeError) return undefined;
    throw error;
  }
}

describe('a last batch that is smaller', () => {
  beforeAll(async () => setEagerBackend(await backendFor('cpu')));
  afterAll(() => setEagerBackend(undefined));
  let ran = 0;

  it.each(Object.keys(layerLoaders))('%s gives each example what it gives all at once', async (className) => {
    for (const golden of (goldensOf(className).keras3?.cases ?? []).filter(hasBatch)) {
      const built = await modelOf(golden);
      if (built === undefined) continue;
      const values = golden.inputs.map(fiveOf);
      const given = values.length === 1 ? (values[0] as Tensor) : values;
      const whole = await built.predict(given, { batchSize: EXAMPLES });
      expect(await built.predict(given, { batchSize: 2 })).toEqual(whole);
      ran += 1;
    }
  });

  it('was met by most of the cases', () => {
    expect(ran).toBeGreaterThan(300);
  });
});

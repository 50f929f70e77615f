import { describe, expect, it } from 'vitest';
import { modelFromConfig, serializeLayer, type Dialect } from '../src/index.js';
import { readFixture } from './fixtures.js';

interface Case {
  readonly config: { readonly class_name: string; readonly config: unknown };
  readonly layers: readonly string[];
  readonly weights: readonly (readonly number[])[];
}

const FILES = [
  ['keras2', readFixture<{ cases: Readonly<Record<string, Case>> }>('configs/keras2.json').cases],
  ['keras3', readFixture<{ cases: Readonly<Record<string, Case>> }>('configs/keras3.json').cases],
] as const;

/** Keys that say when or where something was made, and not what it is. */
const INCIDENTAL = new Set(['module', 'registered_name', 'build_config', 'keras_version', 'backend', 'trainable', 'dtype', 'build_input_shape', 'quantization_config', 'compile_config', 'optional', 'ragged']);

/** A config without what is incidental, and without values that are switched off. */
function essence(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(essence);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key, item]) => !INCIDENTAL.has(key) && item !== null && item !== false);
  return Object.fromEntries(entries.map(([key, item]) => [key, essence(item)]));
}

describe.each(FILES)('model configs that real %s wrote', (dialect: Dialect, cases) => {
  it('are there', () => expect(Object.keys(cases).length).toBeGreaterThan(10));

  describe.each(Object.entries(cases))('%s', (name, { config, layers, weights }) => {
    it('is built with the layers and weights that Keras has, in its order', async () => {
      const model = await modelFromConfig(config);
      expect(model.layers.map(({ name }) => name)).toEqual(layers);
      expect(model.weights.map(({ shape }) => shape)).toEqual(weights);
    });

    it('is written as Keras wrote it', async () => {
      const model = await modelFromConfig(config);
      expect(essence(serializeLayer(model, dialect))).toEqual(essence(config));
    });

    // Keras 2 writes a single tensor as a list of one, so it cannot tell that from a tensor in a list.
    it.skipIf(name === 'single_in_list' && dialect === 'keras3')('is the same model in the other dialect', async () => {
      const other = dialect === 'keras2' ? 'keras3' : 'keras2';
      const model = await modelFromConfig(config);
      const again = await modelFromConfig(structuredClone(serializeLayer(model, other)));
      expect(essence(serializeLayer(again, dialect))).toEqual(essence(serializeLayer(model, dialect)));
    });
  });
});

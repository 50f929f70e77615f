import { describe, expect, it } from 'vitest';
import type { Dialect } from '../src/config/dialect.js';
import { layerLoaders } from '../src/generated/registry.js';
import { serializeLayer } from '../src/serialization/write-model.js';
import { buildFor, goldensOf, weightsAsListed, layerOf, type GoldenCase, type GoldenHalf } from './golden-cases.js';

/**
 * Keys that Keras 3.15 writes and Keras 3.0 refuses to read. They are left out while they say nothing, so that every Keras 3
 * reads what is written here.
 */
const LEFT_OUT_BY_DEFAULT: Readonly<Record<string, unknown>> = {
  input_axes: null,
  oov_method: 'floormod',
  output_axes: null,
  quantization_config: null,
  renorm: false,
  salt: null,
  renorm_clipping: null,
  renorm_momentum: 0.99,
  use_gate: false,
  sliding_window: null,
};

/** What Keras 2.15 writes into nested objects and Keras 2.12 and tfjs do not know. */
const KERAS_3_IDENTITY = new Set(['module', 'registered_name', 'build_config']);

/** A config of Keras without what is left out on purpose. */
function comparable(value: unknown, dialect: Dialect): unknown {
  if (Array.isArray(value)) return value.map((item) => comparable(item, dialect));
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key, item]) => {
    // The writer of a sequential model puts an input layer first in its place.
    if (key === 'batch_input_shape') return false;
    // What an attention of Keras 2 was built for, which follows from its inputs.
    if (dialect === 'keras2' && /^(query|key|value)_shape$/.test(key)) return false;
    if (Object.hasOwn(LEFT_OUT_BY_DEFAULT, key) && LEFT_OUT_BY_DEFAULT[key] === item) return false;
    return !(dialect === 'keras2' ? KERAS_3_IDENTITY.has(key) : key === 'build_config');
  });
  return Object.fromEntries(kept.map(([key, item]) => [key, comparable(key === 'axis' ? singleAxis(item) : item, dialect)]));
}

/** Keras 2 writes the axis of a batch normalization as a list of one, which tfjs does not read. */
function singleAxis(axis: unknown): unknown {
  return Array.isArray(axis) && axis.length === 1 ? (axis as readonly unknown[])[0] : axis;
}

async function expectSameConfig(golden: GoldenCase, dialect: Dialect): Promise<void> {
  const layer = await layerOf(golden, dialect);
  buildFor(layer, golden);
  expect(comparable(serializeLayer(layer, dialect), dialect)).toEqual(comparable(golden.layer, dialect));
  const weights = weightsAsListed(layer, dialect).map(({ name, legacyName, shape }) => ({ name: lastStep(dialect === 'keras2' ? legacyName : name), shape: [...shape] }));
  expect(weights).toEqual((golden.weights ?? []).map(({ path, shape }) => ({ name: lastStep(path), shape })));
}

const lastStep = (path: string): string => path.split('/').at(-1) ?? '';

describe('configs are written back as real Keras wrote them (tfjs#1056)', () => {
  for (const className of Object.keys(layerLoaders)) {
    const halves = Object.entries(goldensOf(className)) as [Dialect, GoldenHalf][];
    it.skipIf(className === 'InputLayer')(className, async () => {
      expect(halves.flatMap(([, { cases }]) => cases).length).toBeGreaterThan(2);
      for (const [dialect, { cases }] of halves) for (const golden of cases) await expectSameConfig(golden, dialect);
    });
  }
});

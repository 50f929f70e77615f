import { setEagerBackend, sizeOf, tensor, type EagerBackend, type EagerValue, type Tensor, type ValueLike } from '@kedge/graph-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toCamelKey } from '../src/config/naming.js';
import { layerLoaders } from '../src/generated/registry.js';
import { MovingLayer, RandomPictureLayer } from '../src/augmentation/random-picture-layer.js';
import { buildLayer } from '../src/serialization/build-model.js';
import { BACKENDS, backendFor } from './backends.js';
import { readFixture } from './fixtures.js';
import type { GoldenOutput } from './golden-cases.js';
import { goldenTensor, rawNumbers, type GoldenArray } from './golden-numbers.js';

interface Picture {
  readonly shape: readonly number[];
  readonly seed: number;
  readonly high: number;
  /** Whether the first channel stands in all. */
  readonly grey?: boolean;
}

interface AugmentationCase {
  readonly layer: { readonly class_name: string; readonly config: Readonly<Record<string, unknown>> };
  readonly images: Picture;
  readonly transformation: Readonly<Record<string, unknown>>;
  readonly output: GoldenOutput;
  readonly labels?: Picture & { readonly output: GoldenOutput };
  readonly segmentation_masks?: Picture & { readonly output: GoldenOutput };
}

const { keras, cases } = readFixture<{ readonly keras: string; readonly cases: readonly AugmentationCase[] }>('augmentations.json');

/** Steps between neighbouring float32 numbers of magnitude 1. */
const EPSILON = 2 ** -23;

function pictureOf({ shape, seed, high, grey = false }: Picture, isWhole = false): Tensor {
  const values = rawNumbers(sizeOf(shape), seed).map((raw) => (isWhole ? Math.floor((raw / 65536) * high) : (raw / 65536) * high));
  const channels = shape.at(-1) ?? 1;
  return tensor(grey ? values.map((_, i) => values[i - (i % channels)] ?? 0) : values, shape);
}

const isArray = (value: object): value is GoldenArray => 'shape' in value && 'dtype' in value;

/** What Keras drew, as the layer takes it. */
function drawnBy(value: unknown, backend: EagerBackend): unknown {
  if (Array.isArray(value)) return value.map((item) => drawnBy(item, backend));
  if (typeof value !== 'object' || value === null) return value;
  if (isArray(value)) return backend.fromTensor(goldenTensor(value));
  // The names of layers among the keys stay as they are.
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [/^(random_|solar|auto_|equal)/.test(key) ? key : toCamelKey(key), drawnBy(item, backend)]));
}

/**
 * How far an output may stray: as in goldens.test.ts, and where pixels move as far as the values of neighbours differ, times the
 * uncertainty of a place in both directions: a place is a sum of three products of numbers up to four times the picture's sides.
 */
function toleranceOf({ output, images }: AugmentationCase, isMoving: boolean): number {
  const largest = Math.max(...(output.data ?? []).map((value) => Math.abs(Number(value))), images.high);
  const places = isMoving ? 2 * 8 * 4 * Math.max(...images.shape) * EPSILON * images.high : 0;
  return 8 * (output.error ?? 0) + 16 * EPSILON * largest + places;
}

const MOVING_CHAINS = new Set(['RandAugment', 'AugMix']);

async function expectClose(actual: ValueLike, expected: GoldenOutput, tolerance: number, backend: EagerBackend): Promise<void> {
  const { data, shape } = await backend.read(actual as EagerValue);
  expect([...shape]).toEqual(expected.shape);
  const worst = (expected.data ?? []).map((value, i) => Math.abs(Number(value) - Number(data[i])));
  expect(worst.every((distance) => distance <= tolerance), `largest deviation ${Math.max(...worst)}, at most ${tolerance}`).toBe(true);
}

async function expectSame(golden: AugmentationCase, backend: EagerBackend): Promise<void> {
  const layer = await buildLayer(golden.layer, 'keras3');
  if (!(layer instanceof RandomPictureLayer)) throw new Error(`${golden.layer.class_name} changes no pictures.`);
  const augmenter = layer as RandomPictureLayer<never, object>;
  const drawn = drawnBy(golden.transformation, backend) as object;
  const tolerance = toleranceOf(golden, layer instanceof MovingLayer || MOVING_CHAINS.has(layer.className));
  await expectClose(augmenter.transformImages(backend.fromTensor(pictureOf(golden.images)), drawn), golden.output, tolerance, backend);
  const { labels, segmentation_masks: masks } = golden;
  if (labels !== undefined) await expectClose(augmenter.transformLabels(backend.fromTensor(pictureOf(labels)), drawn), labels.output, 8 * (labels.output.error ?? 0) + 16 * EPSILON, backend);
  if (masks !== undefined) await expectClose(augmenter.transformSegmentationMasks(backend.fromTensor(pictureOf(masks, true)), drawn), masks.output, 0, backend);
}

describe.each(BACKENDS)(`what Keras ${keras} makes of pictures, given what it drew, on tfjs-%s`, (name) => {
  let backend: EagerBackend;
  beforeAll(async () => {
    backend = await backendFor(name);
    setEagerBackend(backend);
  });
  afterAll(() => setEagerBackend(undefined));

  it.each(cases.map((golden, i) => [`${golden.layer.class_name}, case ${i}`, golden] as const))('%s', async (_title, golden) => {
    await expectSame(golden, backend);
  });
});

it('has at least three cases of every layer that augments in training', () => {
  const counts = new Map<string, number>();
  for (const { layer } of cases) counts.set(layer.class_name, (counts.get(layer.class_name) ?? 0) + 1);
  const expected = Object.keys(layerLoaders).filter((name) => /^Random(?!Height|Width)|Mix|RandAugment|AutoContrast|^Equalization|Solarization/.test(name));
  expect([...counts.keys()].toSorted()).toEqual(expected.toSorted());
  expect(Math.min(...counts.values())).toBeGreaterThan(2);
});

import { tensor, type Tensor } from '@kedge/graph-core';
import { expect, it } from 'vitest';
import type { Layer } from '../src/engine/layer.js';
import type { StoredState } from '../src/engine/stored-state.js';
import { readFixture } from './fixtures.js';

type Nested = string | number | readonly Nested[];

interface Learned {
  readonly class: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Batches of documents. */
  readonly data: readonly Nested[];
  readonly vocabulary: readonly (string | number)[];
  readonly idf?: readonly number[];
  /** What Keras writes as `vocabulary.txt`. */
  readonly file: string;
}

type LearningLayer = Layer & StoredState & { adapt(data: readonly Tensor[]): void; getVocabulary(): readonly (string | number)[]; getConfig(dialect?: 'keras2' | 'keras3'): Record<string, unknown> };

function tensorOf(batch: Nested): Tensor {
  const shape: number[] = [];
  for (let level: Nested | undefined = batch; Array.isArray(level); level = (level as readonly Nested[])[0]) shape.push((level as readonly Nested[]).length);
  const flat = [batch].flat(Infinity as 1) as (string | number)[];
  return typeof flat[0] === 'string' ? { data: flat.map(String), shape, dtype: 'string' } : tensor(flat.map(Number), shape, 'int32');
}

function expectLearned(layer: LearningLayer, { vocabulary, idf = [] }: Pick<Learned, 'vocabulary' | 'idf'>): void {
  expect(layer.getVocabulary()).toEqual(vocabulary);
  const weights = Array.from((layer.saveOwnVariables().get('idf_weights')?.data ?? []) as ArrayLike<number>);
  expect(weights).toHaveLength(idf.length);
  // Logarithms and a mean in float32.
  expect(Math.max(0, ...idf.map((weight, i) => Math.abs(weight - (weights[i] ?? NaN)) / Math.max(weight, 1)))).toBeLessThanOrEqual(16 * 2 ** -23);
}

/** States that a layer learns from data what real Keras learns, and takes it back out of what Keras writes. */
export function learnsLikeKeras(className: string, make: (config: Readonly<Record<string, unknown>>) => LearningLayer): void {
  const halves = Object.entries(readFixture<Record<string, { readonly lookups: readonly Learned[] }>>('adapt.json'));
  const cases = halves.flatMap(([dialect, { lookups }]) => lookups.filter((learned) => learned.class === className).map((learned) => ({ dialect, ...learned, shown: JSON.stringify(learned.config) })));

  it.each(cases)('learns what $dialect learns with $shown', (learned) => {
    const layer = make(learned.config);
    layer.adapt(learned.data.map(tensorOf));
    expectLearned(layer, learned);
  });

  it.each(cases)('keeps what it learned in its config, so that every format holds it: $dialect, $shown', (learned) => {
    const layer = make(learned.config);
    layer.adapt(learned.data.map(tensorOf));
    expectLearned(make(JSON.parse(JSON.stringify(layer.getConfig())) as Record<string, unknown>), learned);
  });

  // Keras' own file cannot say where a term ends that has a line break in it, nor that the last one is empty.
  const readable = cases.filter(({ vocabulary }) => !vocabulary.some((term) => String(term).includes('\n')) && vocabulary.at(-1) !== '');
  it.each(readable)('reads the files that $dialect writes with $shown', ({ file, config, idf, vocabulary }) => {
    const layer = make({ ...config, vocabulary_size: vocabulary.length });
    if (idf !== undefined) layer.loadOwnVariables(new Map([['idf_weights', tensor(idf, [idf.length])]]));
    layer.loadAssets(new Map([['vocabulary.txt', file]]));
    expectLearned(layer, { vocabulary, ...(idf === undefined ? {} : { idf }) });
  });
}

import { setEagerBackend } from '@kedge/graph-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { Metric, metricFamily } from '../src/metrics/index.js';
import { BACKENDS, backendFor } from './backends.js';
import { goldenTensor, type GoldenArray } from './golden-numbers.js';
import { expectNumbers, optionalTensor, trainingFixture, type Serialized, type Written } from './training-fixtures.js';

interface MetricGolden {
  readonly metric: Serialized;
  readonly batches: readonly { readonly y: GoldenArray; readonly p: GoldenArray }[];
  readonly runs: readonly { readonly weights: readonly (GoldenArray | null)[]; readonly results: readonly Written[] }[];
}

const goldens = trainingFixture<MetricGolden>('metrics');

it('there are goldens for every metric', () => {
  const known = new Set(metricFamily.names.map((name) => metricFamily.find(name)?.className));
  expect(new Set(goldens.map(({ metric }) => metric.class_name))).toEqual(known);
});

describe.each(BACKENDS)('metrics as Keras 3 computes them on tfjs-%s', (name) => {
  beforeAll(async () => setEagerBackend(await backendFor(name)));

  it.each(goldens.map((golden, i) => [`${golden.metric.class_name} ${i}`, golden] as const))('%s', async (_, { metric, batches, runs }) => {
    const made = metricFamily.fromSerialized(metric);
    if (!(made instanceof Metric)) throw new Error(`${metric.class_name} is not known.`);
    expect(made.getConfig('keras3')).toEqual(metric.config);
    for (const { weights, results } of runs) {
      made.reset();
      const found: number[] = [];
      for (const [i, { y, p }] of batches.entries()) {
        await made.update(goldenTensor(y), goldenTensor(p), optionalTensor(weights[i]) ?? null);
        found.push(made.result());
      }
      expectNumbers(found, results, weights[0] === null ? 'without weights' : 'with weights');
    }
  });
});

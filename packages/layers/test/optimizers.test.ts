import { setEagerBackend, type EagerBackend } from '@kedge/graph-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { MaxNorm } from '../src/constraints/index.js';
import { Variable } from '../src/engine/variable.js';
import { Optimizer, optimizerFamily } from '../src/optimizers/index.js';
import { BACKENDS, backendFor } from './backends.js';
import { goldenTensor } from './golden-numbers.js';
import { expectNumbers, trainingFixture, type Serialized, type Written } from './training-fixtures.js';

interface OptimizerGolden {
  readonly optimizer: Serialized;
  readonly constrained: boolean;
  /** For each step, the seed of each gradient. */
  readonly seeds: readonly (readonly number[])[];
  /** After each step, each weight. */
  readonly weights: readonly (readonly (readonly Written[])[])[];
  readonly variables: readonly string[];
}

const SHAPES = [[2, 3], [3]];
const goldens = trainingFixture<OptimizerGolden>('optimizers');

function optimizerOf({ optimizer }: OptimizerGolden): Optimizer {
  const made = optimizerFamily.fromSerialized(optimizer);
  if (!(made instanceof Optimizer)) throw new Error(`${optimizer.class_name} is not known.`);
  return made;
}

const values = (shape: readonly number[], seed: number): ReturnType<typeof goldenTensor> => goldenTensor({ shape, dtype: 'float32', kind: 'signed', seed });

it('there are goldens for every optimizer', () => {
  const known = new Set(optimizerFamily.names.map((name) => optimizerFamily.find(name)?.className));
  expect(new Set(goldens.map(({ optimizer }) => optimizer.class_name))).toEqual(known);
});

describe.each(BACKENDS)('optimizers as Keras 3 moves weights on tfjs-%s', (name) => {
  let backend: EagerBackend;
  beforeAll(async () => {
    backend = await backendFor(name);
    setEagerBackend(backend);
  });

  it.each(goldens.map((golden, i) => [`${golden.optimizer.class_name} ${i}`, golden] as const))('%s', async (_, golden) => {
    const optimizer = optimizerOf(golden);
    expect(optimizer.getConfig('keras3')).toEqual(golden.optimizer.config);
    const weights = SHAPES.map((shape, i) => new Variable({ name: `w${i}`, shape, initialize: () => values(shape, 70 + i), constraint: golden.constrained && i === 0 ? new MaxNorm({ maxValue: 0.8 }) : null }));
    for (const [step, seeds] of golden.seeds.entries()) {
      backend.tidy(() => optimizer.apply(seeds.map((seed, i) => backend.fromTensor(values(SHAPES[i] ?? [], seed))), weights, backend));
      await Promise.all(weights.map((weight) => weight.sync()));
      weights.forEach((weight, i) => expectNumbers(Array.from(weight.hostValue().data, Number), golden.weights[step]?.[i] ?? [], `step ${step + 1}, weight ${i}`));
    }
    // What Keras keeps beside the step count, the learning rate and Nadam's product, which we compute.
    const kept = golden.variables.filter((variable) => /^w\d_/.test(variable));
    expect(optimizer.slotVariables.map((slot) => slot.name)).toEqual(kept);
    expect(optimizer.iterations).toBe(golden.seeds.length);
  });
});

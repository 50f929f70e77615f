import { setEagerBackend, type EagerBackend, type EagerValue, type Tensor } from '@kedge/graph-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { Loss, lossFamily } from '../src/losses/index.js';
import { BACKENDS, backendFor } from './backends.js';
import { goldenTensor, type GoldenArray } from './golden-numbers.js';
import { expectNumbers, magnitudeOf, optionalTensor, trainingFixture, type Serialized } from './training-fixtures.js';

interface LossGolden {
  readonly loss: Serialized;
  readonly y: GoldenArray;
  readonly p: GoldenArray;
  readonly values: GoldenArray;
  readonly runs: readonly { readonly reduction: string; readonly weight: GoldenArray | null; readonly mask?: GoldenArray; readonly result: GoldenArray }[];
  readonly gradient: GoldenArray;
}

const goldens = trainingFixture<LossGolden>('losses');

function lossOf({ loss }: LossGolden, reduction?: string): Loss {
  const config = reduction === undefined ? loss.config : { ...loss.config, reduction };
  const made = lossFamily.fromSerialized({ ...loss, config });
  if (!(made instanceof Loss)) throw new Error(`${loss.class_name} is not known.`);
  return made;
}

const numbersOf = ({ data }: { readonly data: ArrayLike<unknown> }): number[] => Array.from(data, Number);

it('there are goldens for every loss', () => {
  const known = new Set(lossFamily.names.map((name) => lossFamily.find(name)?.className));
  expect(new Set(goldens.map(({ loss }) => loss.class_name))).toEqual(known);
});

describe.each(BACKENDS)('losses as Keras 3 computes them on tfjs-%s', (name) => {
  let backend: EagerBackend;
  beforeAll(async () => {
    backend = await backendFor(name);
    setEagerBackend(backend);
  });
  const read = async (value: unknown): Promise<number[]> => numbersOf(await backend.read(value as EagerValue));

  it.each(goldens.map((golden, i) => [`${golden.loss.class_name} ${i}`, golden] as const))('%s', async (_, golden) => {
    const [y, p] = [goldenTensor(golden.y), goldenTensor(golden.p)];
    const magnitude = magnitudeOf(p);
    const loss = lossOf(golden);
    expectNumbers(await read(loss.call(y, p)), golden.values.data ?? [], 'values', magnitude);
    for (const { reduction, weight, mask, result } of golden.runs) {
      const options = { sampleWeight: optionalTensor(weight) ?? null, mask: optionalTensor(mask) ?? null };
      const reduced = lossOf(golden, reduction).apply(y, p, options);
      expect([...reduced.shape]).toEqual(result.shape);
      const terms = reduction === 'sum' ? golden.values.data?.length : 1;
      expectNumbers(await read(reduced), result.data ?? [], `${reduction}, ${weight === null ? 'no weights' : 'weights'}, ${mask === undefined ? 'no mask' : 'mask'}`, magnitude * (terms ?? 1));
    }
    const point = backend.fromTensor(p as Tensor);
    const { gradients } = backend.valueAndGradients(() => loss.apply(y, point) as EagerValue, [point]);
    expectNumbers(await read(gradients[0]), golden.gradient.data ?? [], 'gradient');
  });
});

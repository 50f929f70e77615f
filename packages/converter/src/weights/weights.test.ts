import { tensor, type Tensor } from '@kedge/graph-core';
import { dense, input, model, sequential, type Model } from '@kedge/layers';
import { describe, expect, it } from 'vitest';
import { applyPlan } from './apply-plan.js';
import type { ReadEntries, WeightEntry } from './entries.js';
import { expectComplete, WeightsMismatchError, type WeightPlan } from './plan.js';
import { planGroups, planList } from './plan-groups.js';

const filled = (shape: readonly number[], value: number): Tensor => tensor(Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => value), shape);

interface FilledEntry extends WeightEntry {
  readonly value: number;
}

/** An array of a file whose every element is `value`, so that it can be told where it went. */
const entry = (name: string, shape: readonly number[], value: number): FilledEntry => ({ name, shape, value });

const read: ReadEntries = async function* (entries) {
  await Promise.resolve();
  for (const asked of entries) yield [asked, filled(asked.shape, (asked as FilledEntry).value)];
};

const first = (m: Model): number[] => m.weights.map((variable) => Number(variable.hostValue().data[0]));

const two = (): Model =>
  sequential({ layers: [dense({ units: 3, name: 'hidden', inputShape: [4] }), dense({ units: 2, name: 'logits' })] });

async function set(m: Model, plan: WeightPlan): Promise<number[]> {
  expectComplete(plan, 'file');
  await applyPlan(plan, read);
  return first(m);
}

describe('a flat list of arrays', () => {
  const shapes = [
    ['hidden/kernel', [4, 3], 1],
    ['hidden/bias', [3], 2],
    ['logits/kernel', [3, 2], 3],
    ['logits/bias', [2], 4],
  ] as const;

  it('goes by names, whatever its order', async () => {
    const m = two();
    const entries = [...shapes].reverse().map(([name, shape, value]) => entry(name, shape, value));
    expect(await set(m, planList(m.layers, entries))).toEqual([1, 2, 3, 4]);
  });

  it.each([
    ['tfjs#8321: the name of the model in front', (name: string) => `sequential_7/${name}`],
    ['checkpoint names', (name: string) => `_layer_checkpoint_dependencies/${name.replace('kernel', 'vars/0').replace('bias', 'vars/1')}`],
    ['positions for names', (name: string) => name.replace('kernel', '0').replace('bias', '1')],
    ['a suffix of TensorFlow', (name: string) => `${name}:0`],
  ])('%s', async (_, spell) => {
    const m = two();
    expect(await set(m, planList(m.layers, shapes.map(([name, shape, value]) => entry(spell(name), shape, value))))).toEqual([1, 2, 3, 4]);
  });

  it('tfjs#7761: schemes may mix', async () => {
    const m = two();
    const entries = [entry('scope/hidden/0', [4, 3], 1), entry('hidden/bias:0', [3], 2), entry('logits/vars/0', [3, 2], 3), entry('m/logits/bias', [2], 4)];
    expect(await set(m, planList(m.layers, entries))).toEqual([1, 2, 3, 4]);
  });

  it('is refused with both names when two arrays claim one weight', () => {
    const m = two();
    const entries = [...shapes.map(([name, shape, value]) => entry(name, shape, value)), entry('other/hidden/kernel', [4, 3], 9)];
    expect(() => planList(m.layers, entries)).toThrow(/'hidden\/kernel', 'other\/hidden\/kernel'/);
  });

  it('tells nested models of equal inner names apart by the names around them', async () => {
    const x = input({ shape: [2] });
    const part = (name: string): Model => {
      const inner = input({ shape: [2] });
      return model({ inputs: inner, outputs: dense({ units: 2, name: 'same', useBias: false }).apply(inner), name });
    };
    const m = model({ inputs: x, outputs: part('b').apply(part('a').apply(x)) });
    expect(await set(m, planList(m.layers, [entry('b/same/kernel', [2, 2], 2), entry('a/same/kernel', [2, 2], 1)]))).toEqual([1, 2]);
  });
});

describe('arrays by layer', () => {
  it('go by the last step where the layer has another counter (conv2d_1_1/kernel:0 in conv2d_1)', async () => {
    const m = two();
    const groups = [
      { layer: 'hidden', entries: [entry('hidden_1/bias:0', [3], 2), entry('hidden_1/kernel:0', [4, 3], 1)] },
      { layer: 'logits', entries: [entry('logits_1/kernel:0', [3, 2], 3), entry('logits_1/bias:0', [2], 4)] },
    ];
    expect(await set(m, planGroups(m.layers, groups, 'file'))).toEqual([1, 2, 3, 4]);
  });

  it('go by order where every layer has another name, and say so', async () => {
    const m = two();
    const groups = [
      { layer: 'dense_17', entries: [entry('dense_17/kernel:0', [4, 3], 1), entry('dense_17/bias:0', [3], 2)] },
      { layer: 'dropout', entries: [] },
      { layer: 'dense_18', entries: [entry('dense_18/kernel:0', [3, 2], 3), entry('dense_18/bias:0', [2], 4)] },
    ];
    const plan = planGroups(m.layers, groups, 'file');
    expect(await set(m, plan)).toEqual([1, 2, 3, 4]);
    expect(plan.notices.join()).toContain('in order');
  });

  it('go by order where names overlap in part: counted from 1 in the file, from 0 in the model', async () => {
    const m = sequential({ layers: [dense({ units: 3, name: 'dense', useBias: false, inputShape: [2] }), dense({ units: 4, name: 'dense_1', useBias: false }), dense({ units: 5, name: 'dense_2', useBias: false })] });
    const groups = [
      { layer: 'dense_1', entries: [entry('dense_1/kernel:0', [2, 3], 1)] },
      { layer: 'dense_2', entries: [entry('dense_2/kernel:0', [3, 4], 2)] },
      { layer: 'dense_3', entries: [entry('dense_3/kernel:0', [4, 5], 3)] },
    ];
    expect(await set(m, planGroups(m.layers, groups, 'file'))).toEqual([1, 2, 3]);
  });

  it('keras#9905: of a nested model go by names, however freezing has ordered them', async () => {
    const inner = input({ shape: [2] });
    const a = dense({ units: 2, name: 'a', useBias: false });
    const b = dense({ units: 2, name: 'b', useBias: false });
    const base = model({ inputs: inner, outputs: b.apply(a.apply(inner)), name: 'base' });
    const x = input({ shape: [2] });
    const m = model({ inputs: x, outputs: base.apply(x) });
    a.trainable = false;
    const groups = [{ layer: 'base', entries: [entry('b/kernel:0', [2, 2], 2), entry('a/kernel:0', [2, 2], 1)] }];
    expect(await set(m, planGroups(m.layers, groups, 'file'))).toEqual([1, 2]);
    const unnamed = [{ layer: 'base', entries: [entry('w_3', [2, 2], 2), entry('w_1', [2, 2], 1)] }];
    const plan = planGroups(m.layers, unnamed, 'file');
    expect(await set(m, plan), 'without names: those that train first').toEqual([1, 2]);
    expect(plan.notices.join()).toContain('by their order');
  });

  it('dlm#10: of another architecture are refused with the first layer that differs', () => {
    const m = two();
    const groups = [{ layer: 'x', entries: [entry('x/kernel', [4, 3], 1), entry('x/bias', [3], 1)] }];
    expect(() => planGroups(m.layers, groups, 'w.h5')).toThrow(/w\.h5: expected weights of 2 layers, the file has 1.*layer 2: 'logits' with 2 arrays in the model/);
  });
});

describe('a plan that does not fit', () => {
  it('is refused with the layer and both shapes, and sets nothing', async () => {
    const m = two();
    m.setWeights([filled([4, 3], 7), filled([3], 7), filled([3, 2], 7), filled([2], 7)]);
    const plan = planList(m.layers, [entry('hidden/kernel', [5, 3], 1), entry('hidden/bias', [3], 2), entry('logits/kernel', [3, 2], 3), entry('logits/bias', [2], 4)]);
    await expect(set(m, plan)).rejects.toThrow(/'hidden\/kernel' expects shape \(4, 3\), the file has \(5, 3\)/);
    await expect(set(m, plan)).rejects.toBeInstanceOf(WeightsMismatchError);
    expect(first(m)).toEqual([7, 7, 7, 7]);
  });

  it('lists what is missing and what is surplus', () => {
    const m = two();
    const plan = planList(m.layers, [entry('hidden/kernel', [4, 3], 1), entry('hidden/bias', [3], 2), entry('logits/kernel', [3, 2], 3), entry('logits/gamma', [2], 4)]);
    expect(() => expectComplete(plan, 'file')).toThrow(/Missing in the file: logits\/bias\. In the file but not in the model: logits\/gamma/);
  });

  it('gives former values back when an array cannot be read', async () => {
    const m = two();
    m.setWeights([filled([4, 3], 7), filled([3], 7), filled([3, 2], 7), filled([2], 7)]);
    const plan = planList(m.layers, [entry('hidden/kernel', [4, 3], 1), entry('hidden/bias', [3], 2), entry('logits/kernel', [3, 2], 3), entry('logits/bias', [2], 4)]);
    const breaking: ReadEntries = async function* (entries) {
      yield* read(entries.slice(0, 2));
      throw new Error('disk gone');
    };
    await expect(applyPlan(plan, breaking)).rejects.toThrow('disk gone');
    expect(first(m)).toEqual([7, 7, 7, 7]);
  });
});

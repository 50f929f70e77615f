import { ops, tensor, type EagerValue, type NumericTensor, type Value } from '@kedge/graph-core';
import type { Expected } from './case.js';

/** A loop whose body is written here; what it gives is arithmetic. */
export interface ScanCase {
  readonly id: string;
  readonly inputs: readonly NumericTensor[];
  readonly run: (values: readonly EagerValue[]) => Value[];
  readonly outputs: readonly Expected[];
}

type Loop = ReturnType<typeof ops.scan>;
const flat = ({ carry, outputs }: Loop): Value[] => [...carry, ...outputs];
const floats = (data: readonly number[], shape: readonly number[] = [data.length]): Expected => ({ shape, dtype: 'float32', data });
const one = (values: readonly Value[], i = 0): Value => values[i] as Value;

export const scanCases: readonly ScanCase[] = [
  {
    id: 'scan/running sum over a sequence',
    inputs: [tensor([10], []), tensor([1, 2, 3, 4], [4])],
    run: ([start, xs]) => flat(ops.scan((carry, slices) => ({ carry: [ops.add(one(carry), one(slices))], outputs: [ops.multiply(one(carry), 2)] }), [start as Value], [xs as Value])),
    outputs: [floats([20], []), floats([20, 22, 26, 32])],
  },
  {
    id: 'scan/from the end, outputs in the order of the sequence',
    inputs: [tensor([0, 0], [2]), tensor([1, 2, 3, 4, 5, 6], [3, 2])],
    run: ([start, xs]) =>
      flat(
        ops.scan(
          (carry, slices) => {
            const next = ops.add(ops.multiply(one(carry), 2), one(slices));
            return { carry: [next], outputs: [next] };
          },
          [start as Value],
          [xs as Value],
          { reverse: true },
        ),
      ),
    // From the end: [5, 6], then 2 * [5, 6] + [3, 4], then 2 * [13, 16] + [1, 2].
    outputs: [floats([27, 34]), floats([27, 34, 13, 16, 5, 6], [3, 2])],
  },
  {
    id: 'scan/tensors of outside, two carried, two sequences',
    inputs: [tensor([1], [1]), tensor([2], [1]), tensor([1, 2], [2, 1]), tensor([3, 4], [2, 1]), tensor([100], [1])],
    run: ([a, b, xs, ys, outside]) =>
      flat(
        ops.scan(
          (carry, slices) => ({
            carry: [one(carry, 1), ops.add(one(carry), one(slices))],
            outputs: [ops.add(ops.multiply(one(slices), one(slices, 1)), outside as Value)],
          }),
          [a as Value, b as Value],
          [xs as Value, ys as Value],
        ),
      ),
    // (1, 2) -> (2, 1 + 1) -> (2, 2 + 2); 1 * 3 + 100 and 2 * 4 + 100.
    outputs: [floats([2]), floats([4]), floats([103, 108], [2, 1])],
  },
  {
    id: 'scan/no sequence but a length, and ops without inputs inside',
    inputs: [tensor([1, 1], [2])],
    run: ([start]) =>
      flat(
        ops.scan(
          (carry) => {
            const next = ops.add(one(carry), ops.add(ops.ones([2]), one(carry)));
            return { carry: [next], outputs: [ops.sum(next), ops.cast(ops.greater(next, 4), 'int32')] };
          },
          [start as Value],
          [],
          { length: 3 },
        ),
      ),
    outputs: [floats([15, 15]), floats([6, 14, 30]), { shape: [3, 2], dtype: 'int32', data: [0, 0, 1, 1, 1, 1] }],
  },
  {
    id: 'scan/a loop within a loop',
    inputs: [tensor([0], []), tensor([1, 2, 3, 4, 5, 6], [2, 3])],
    run: ([start, xs]) =>
      flat(
        ops.scan(
          (carry, slices) => {
            const inner = ops.scan((sum, cells) => ({ carry: [ops.add(one(sum), one(cells))], outputs: [] }), [one(carry)], [one(slices)]);
            return { carry: [one(inner.carry)], outputs: [one(inner.carry)] };
          },
          [start as Value],
          [xs as Value],
        ),
      ),
    outputs: [floats([21], []), floats([6, 21])],
  },
  {
    id: 'scan/no steps, nothing put out',
    inputs: [tensor([7], [1]), tensor([], [0, 2])],
    run: ([start, xs]) => flat(ops.scan((carry, slices) => ({ carry: [ops.add(one(carry), ops.sum(one(slices)))], outputs: [] }), [start as Value], [xs as Value])),
    outputs: [floats([7])],
  },
];

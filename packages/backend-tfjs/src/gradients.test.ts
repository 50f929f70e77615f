import * as tf from '@tensorflow/tfjs-core';
import { ops, scalar, tensor, type EagerBackend, type EagerValue, type Value } from '@kedge/graph-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { createTfjsBackend } from './create-backend.js';

const live = (): number => tf.memory().numTensors;

describe.each(['cpu', 'wasm'] as const)('gradients on tfjs-%s', (name) => {
  let backend: EagerBackend;
  beforeAll(async () => {
    backend = await createTfjsBackend({ backend: name });
  });

  const put = (values: number[], shape: number[] = [values.length]): EagerValue => backend.fromTensor(tensor(values, shape));
  const total = (value: Value): EagerValue => ops.sum(value) as EagerValue;

  /** The gradients by some inputs, as numbers. */
  async function gradients(xs: EagerValue[], fn: (...xs: EagerValue[]) => EagerValue): Promise<(number[] | undefined)[]> {
    const result = backend.valueAndGradients(() => fn(...xs), xs);
    const read = await Promise.all(result.gradients.map(async (gradient) => gradient && ([...(await backend.read(gradient)).data] as number[])));
    for (const value of [result.value, ...result.gradients, ...xs]) value?.dispose();
    return read;
  }

  it('gives the value, and a gradient for each argument that it depends on', async () => {
    const before = live();
    const [x, y, z] = [put([1, 2]), put([3, 4]), put([5])];
    const { value, gradients: by } = backend.valueAndGradients(() => total(ops.multiply(x, y)), [x, y, z]);
    expect((await backend.read(value)).data[0]).toBe(11);
    expect(by[2]).toBeUndefined();
    expect([...(await backend.read(by[0] as EagerValue)).data]).toEqual([3, 4]);
    expect([...(await backend.read(by[1] as EagerValue)).data]).toEqual([1, 2]);
    for (const held of [x, y, z, value, ...by]) held?.dispose();
    expect(live()).toBe(before);
  });

  it('adds up the ways in which an argument enters', async () => {
    expect(await gradients([put([2, 3])], (x) => total(ops.add(ops.multiply(x, x), x)))).toEqual([[5, 7]]);
  });

  it('sums over what was broadcast', async () => {
    const [a, b] = await gradients([put([1, 2, 3], [3, 1]), put([10, 20])], (x, y) => total(ops.multiply(x, y)));
    expect([a, b]).toEqual([[30, 30, 30], [6, 6]]);
  });

  it('takes the argument itself for the function', async () => {
    expect(await gradients([backend.fromTensor(scalar(4))], (x) => x)).toEqual([[1]]);
  });

  it('has none for a function that does not depend on the argument', async () => {
    const constant = put([7]);
    expect(await gradients([put([1])], () => total(constant))).toEqual([undefined]);
    constant.dispose();
  });

  it.each<[string, (x: Value) => Value]>([
    ['stopGradient', (x) => ops.stopGradient(x)],
    ['floor', (x) => ops.floor(x)],
    ['ceil', (x) => ops.ceil(x)],
    ['round', (x) => ops.round(x)],
    ['sign', (x) => ops.sign(x)],
    ['floorDivide', (x) => ops.floorDivide(x, 0.5)],
    ['argmax', (x) => ops.cast(ops.argmax(x, -1), 'float32')],
    ['greater', (x) => ops.cast(ops.greater(x, 1), 'float32')],
    ['cast to integers', (x) => ops.cast(ops.cast(x, 'int32'), 'float32')],
    ['the indices of topK', (x) => ops.cast(ops.topK(x, 1)[1] as Value, 'float32')],
  ])('does not flow through %s', async (_name, fn) => {
    expect(await gradients([put([1.5, 2.5])], (x) => total(fn(x)))).toEqual([undefined]);
  });

  it('flows around what it does not flow through', async () => {
    expect(await gradients([put([1.5, -2])], (x) => total(ops.multiply(x, ops.cast(ops.greater(x, 0), 'float32'))))).toEqual([[1, 0]]);
  });

  it.each<[string, number[], (x: Value) => Value, number[]]>([
    ['relu at zero is 0', [0, 1, -1], (x) => ops.relu(x), [0, 1, 0]],
    ['abs at zero is 0', [0, -3], (x) => ops.abs(x), [0, -1]],
    ['clip at its limits is 1', [0, 1, 2, -1], (x) => ops.clip(x, 0, 1), [1, 1, 0, 0]],
    ['max is shared by equals', [3, 1, 3], (x) => ops.max(x), [0.5, 0, 0.5]],
    ['min is shared by equals', [1, 1, 3], (x) => ops.min(x), [0.5, 0.5, 0]],
    ['maximum goes to the left one of equals', [2, 1], (x) => ops.maximum(x, 2), [1, 0]],
    // The slope of a product is the product of the others.
    ['prod with one zero', [2, 0, 5], (x) => ops.prod(x), [0, 10, 0]],
    ['prod with two zeros', [0, 3, 0], (x) => ops.prod(x), [0, 0, 0]],
    // y = (x0, x0 x1, x0 x1 x2) at (2, 0, 5).
    ['cumprod with a zero', [2, 0, 5], (x) => ops.cumprod(x, 0), [1, 2 + 2 * 5, 0]],
    ['power of zero', [0, 2], (x) => ops.power(x, 2), [0, 4]],
    ['power by the exponent, of zero', [1, 2], (x) => ops.power(0, x), [0, 0]],
    ['a gather counts each use', [1, 2, 3], (x) => ops.take(x, tensor([0, 2, 0, -1], [4], 'int32')), [2, 0, 2]],
  ])('%s', async (_name, at, fn, expected) => {
    expect(await gradients([put(at)], (x) => total(fn(x)))).toEqual([expected]);
  });

  it('of a maximum over windows goes to the first cell that has it', async () => {
    const [by] = await gradients([put([5, 5, 5, 1, 2, 9], [1, 2, 3, 1])], (x) => total(ops.maxPool(x, 2, { strides: 1 })));
    expect(by).toEqual([1, 0, 0, 0, 0, 1]);
  });

  it('flows through a loop to what is carried, to the sequence and to what is captured', async () => {
    const [start, xs, factor] = await gradients([put([1], [1]), put([2, 3], [2, 1]), put([10])], (x, sequence, k) => {
      const { carry } = ops.scan((state, slices) => ({ carry: [ops.add(ops.multiply(state[0] as Value, k), slices[0] as Value)], outputs: [] }), [x], [sequence]);
      return total(carry[0] as Value);
    });
    // ((1 k + 2) k + 3): k^2 by the start, k and 1 by the sequence, 2 k + 2 by k.
    expect([start, xs, factor]).toEqual([[100], [10, 1], [22]]);
  });

  it('saves nothing for what no gradient is wanted of', () => {
    const [frozen, x] = [put([1, 2]), put([3, 4])];
    let grown = 0;
    const { value, gradients: by } = backend.valueAndGradients(() => {
      const before = live();
      ops.exp(ops.tanh(frozen));
      grown = live() - before;
      return total(ops.multiply(frozen, x));
    }, [x]);
    expect(grown).toBe(2);
    for (const held of [frozen, x, value, ...by]) held?.dispose();
  });

  it('leaves arguments usable, also those that were disposed of on the way', async () => {
    const x = put([2, 3]);
    const by = await gradients([x], (y) => {
      const square = ops.square(y) as EagerValue;
      const result = total(ops.exp(square));
      square.dispose();
      return result;
    });
    expect(by[0]?.[0]).toBeCloseTo(4 * Math.exp(4), 3);
  });

  it('frees what it had saved when the function throws', () => {
    const x = put([1, 2]);
    const before = live();
    const attempt = (): unknown =>
      backend.valueAndGradients(() => {
        ops.tanh(ops.exp(x));
        throw new Error('stop');
      }, [x]);
    expect(attempt).toThrow('stop');
    expect(live()).toBe(before);
    const { value, gradients: by } = backend.valueAndGradients(() => total(x), [x]);
    for (const held of [x, value, ...by]) held?.dispose();
    expect(live()).toBe(before - 1);
  });

  it('refuses a function that does not return a scalar', () => {
    const x = put([1, 2]);
    expect(() => backend.valueAndGradients(() => ops.exp(x) as EagerValue, [x])).toThrow('expected a function that returns a float32 scalar, got float32 of shape [2]');
    x.dispose();
  });

  it('refuses gradients of gradients', () => {
    const x = put([1]);
    const inner = (): EagerValue => backend.valueAndGradients(() => total(ops.square(x)), [x]).value;
    expect(() => backend.valueAndGradients(inner, [x])).toThrow(expect.objectContaining({ code: 'NESTED_GRADIENTS' }));
    x.dispose();
  });
});

import * as tf from '@tensorflow/tfjs-core';
import { ops, scalar, setEagerBackend, tensor, type EagerBackend, type EagerValue, type Tensor, type Value } from '@kedge/graph-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTfjsBackend } from './create-backend.js';

const live = (): number => tf.memory().numTensors;
const backends = new Map<string, EagerBackend>();
const get = (name: 'cpu' | 'wasm'): EagerBackend => backends.get(name) as EagerBackend;

beforeAll(async () => {
  for (const backend of ['cpu', 'wasm'] as const) backends.set(backend, await createTfjsBackend({ backend }));
});

describe.each(['cpu', 'wasm'] as const)('values on tfjs-%s', (name) => {
  let backend: EagerBackend;
  const put = (values: number[], shape: number[] = [values.length]): EagerValue => backend.fromTensor(tensor(values, shape));
  const numbers = async (value: Value): Promise<readonly unknown[]> => [...(await backend.read(value as EagerValue)).data];

  beforeAll(() => {
    backend = get(name);
  });

  it.each<Tensor>([
    tensor([1.5, NaN, -0], [3]),
    tensor([2147483647, -2147483648], [2, 1], 'int32'),
    tensor([0, 255], [2], 'uint8'),
    tensor([1, 0], [1, 2], 'bool'),
    { dtype: 'string', shape: [2], data: ['', 'Grüße'] },
    tensor([], [0, 3]),
  ])('gives $dtype $shape back as it was', async (host) => {
    const value = backend.fromTensor(host);
    expect({ shape: value.shape, dtype: value.dtype }).toEqual({ shape: host.shape, dtype: host.dtype });
    expect(await backend.read(value)).toEqual(host);
    value.dispose();
  });

  it('copies on the way in and on the way out', async () => {
    const host = tensor([1, 2], [2]);
    const value = backend.fromTensor(host);
    host.data[0] = 9;
    const first = await backend.read(value);
    (first.data as Float32Array)[1] = 9;
    expect([...(await backend.read(value)).data]).toEqual([1, 2]);
    value.dispose();
  });

  it('frees memory once, however often it is told to', () => {
    const before = live();
    const value = put([1, 2, 3]);
    const other = ops.identity(value) as EagerValue;
    value.dispose();
    value.dispose();
    expect(live()).toBe(before + 1);
    other.dispose();
    expect(live()).toBe(before);
  });

  it('leaves a result alone when the argument that it equals is disposed of', async () => {
    const value = put([1, 2]);
    const same = ops.reshape(value, [2]) as EagerValue;
    value.dispose();
    expect(await numbers(same)).toEqual([1, 2]);
    same.dispose();
  });

  it('says what was used after it was disposed of', () => {
    const value = put([1]);
    value.dispose();
    expect(() => ops.exp(value)).toThrow(expect.objectContaining({ code: 'VALUE_DISPOSED' }));
  });

  it('refuses values of another backend, to compute and to read', async () => {
    const other = get(name === 'cpu' ? 'wasm' : 'cpu');
    const [mine, foreign] = [put([1]), other.fromTensor(tensor([1], [1]))];
    expect(() => ops.add(mine, foreign)).toThrow(`expected a value of backend '${backend.name}', got one of '${other.name}'`);
    await expect(backend.read(foreign)).rejects.toThrow(`'${other.name}'`);
    for (const value of [mine, foreign]) value.dispose();
  });

  it('frees what a tidy makes and does not return, at any depth of what it returns', () => {
    const before = live();
    const x = put([1, 2]);
    const result = backend.tidy(() => {
      const inner = backend.tidy(() => ({ list: [ops.exp(x), ops.sin(x)], dropped: live() }));
      ops.cos(x);
      return { deep: { list: [inner.list[1]] } };
    });
    expect(live()).toBe(before + 2);
    for (const value of [x, ...result.deep.list]) (value as EagerValue).dispose();
    expect(live()).toBe(before);
  });

  it('frees everything when a tidy throws', () => {
    const before = live();
    expect(() =>
      backend.tidy(() => {
        put([1, 2, 3]);
        throw new Error('stop');
      }),
    ).toThrow('stop');
    expect(live()).toBe(before);
  });

  it('keeps what it is told to keep, through every tidy around it', async () => {
    const kept = backend.tidy(() => {
      const value = backend.tidy(() => ({ outer: [backend.keep(put([4, 5]))] }));
      return () => value.outer[0] as EagerValue;
    });
    expect(await numbers(kept())).toEqual([4, 5]);
    kept().dispose();
  });

  it('gives values of public functions back with nothing left behind', () => {
    const [n, x] = [backend.fromTensor(tensor([1, 2], [2], 'int32')), put([1, 2])];
    const before = live();
    const results = [ops.logSumExp(x), ops.add(n, 2.5), ops.stack([x, x])];
    expect(live()).toBe(before + 3);
    for (const value of [n, x, ...results]) (value as EagerValue).dispose();
  });

  it('says which kernel failed on what', () => {
    const x = backend.fromTensor(tensor([1, 2], [2]));
    expect(() => ops.take(x, tensor([2], [1], 'int32'))).toThrow('gather: expected indices from -2 to 1, got 2');
    expect(() => ops.gatherNd(x, tensor([-1], [1, 1], 'int32'))).toThrow('gatherNd: expected indices from 0 to 1, got -1');
    expect(() => ops.scatter(tensor([4, 0], [2, 1], 'int32'), x, [3])).toThrow('scatterNd: expected indices from 0 to 2, got 4');
    x.dispose();
  });

  it('refuses what integers have no answer for', () => {
    const one = backend.fromTensor(tensor([1], [1], 'int32'));
    expect(() => ops.floorDivide(one, 0)).toThrow('divided by zero');
    expect(() => ops.mod(one, 0)).toThrow('divided by zero');
    expect(() => ops.power(one, -1)).toThrow('exponents from 0');
    one.dispose();
  });

  it('refuses sizes that are not known', () => {
    setEagerBackend(backend);
    expect(() => ops.zeros([null, 2])).toThrow('expected a result of known shape, got (null, 2)');
    setEagerBackend(undefined);
  });

  it('computes with more than six dimensions, or says that it cannot', async () => {
    const x = put([1, 2, 3, 4], [2, 1, 1, 1, 1, 1, 2]);
    if (name === 'wasm') expect(() => ops.multiply(x, x)).toThrow('expected at most 6 dimensions on tfjs-wasm');
    else {
      const square = ops.multiply(x, x);
      expect(await numbers(square)).toEqual([1, 4, 9, 16]);
      (square as EagerValue).dispose();
    }
    x.dispose();
  });

  it('refuses to compute with strings', () => {
    const text: Tensor = { dtype: 'string', shape: [1], data: ['a'] };
    const value = backend.fromTensor(text);
    expect(() => ops.greater(value, value)).toThrow('expected float32');
    value.dispose();
  });

  // A loop whose state is replaced each time, as training does it.
  it('holds no more after 200 steps than after one (tfjs#460, tfjs#4457)', () => {
    let state = put([0.5, -0.5], [1, 2]);
    const step = (): void => {
      const next = backend.tidy(() => {
        const { gradients } = backend.valueAndGradients(() => ops.sum(ops.square(ops.tanh(state))) as EagerValue, [state]);
        return ops.subtract(state, ops.multiply(gradients[0] as EagerValue, 0.1)) as EagerValue;
      });
      state.dispose();
      state = next;
    };
    step();
    const [tensors, bytes] = [live(), tf.memory().numBytes];
    for (let i = 0; i < 200; i++) step();
    expect([live(), tf.memory().numBytes]).toEqual([tensors, bytes]);
    state.dispose();
  });
});

describe('the active backend of tfjs', () => {
  afterAll(async () => {
    await tf.setBackend('cpu');
  });

  it.each(['cpu', 'wasm'] as const)('is %s again after others have computed', async (mine) => {
    await tf.setBackend(mine);
    const results = [get('cpu'), get('wasm')].map((backend) => backend.tidy(() => ops.add(backend.fromTensor(scalar(1)), backend.fromTensor(scalar(2))) as EagerValue));
    expect(tf.getBackend()).toBe(mine);
    for (const result of results) {
      expect([...(await result.backend.read(result)).data]).toEqual([3]);
      result.dispose();
    }
  });

  it('is restored when a kernel throws', async () => {
    await tf.setBackend('cpu');
    const value = get('wasm').fromTensor(tensor([1], [1], 'int32'));
    expect(() => ops.mod(value, 0)).toThrow('divided by zero');
    expect(tf.getBackend()).toBe('cpu');
    value.dispose();
  });

  it('serves two backends in turn, in one tidy', async () => {
    const [cpu, wasm] = [get('cpu'), get('wasm')];
    const outer = cpu.fromTensor(scalar(2));
    const [a, b] = cpu.tidy(() => {
      const inner = wasm.tidy(() => ops.exp(wasm.fromTensor(scalar(0))) as EagerValue);
      return [ops.square(outer) as EagerValue, inner] as const;
    });
    expect([...(await cpu.read(a)).data, ...(await wasm.read(b)).data]).toEqual([4, 1]);
    for (const value of [outer, a, b]) value.dispose();
  });
});

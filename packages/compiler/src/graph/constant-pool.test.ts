import { describe, expect, test } from 'vitest';
import { scalar, tensor, zeros } from '@kedge/graph-core';
import { variable } from '../../test/building.js';
import { ConstantPool } from './constant-pool.js';

describe('ConstantPool', () => {
  test('a weight is one constant, whoever asks for it; two weights of the same values are two', () => {
    const pool = new ConstantPool();
    const [a, b] = [variable('a', [4]), variable('b', [4])];
    expect(pool.of(a)).toBe(pool.of(a));
    expect(pool.of(a)).not.toBe(pool.of(b));
    expect(pool.constants.map(({ id, label, isLiteral }) => [id, label, isLiteral])).toEqual([[0, 'a', false], [1, 'b', false]]);
  });

  test('small literals are one constant when their bits are equal', () => {
    const pool = new ConstantPool();
    expect(pool.of(scalar(2))).toBe(pool.of(scalar(2)));
    expect(pool.of(scalar(NaN))).toBe(pool.of(scalar(NaN)));
    expect(pool.of(scalar(0))).not.toBe(pool.of(scalar(-0)));
    expect(pool.of(scalar(1))).not.toBe(pool.of(scalar(1, 'int32')));
    expect(pool.of(scalar(1))).not.toBe(pool.of(tensor([1], [1])));
    expect(pool.of(zeros([100]))).not.toBe(pool.of(zeros([100])));
  });

  test('strings are constants, too', () => {
    const words = { data: ['a', 'b'], shape: [2], dtype: 'string' } as const;
    const constant = new ConstantPool().of(words);
    expect(constant.value()).toBe(words);
    expect(() => constant.exact()).toThrow(/got strings/);
  });

  test('numbers are not rounded before they are used', () => {
    const constant = new ConstantPool().number(0.1);
    expect(constant.exact().data[0]).toBe(0.1);
    expect(constant.value().data[0]).toBe(Math.fround(0.1));
  });

  test('what is derived is computed when it is asked for, and once', () => {
    const pool = new ConstantPool();
    const source = pool.of(variable('source', [2]));
    let count = 0;
    const derive = () => pool.derive('twice', [source], { shape: [2], dtype: 'float32', label: "source'" }, () => {
      count += 1;
      return { data: source.exact().data.map((x: number) => 2 * x), shape: [2], dtype: 'float32' };
    });
    const derived = derive();
    expect(derive()).toBe(derived);
    expect(count).toBe(0);
    expect(derived.exact()).toBe(derived.exact());
    expect(derived.value()).toBe(derived.value());
    expect(count).toBe(1);
    expect(derived.isLiteral).toBe(false);
    expect(pool.derive('twice', [pool.number(1)], derived, () => derived.exact()).isLiteral).toBe(true);
  });

  test('after release a constant is still known, and has no values', () => {
    const pool = new ConstantPool();
    const weight = variable('weight', [2]);
    const constant = pool.of(weight);
    constant.value();
    pool.release();
    expect(pool.of(weight)).toBe(constant);
    expect(() => constant.value()).toThrow(expect.objectContaining({ code: 'CONSTANT_RELEASED', message: expect.stringContaining("'weight' (2)") }));
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { thrownBy } from '../test/tiny.js';
import { BYTES_PER_ELEMENT, isFloat, promoteTypes, type DType } from './dtype.js';
import { KedgeError } from './errors.js';
import * as ops from './ops/index.js';
import { placeholder } from './placeholder.js';
import { scalar } from './tensor.js';
import type { Value, ValueLike } from './value.js';

type Table = Readonly<Record<string, Readonly<Record<string, string | null>>>>;

/** What fixtures/python/dtype_rules.py heard of Keras; null where it refuses. */
const facts = JSON.parse(readFileSync(join(import.meta.dirname, '../../../fixtures/graph/dtypes.json'), 'utf8')) as { readonly binary: Table; readonly unary: Table };

/** Where our names are not Keras' in camelCase, or a call takes more than operands. */
const CALLS: Readonly<Record<string, (...operands: ValueLike[]) => Value | undefined>> = {
  arctan2: (a = 0, b = 0) => ops.atan2(a, b),
  isfinite: (x = 0) => ops.isFinite(x),
  isnan: (x = 0) => ops.isNan(x),
  isinf: (x = 0) => ops.isInf(x),
  cumsum: (x = 0) => ops.cumsum(x, 0),
  cumprod: (x = 0) => ops.cumprod(x, 0),
  matmul: (x = 0) => ops.matmul(x, x),
  concatenate: (x = 0) => ops.concatenate([x, x], 0),
  top_k: (x = 0) => ops.topK(x, 1)[0],
  where: (a = 0, b = 0) => ops.where(operand('bool'), a, b),
};

/** Results that are not Keras': the rule says which, and why. */
const OURS: Readonly<Record<string, string>> = {
  'sum uint8': 'int32',
  'prod uint8': 'int32',
  'cumsum uint8': 'int32',
  'cumprod uint8': 'int32',
  'matmul bool': 'float32',
  'matmul uint8': 'float32',
  'matmul int32': 'float32',
};

/** What Keras computes and we refuse. */
const REFUSED = /^power (bool|int),uint8$|^power uint8,(bool|uint8|int)$/;

const functions = new Map<string, unknown>(Object.entries(ops));

function operand(kind: string): ValueLike {
  if (kind === 'int') return 1;
  return kind === 'float' ? 0.5 : (placeholder({ shape: [2, 2], dtype: kind as DType }, 'x') as Value);
}

function answer(name: string, kinds: string): string | undefined {
  const camel = name.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
  const call = CALLS[name] ?? (functions.get(camel) as (...operands: ValueLike[]) => Value);
  try {
    return call(...kinds.split(',').map(operand))?.dtype;
  } catch (error) {
    if (error instanceof KedgeError && error.code === 'DTYPE_MISMATCH') return undefined;
    throw error;
  }
}

describe.each(['binary', 'unary'] as const)('dtypes of %s ops', (group) => {
  it.each(Object.entries(facts[group]))('G17 %s gives what Keras gives', (name, table) => {
    // What Keras refuses on TensorFlow alone has no right answer to differ from.
    const asked = Object.entries(table).flatMap(([kinds, keras]) => (keras === null ? [] : [{ kinds, keras, question: `${name} ${kinds}` }]));
    const expected = asked.map(({ question, keras }) => [question, REFUSED.test(question) ? undefined : (OURS[question] ?? keras)]);
    expect(asked.map(({ question, kinds }) => [question, answer(name, kinds)])).toEqual(expected);
  });
});

describe('promotion', () => {
  it('G17 has as many answers as the table asks for', () => {
    const count = [facts.binary, facts.unary].flatMap((table) => Object.values(table)).flatMap((row) => Object.values(row).filter((dtype) => dtype !== null)).length;
    expect(count).toBeGreaterThan(700);
  });

  it('G17 meets in the larger type; strings meet only strings', () => {
    const order: readonly DType[] = ['bool', 'uint8', 'int32', 'float32'];
    for (const [i, a] of order.entries()) for (const [j, b] of order.entries()) expect(promoteTypes(a, b)).toBe(order[Math.max(i, j)]);
    expect(promoteTypes('string', 'string')).toBe('string');
    for (const dtype of order) {
      expect(thrownBy(() => promoteTypes('string', dtype))).toMatchObject({ code: 'DTYPE_MISMATCH' });
      expect(thrownBy(() => promoteTypes(dtype, 'string'))).toMatchObject({ code: 'DTYPE_MISMATCH' });
    }
  });

  it('G17 a bare number widens bytes when it does not fit one', () => {
    const bytes = operand('uint8');
    expect([255, 256, -1, 1.5, 0].map((value) => ops.add(bytes, value).dtype)).toEqual(['uint8', 'int32', 'int32', 'float32', 'uint8']);
    expect(ops.add(operand('bool'), true).dtype).toBe('int32');
    expect(ops.multiply(operand('int32'), scalar(2)).dtype).toBe('float32');
  });

  it.each(Object.entries({ bitwiseAnd: ops.bitwiseAnd, bitwiseOr: ops.bitwiseOr, bitwiseXor: ops.bitwiseXor, leftShift: ops.leftShift, rightShift: ops.rightShift }))('G17 %s refuses fractions, which have no bits', (_name, bits) => {
    for (const [a, b] of [['float32', 'int32'], ['int32', 'float32'], ['int32', 'float'], ['float32', 'int']] as const) {
      expect(thrownBy(() => bits(operand(a), operand(b)))).toMatchObject({ code: 'DTYPE_MISMATCH' });
    }
  });

  it('G17 knows the bytes of an element', () => {
    expect(BYTES_PER_ELEMENT).toEqual({ float32: 4, int32: 4, uint8: 1, bool: 1, string: 0 });
    expect((['float32', 'int32', 'uint8', 'bool', 'string'] as const).filter(isFloat)).toEqual(['float32']);
  });
});

import { describe, expect, it } from 'vitest';
import { HostBackend, variable } from '../test/host-backend.js';
import { start, thrownBy } from '../test/tiny.js';
import { inferOutputSpec } from './infer.js';
import * as ops from './ops/index.js';
import type { SymbolicTensor } from './symbolic-tensor.js';
import { tensor } from './tensor.js';
import { currentTraceScope } from './trace-scope.js';
import type { Value, ValueLike } from './value.js';

describe('inferOutputSpec', () => {
  it('G12 gives the specs of the result, in its nesting', () => {
    const spec = inferOutputSpec(
      ([x], { scale }) => ({ list: [ops.reshape(x as Value, [-1]), scale], parts: ops.split(x as Value, 2, 1), none: null }),
      [start('x', [3, 4])],
      { scale: tensor([1], [], 'int32') },
    );
    expect(spec).toEqual({
      list: [{ shape: [12], dtype: 'float32' }, { shape: [], dtype: 'int32' }],
      parts: [{ shape: [3, 2], dtype: 'float32' }, { shape: [3, 2], dtype: 'float32' }],
      none: null,
    });
  });

  it('G12 unknown sizes stay unknown, and become known where an operand knows them', () => {
    const infer = (fn: (x: Value) => unknown, shape: readonly (number | null)[]): unknown => inferOutputSpec(([x]) => fn(x as Value), [start('x', shape)]);
    expect(infer((x) => ops.add(x, ops.ones([4, 1])), [null, null])).toEqual({ shape: [4, null], dtype: 'float32' });
    expect(infer((x) => ops.matmul(x, ops.ones([3, 5])), [null, 3])).toEqual({ shape: [null, 5], dtype: 'float32' });
    expect(infer((x) => ops.mean(ops.expandDims(x, 0), [1, 2]), [null, null, 7])).toEqual({ shape: [1, 7], dtype: 'float32' });
  });

  it('G12 a tensor given twice is one stand-in; none is the tensor itself', () => {
    const x = start('x');
    const kept = variable('w', [1, 2]);
    inferOutputSpec(
      ([a, list], { c, w }) => {
        const [b] = list as unknown[];
        expect(a).toBe(b);
        expect(a).toBe(c);
        expect(a).not.toBe(x);
        expect((a as SymbolicTensor).name).toBe('x');
        expect(w).toBe(kept);
        return a;
      },
      [x, [x]],
      { c: x, w: kept },
    );
  });

  it('G12 values get stand-ins too, so that nothing is computed', () => {
    const backend = new HostBackend();
    const value = backend.fromTensor(tensor([1, 2, 3], [3]));
    expect(inferOutputSpec(([x]) => ops.exp(x as ValueLike), [value])).toEqual({ shape: [3], dtype: 'float32' });
    expect(backend.executed).toEqual([]);
  });

  it('G12 records nothing, in the arguments neither', () => {
    const x = start('x');
    let inside: SymbolicTensor | undefined;
    inferOutputSpec(([a]) => {
      expect(currentTraceScope()?.records).toBe(false);
      inside = ops.relu(a as Value) as SymbolicTensor;
      return inside;
    }, [x]);
    expect(inside?.history).toBeUndefined();
    expect(x.history?.operation.inboundNodes).toHaveLength(1);
  });

  it('G12 loops record their step all the same', () => {
    const spec = inferOutputSpec(
      ([x]) => ops.scan(([h = 0], [s = 0]) => ({ carry: [ops.add(h, s)], outputs: [ops.exp(s)] }), [ops.zeros([2])], [x as Value]),
      [start('x', [null, 2])],
    );
    expect(spec).toEqual({ carry: [{ shape: [2], dtype: 'float32' }], outputs: [{ shape: [null, 2], dtype: 'float32' }] });
  });

  it('G12 an error leaves the scope, and says what does not fit', () => {
    expect(thrownBy(() => inferOutputSpec(([x]) => ops.matmul(x as Value, x as Value), [start('x', [2, 3])]))).toMatchObject({ code: 'SHAPE_MISMATCH' });
    expect(currentTraceScope()).toBeUndefined();
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import { dataOf, HostBackend, variable } from '../../test/host-backend.js';
import { start, thrownBy } from '../../test/tiny.js';
import { activeEagerBackend, setEagerBackend } from '../backend.js';
import { FunctionGraph } from '../function-graph.js';
import { resetNames } from '../names.js';
import { tensor } from '../tensor.js';
import { TraceScope } from '../trace-scope.js';
import type { SymbolicTensor } from '../symbolic-tensor.js';
import type { Value } from '../value.js';
import * as ops from './index.js';
import { op } from './op.js';
import { callPrimitive } from './primitive.js';
import { addPrimitive } from './binary.js';

afterEach(() => setEagerBackend(undefined));

describe('ops on symbolic tensors', () => {
  it('G11 record one node under their own name, tensors in options included', () => {
    resetNames();
    const [x, mean, variance, scale] = ['x', 'mean', 'variance', 'scale'].map((name) => start(name, [2])) as [SymbolicTensor, SymbolicTensor, SymbolicTensor, SymbolicTensor];
    const y = ops.batchNormalization(x, mean, variance, { scale, epsilon: 1e-3 }) as SymbolicTensor;
    const node = y.history?.operation.inboundNodes[0];
    expect(node?.operation).toMatchObject({ name: 'batch_normalization', typeName: 'ops.batchNormalization', opName: 'batchNormalization' });
    expect(node?.inputs).toEqual([x, mean, variance, scale]);
    expect(ops.batchNormalization(mean, mean, variance)).toMatchObject({ name: 'batch_normalization_1' });
  });

  it('G7 run again inside a scope, when the graph that they are in is lowered', () => {
    const x = start('x');
    const graph = FunctionGraph.trace(x, ops.logSumExp(x, 1));
    const scope = new TraceScope();
    const lowered = scope.run(() => {
      const y = start('y');
      return FunctionGraph.trace(y, graph.run<unknown>([y], ({ operation, args, kwargs }) => operation.run(args, kwargs)));
    });
    expect(lowered.nodes.map(({ operation }) => operation.typeName)).toEqual(['Placeholder', 'max', 'stopGradient', 'isFinite', 'where', 'subtract', 'exp', 'sum', 'log', 'add', 'squeeze']);
  });
});

describe('ops on values', () => {
  it('G22 need a backend, and say which op does', () => {
    expect(thrownBy(() => ops.add(1, 2))).toMatchObject({ code: 'BACKEND_NOT_READY' });
    expect(() => ops.add(tensor([1], [1]), 2)).toThrow('ops.add needs a backend to compute values, and none is ready.');
    expect(activeEagerBackend()).toBeUndefined();
  });

  it('G22 run on the backend of their values, else on the active one', () => {
    const [active, other] = [new HostBackend(), new HostBackend()];
    setEagerBackend(active);
    const value = other.fromTensor(tensor([1, 2], [2]));
    expect(dataOf(ops.add(value, 10))).toEqual([11, 12]);
    expect([active.executed, other.executed]).toEqual([[], ['add']]);
    expect(dataOf(ops.multiply(tensor([2, 3], [2]), tensor([4, 5], [2])))).toEqual([8, 15]);
    expect(active.executed).toEqual(['multiply']);
  });

  it('G22 take numbers, plain tensors and weights by themselves, and free what they make on the way', () => {
    const backend = new HostBackend();
    setEagerBackend(backend);
    const weight = variable('w', [1, 2]);
    const kept = weight.eagerValue(backend);
    const integers = backend.fromTensor(tensor([1, 2], [2], 'int32'));
    const before = backend.live.size;
    const sum = ops.add(integers, weight);
    expect(dataOf(sum)).toEqual([2, 4]);
    expect(backend.executed).toEqual(['cast', 'add']);
    expect(backend.live.size).toBe(before + 1);
    expect(backend.live.has(kept as never)).toBe(true);
    (sum as { dispose(): void }).dispose();
    expect(dataOf(ops.add(1.5, integers))).toEqual([2.5, 3.5]);
    expect(backend.live.size).toBe(before + 1);
  });

  it('G22 free what they have made when they fail', () => {
    const backend = new HostBackend();
    setEagerBackend(backend);
    const outer = (x: number): Value => {
      ops.exp(x);
      throw new Error('halfway');
    };
    expect(() => op('halfway', outer)(1)).toThrow('halfway');
    expect(() => ops.add(tensor([1, 2], [2]), tensor([1, 2, 3], [3]))).toThrow('add: expected shapes that broadcast together');
    expect(backend.executed).toEqual(['exp']);
  });

  it('G22 are checked by their own rule before a backend sees them', () => {
    const backend = new HostBackend();
    setEagerBackend(backend);
    expect(thrownBy(() => callPrimitive(addPrimitive, [tensor([1], [1]), tensor([1], [1], 'int32')], {}))).toMatchObject({ code: 'DTYPE_MISMATCH' });
    expect(thrownBy(() => callPrimitive(addPrimitive, [1] as never, {}))).toMatchObject({ code: 'INVALID_ARGUMENT' });
    expect(backend.executed).toEqual([]);
    expect(backend.live.size).toBe(0);
  });
});

import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { dataOf, HostBackend } from '../test/host-backend.js';
import * as one from './index.js';

const STATE = Symbol.for('kedge.state/1');

/** A second copy of the package, as npm installs one beside the other. */
let two: typeof one;
let keysBefore: PropertyKey[];
let keysAfter: PropertyKey[];

beforeAll(async () => {
  Reflect.deleteProperty(globalThis, STATE);
  keysBefore = Reflect.ownKeys(globalThis);
  vi.resetModules();
  two = await import('./index.js');
  keysAfter = Reflect.ownKeys(globalThis);
});

afterEach(() => one.setEagerBackend(undefined));

describe('importing', () => {
  it('G25 changes no global; what copies share is made when a function first needs it', () => {
    expect(keysAfter).toEqual(keysBefore);
    expect(Object.hasOwn(globalThis, STATE)).toBe(false);
    two.currentTraceScope();
    expect(Object.keys(globalThis)).not.toContain(STATE);
    expect(Object.getOwnPropertyDescriptor(globalThis, STATE)).toMatchObject({ enumerable: false });
  });
});

describe('two installed copies', () => {
  it('G16 really are two', () => {
    expect(two.FunctionGraph).not.toBe(one.FunctionGraph);
    expect(two.VALUE_KIND).toBe(one.VALUE_KIND);
  });

  it('G16 recognise each other\'s tensors, where instanceof would not', () => {
    const x = two.placeholder({ shape: [2], dtype: 'float32' }, 'x');
    expect(x).not.toBeInstanceOf(one.SymbolicTensor);
    expect(one.isSymbolicTensor(x)).toBe(true);
    expect(one.isTyped(x)).toBe(true);
    const value = new HostBackend().fromTensor(one.tensor([1], [1]));
    expect(two.isEagerValue(value)).toBe(true);
  });

  it('G16 make one graph together, with names that do not collide', () => {
    const x = one.placeholder({ shape: [null, 2], dtype: 'float32' }, 'x');
    const y = two.ops.relu(one.ops.relu(two.ops.relu(x))) as one.SymbolicTensor;
    for (const { FunctionGraph } of [one, two]) {
      const graph = FunctionGraph.trace(x, y);
      expect(graph.operations).toHaveLength(4);
      expect(new Set(graph.operations.map(({ name }) => name)).size).toBe(4);
      expect(graph.run([1], ({ args }) => args[0])).toEqual([1]);
    }
  });

  it('G16 trace an op of one inside a scope of the other', () => {
    const scope = new two.TraceScope();
    const graph = scope.run(() => {
      expect(one.currentTraceScope()).toBe(scope);
      const x = two.placeholder({ shape: [2], dtype: 'float32' }, 'x');
      return one.FunctionGraph.trace(x, two.ops.add(one.ops.exp(x), 1));
    });
    expect(graph.nodes.map(({ operation }) => operation.typeName)).toEqual(['Placeholder', 'exp', 'add']);
    expect(one.inferOutputSpec(([x]) => two.ops.logSumExp(x as one.Value, 0), [one.placeholder({ shape: [3, 4], dtype: 'float32' }, 'x')])).toEqual({ shape: [4], dtype: 'float32' });
  });

  it('G16 compute on one active backend', () => {
    const backend = new HostBackend();
    two.setEagerBackend(backend);
    expect(one.activeEagerBackend()).toBe(backend);
    expect(dataOf(one.ops.add(1, 2))).toEqual([3]);
    expect(dataOf(two.ops.multiply(one.ops.add(1, 2), one.tensor([2, 3], [2])))).toEqual([6, 9]);
  });
});

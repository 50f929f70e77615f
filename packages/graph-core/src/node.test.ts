import { describe, expect, it } from 'vitest';
import { SPEC, start, thrownBy, Tiny } from '../test/tiny.js';
import type { KedgeError } from './errors.js';
import { Node, producerOf } from './node.js';
import { placeholder } from './placeholder.js';
import { SymbolicTensor } from './symbolic-tensor.js';
import { tensor } from './tensor.js';

const fresh = (name: string): SymbolicTensor => new SymbolicTensor({ ...SPEC, name });

describe('calls', () => {
  it('G1 two calls of an operation are two nodes, each with an index of its own', () => {
    const x = start('x');
    const shared = new Tiny('shared');
    const [first, second] = [shared.on(x), shared.on(x)];
    expect(shared.inboundNodes).toHaveLength(2);
    expect(shared.inboundNodes.map(({ index }) => index)).toEqual([0, 1]);
    expect(first.history).toEqual({ operation: shared, nodeIndex: 0, tensorIndex: 0 });
    expect(second.history).toEqual({ operation: shared, nodeIndex: 1, tensorIndex: 0 });
    expect(producerOf(second)).toBe(shared.inboundNodes[1]);
    expect(producerOf(fresh('nobody made it'))).toBeUndefined();
  });

  it('G1 outputs are counted in order and named after operation, call and place', () => {
    const pair = new Tiny('pair', { b: SPEC, a: [SPEC] });
    pair.on(start('x'));
    const outputs = pair.symbolicCall([start('y')]) as { a: SymbolicTensor[]; b: SymbolicTensor };
    expect(outputs.a[0]?.history?.tensorIndex).toBe(0);
    expect(outputs.b.history?.tensorIndex).toBe(1);
    expect(outputs.b.name).toBe('pair@1:1');
    expect(pair.inboundNodes[1]?.outputs).toEqual([outputs.a[0], outputs.b]);
    expect(String(outputs.b)).toBe('<SymbolicTensor pair@1:1 shape=(null, 2) dtype=float32>');
    expect(String(pair)).toBe('<Tiny pair>');
  });

  it('G1 a tensor is the output of one node: a second claim is refused and changes nothing', () => {
    const y = new Tiny('first').on(start('x'));
    const other = new Tiny('other');
    const error = thrownBy(() => new Node({ operation: other, args: [], outputs: [fresh('new'), y] })) as KedgeError;
    expect(error.code).toBe('CORRUPT_GRAPH');
    expect(error.message).toContain("tensor 'first' is made by call 0 of 'first' already");
    expect(other.inboundNodes).toHaveLength(0);
    expect(y.history?.operation.name).toBe('first');
    const twice = fresh('twice');
    expect(() => new Node({ operation: other, args: [], outputs: [twice, twice] })).toThrow('output 0 of the same call');
  });

  it('G1 an operation without outputs, or with something else, is refused', () => {
    for (const spec of [undefined, [], 3, { shape: [1] }]) {
      expect(thrownBy(() => new Tiny('nothing', spec ?? null).on(start('x')))).toMatchObject({ code: 'STRUCTURE_MISMATCH' });
    }
  });

  it('G1 a history that points nowhere is named', () => {
    const lost = fresh('lost');
    lost.setHistory({ operation: new Tiny('empty'), nodeIndex: 3, tensorIndex: 0 });
    expect(thrownBy(() => producerOf(lost))).toMatchObject({ code: 'CORRUPT_GRAPH' });
    expect(() => producerOf(lost)).toThrow("call 3 of 'empty', which has only 0 calls");
  });

  it('G8 a node shows what it takes, what it gives and whom it depends on, each once', () => {
    const x = start('x');
    const y = new Tiny('y').on(x);
    const node = producerOf(new Tiny('z').on(y, x, y)) as Node;
    expect(node.inputs).toEqual([y, x, y]);
    expect(node.parents.map(({ operation }) => operation.name)).toEqual(['y', 'x']);
    expect(node.isInput).toBe(false);
    expect(producerOf(x)?.isInput).toBe(true);
  });
});

describe('arguments', () => {
  it('G10 tensors at any depth of positional and named arguments are inputs (lutzroeder/netron#1180)', () => {
    const [a, b, c, d, e] = ['a', 'b', 'c', 'd', 'e'].map((name) => start(name)) as [SymbolicTensor, SymbolicTensor, SymbolicTensor, SymbolicTensor, SymbolicTensor];
    const operation = new Tiny('attention');
    operation.symbolicCall([a, [b, 7]], { value: { z: e, y: [d] }, initialState: [c], training: true });
    expect(operation.inboundNodes[0]?.inputs).toEqual([a, b, c, d, e]);
  });

  it('G10 filling in keeps the nesting, the order of keys and what is no tensor', () => {
    const [a, b] = [start('a'), start('b')];
    const constant = tensor([1, 2], [2]);
    const when = new Date(0);
    const args = [[a, null, 'word'], constant, when];
    const kwargs = { z: { b, list: [a, undefined] }, a: false };
    const operation = new Tiny('nested');
    operation.symbolicCall(args, kwargs);
    const filled = (operation.inboundNodes[0] as Node).fillIn(({ name }) => name.toUpperCase());
    expect(filled).toEqual({ args: [['A', null, 'word'], constant, when], kwargs: { z: { b: 'B', list: ['A', undefined] }, a: false } });
    expect(filled.args[1]).toBe(constant);
    expect(filled.args[2]).toBe(when);
    expect(Object.keys(filled.kwargs)).toEqual(['z', 'a']);
    expect(Object.keys(filled.kwargs['z'] as object)).toEqual(['b', 'list']);
  });

  it('G10 calls without named arguments are filled in with a record of their own', () => {
    const operation = new Tiny('plain');
    operation.on(start('x'));
    const node = operation.inboundNodes[0] as Node;
    const { kwargs } = node.fillIn(() => 1);
    kwargs['added'] = true;
    expect(node.fillIn(() => 1)).toEqual({ args: [1], kwargs: {} });
  });
});

describe('inputs', () => {
  it('G2 an input that is applied to a tensor is a call like any other (tfjs#7457)', () => {
    class Entry extends Tiny {
      override get isInput(): boolean {
        return true;
      }
    }
    const entry = new Entry('entry');
    Node.record({ operation: entry, args: [], outputs: fresh('entry') });
    const handed = entry.on(start('x'));
    expect(entry.inboundNodes.map(({ isInput }) => isInput)).toEqual([true, false]);
    expect(producerOf(handed)?.inputs).toHaveLength(1);
  });

  it('G20 an input has sizes that are whole numbers or unknown', () => {
    for (const shape of [[-1], [1.5], [Number.NaN], [Infinity]]) {
      expect(thrownBy(() => placeholder({ shape, dtype: 'float32' }, 'x'))).toMatchObject({ code: 'INVALID_ARGUMENT' });
    }
    expect(placeholder({ shape: [null, 0, 3], dtype: 'string' }, 'x').shape).toEqual([null, 0, 3]);
  });

  it('G6 an input has no value of its own', () => {
    const x = start('x');
    expect(() => x.history?.operation.run([], {})).toThrow("Input 'x' has no value of its own");
    expect(x.history?.operation.computeOutputSpec([], {})).toEqual(SPEC);
  });
});

describe('renaming', () => {
  it('G15 a name is fixed once the operation is part of a graph (keras#10894)', () => {
    const operation = new Tiny('before');
    operation.name = 'after';
    operation.on(start('x'));
    expect(thrownBy(() => (operation.name = 'late'))).toMatchObject({ code: 'NAME_IS_FIXED' });
    expect(operation.name).toBe('after');
  });
});

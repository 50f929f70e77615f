import { describe, expect, it } from 'vitest';
import { chain, SPEC, start, thrownBy, Tiny } from '../test/tiny.js';
import { cloneSubgraph } from './clone.js';
import { FunctionGraph } from './function-graph.js';
import { producerOf } from './node.js';
import { placeholder } from './placeholder.js';
import type { SymbolicTensor } from './symbolic-tensor.js';

const makeInput = (original: SymbolicTensor): SymbolicTensor => placeholder(original, `${original.name}_clone`);

describe('cloneSubgraph', () => {
  it('G4 calls the operations in between once more, on new inputs (tfjs#490)', () => {
    const x = start('x');
    const middle = chain(x, 'head');
    const tail = new Tiny('tail');
    const end = tail.on(middle);
    const clone = cloneSubgraph(middle, { end }, makeInput) as { inputs: SymbolicTensor; outputs: { end: SymbolicTensor } };
    const graph = FunctionGraph.trace(clone.inputs, clone.outputs);
    expect(graph.nodes.map(({ operation }) => operation.name)).toEqual(['head_clone', 'tail']);
    expect(graph.getOperation('tail')).toBe(tail);
    expect(tail.inboundNodes).toHaveLength(2);
    expect(clone.outputs.end.history).toEqual({ operation: tail, nodeIndex: 1, tensorIndex: 0 });
    expect(clone.outputs.end.name).toBe('tail@1');
    expect(clone.outputs.end).toMatchObject(SPEC);
    expect(producerOf(end)).toBe(tail.inboundNodes[0]);
  });

  it('G4 state stays shared, and both parts give the same', () => {
    const x = start('x');
    const middle = chain(x, 'head');
    const tail = new Tiny('tail');
    const end = tail.on(middle);
    const clone = cloneSubgraph([middle], [end], makeInput);
    const run = (graph: FunctionGraph): unknown[] => graph.run<unknown>([7], ({ operation, args, kwargs }) => operation.run(args, kwargs));
    expect(run(FunctionGraph.trace(clone.inputs, clone.outputs))).toEqual(run(FunctionGraph.trace(middle, end)));
    expect(tail.runs).toBe(2);
  });

  it('G4 keeps nesting of arguments, named arguments and constants', () => {
    const [x, y] = [start('x'), start('y')];
    const operation = new Tiny('operation');
    const end = operation.symbolicCall([[x, { deep: y }], 3], { mask: [y], training: true }) as SymbolicTensor;
    const clone = cloneSubgraph([x, y], end, makeInput) as { inputs: SymbolicTensor[] };
    const [newX, newY] = clone.inputs;
    expect(operation.inboundNodes[1]).toMatchObject({ args: [[newX, { deep: newY }], 3], kwargs: { mask: [newY], training: true } });
    expect(operation.inboundNodes[1]?.inputs).toEqual([newX, newY, newY]);
  });

  it('G4 an input may stand for itself, and a shared operation is cloned call by call', () => {
    const x = start('x');
    const shared = new Tiny('shared');
    const end = shared.on(shared.on(x));
    const clone = cloneSubgraph(x, end, (original) => original) as { inputs: SymbolicTensor; outputs: SymbolicTensor };
    expect(clone.inputs).toBe(x);
    expect(shared.inboundNodes).toHaveLength(4);
    expect(clone.outputs.history).toMatchObject({ nodeIndex: 3 });
    expect(FunctionGraph.trace(x, clone.outputs).nodes).toHaveLength(3);
  });

  it('G4 outputs that are given inputs become the new inputs, also beside others of their operation', () => {
    const x = start('x');
    const [first, second] = new Tiny('pair', [SPEC, SPEC]).allOn(x) as [SymbolicTensor, SymbolicTensor];
    const end = new Tiny('join').on(first, second);
    const clone = cloneSubgraph([x, first], [first, end], makeInput) as { inputs: SymbolicTensor[]; outputs: SymbolicTensor[] };
    expect(clone.outputs[0]).toBe(clone.inputs[1]);
    const graph = FunctionGraph.trace(clone.inputs, clone.outputs);
    const results = graph.run<unknown>([1, 10], ({ operation, args }) => (operation.name === 'pair' ? [-1, -2] : args));
    expect(results).toEqual([10, [10, -2]]);
  });

  it('G4 100,000 operations are cloned without exhausting the stack', () => {
    const shared = new Tiny('shared');
    const x = start('x');
    let y = x;
    for (let i = 0; i < 100_000; i++) y = shared.on(y);
    const clone = cloneSubgraph(x, y, makeInput);
    expect(shared.inboundNodes).toHaveLength(200_000);
    expect(FunctionGraph.trace(clone.inputs, clone.outputs).nodes).toHaveLength(100_001);
  });

  it('G3 what cannot be traced cannot be cloned, and nothing is called', () => {
    const operation = new Tiny('operation');
    const end = operation.on(start('other'));
    expect(thrownBy(() => cloneSubgraph(start('x'), end, makeInput))).toMatchObject({ code: 'DISCONNECTED_GRAPH' });
    expect(operation.inboundNodes).toHaveLength(1);
  });
});

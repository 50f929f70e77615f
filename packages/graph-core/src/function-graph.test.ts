import { describe, expect, it } from 'vitest';
import { chain, SPEC, start, thrownBy, Tiny } from '../test/tiny.js';
import type { CyclicGraphError, DisconnectedGraphError, DuplicateNameError, KedgeError } from './errors.js';
import { FunctionGraph } from './function-graph.js';
import { Node, producerOf } from './node.js';
import { SymbolicTensor } from './symbolic-tensor.js';
import { tensor } from './tensor.js';

const namesOf = (graph: FunctionGraph): string[] => graph.nodes.map(({ operation }) => operation.name);

describe('tracing', () => {
  it('G2 keeps what the outputs need and nothing else, producers first', () => {
    const x = start('x');
    const left = chain(x, 'left');
    const right = chain(x, 'right_a', 'right_b');
    chain(left, 'dead_end');
    const graph = FunctionGraph.trace(x, new Tiny('join').on(right, left));
    expect(namesOf(graph)).toEqual(['x', 'right_a', 'right_b', 'left', 'join']);
  });

  it('G2 100,000 operations in a row trace without exhausting the stack', () => {
    const count = 100_000;
    const x = start('x');
    let y = x;
    for (let i = 0; i < count; i++) y = new Tiny(`step_${i}`).on(y);
    const graph = FunctionGraph.trace(x, y);
    expect(graph.nodes).toHaveLength(count + 1);
    expect(graph.nodes[0]?.operation.name).toBe('x');
    expect(graph.nodes.every((node, i) => i === 0 || node.inputs[0] === graph.nodes[i - 1]?.outputs[0])).toBe(true);
    expect(graph.operations.map(({ name }) => name)).toEqual(namesOf(graph));
    expect(graph.edges).toHaveLength(count);
    expect(graph.run([1], ({ args }) => (args[0] as number) + 1)).toEqual([count + 1]);
  });

  it('G2 one operation called 100,000 times is 100,000 nodes and one operation', () => {
    const shared = new Tiny('shared');
    const x = start('x');
    let y = x;
    for (let i = 0; i < 100_000; i++) y = shared.on(y);
    const graph = FunctionGraph.trace(x, y);
    expect(graph.nodes).toHaveLength(100_001);
    expect(graph.operations.map(({ name }) => name)).toEqual(['x', 'shared']);
  });

  it('G2 keeps inputs that nothing needs, first and once', () => {
    const [used, idle] = [start('used'), start('idle')];
    const graph = FunctionGraph.trace([used, idle], chain(used, 'y'));
    expect(namesOf(graph)).toEqual(['idle', 'used', 'y']);
    expect(graph.operations.map(({ name }) => name)).toEqual(['used', 'idle', 'y']);
  });

  it('G2 takes in what computes from nothing', () => {
    const x = start('x');
    const constant = new Tiny('constant').symbolicCall([]) as SymbolicTensor;
    expect(namesOf(FunctionGraph.trace(x, new Tiny('add').on(x, constant)))).toEqual(['x', 'constant', 'add']);
  });

  it('G2 keeps the structure of inputs and outputs (keras#21328)', () => {
    const [a, b] = [start('a'), start('b')];
    const join = new Tiny('join').on(a, b);
    const graph = FunctionGraph.trace({ second: b, first: a }, [{ sum: join }, [a]]);
    expect(graph.inputs).toEqual([a, b]);
    expect(graph.outputs).toEqual([join, a]);
    expect(graph.inputStructure).toEqual({ second: b, first: a });
    expect(graph.packOutputs([1, 2])).toEqual([{ sum: 1 }, [2]]);
    expect(FunctionGraph.trace([a, b], [join]).packOutputs([1])).toEqual([1]);
    expect(FunctionGraph.trace([a, b], join).packOutputs([1])).toBe(1);
  });

  it('G2 an input layer applied to a tensor lies between, and the walk goes on behind it (tfjs#7457)', () => {
    class Entry extends Tiny {
      override get isInput(): boolean {
        return true;
      }
    }
    const entry = new Entry('entry');
    const begin = new SymbolicTensor({ ...SPEC, name: 'entry' });
    Node.record({ operation: entry, args: [], outputs: begin });
    const layers = [entry, new Tiny('dense')];
    const end = layers.reduce((value, layer) => layer.on(value), begin);
    const graph = FunctionGraph.trace(begin, end);
    expect(namesOf(graph)).toEqual(['entry', 'entry', 'dense']);
    expect(graph.operations).toEqual(layers);
  });
});

describe('graphs that cannot be', () => {
  it('G3 an output that the inputs do not reach names tensor, consumer, place and what is reached', () => {
    const [x, other] = [start('x'), start('other')];
    const near = chain(x, 'near_a', 'near_b');
    const broken = chain(new Tiny('join').on(near, other), 'tail');
    const error = thrownBy(() => FunctionGraph.trace(x, { good: near, bad: [near, broken] })) as DisconnectedGraphError;
    expect(error).toMatchObject({ name: 'DisconnectedGraphError', code: 'DISCONNECTED_GRAPH', tensorName: 'other', operationName: 'join', outputPath: 'outputs.bad[1]' });
    expect(error.reached).toEqual(['x', 'near_a', 'near_b']);
    expect(error.message).toBe(
      "The inputs do not reach outputs.bad[1]: tensor 'other' of shape (null, 2), needed by 'join', is computed from none of the given inputs ('x'). " +
        "Operations that the inputs do reach: x, near_a, near_b. 'other' is an input: add it to the inputs, or build the output from the given ones.",
    );
  });

  it('G3 lists what is reached by way of every output, also of those that come after the broken one', () => {
    const [x, other] = [start('x'), start('other')];
    const error = thrownBy(() => FunctionGraph.trace(x, [chain(other, 'lost'), chain(x, 'found')])) as DisconnectedGraphError;
    expect(error.outputPath).toBe('outputs[0]');
    expect(error.reached).toEqual(['x', 'found']);
  });

  it('G3 an output that nothing makes, or that is an input of another graph, needs nobody', () => {
    const x = start('x');
    const loose = new SymbolicTensor({ ...SPEC, name: 'loose' });
    for (const output of [loose, start('foreign')]) {
      expect(thrownBy(() => FunctionGraph.trace(x, output))).toMatchObject({ operationName: '(the outputs)', outputPath: 'outputs', reached: [] });
    }
    expect(() => FunctionGraph.trace(x, loose)).toThrow("Add 'loose' to the inputs");
  });

  it('G3 shortens long lists in the message, not in the error', () => {
    const x = start('x');
    const names = Array.from({ length: 40 }, (_, i) => `step_${i}`);
    const error = thrownBy(() => FunctionGraph.trace(x, new Tiny('join').on(chain(x, ...names), start('other')))) as DisconnectedGraphError;
    expect(error.reached).toHaveLength(41);
    expect(error.message).toContain('step_10 and 29 more.');
  });

  it('G3 10,000 operations with one dangling edge fail and name the edge (tfjs#7271)', () => {
    const x = start('x');
    const long = chain(x, ...Array.from({ length: 10_000 }, (_, i) => `step_${i}`));
    const dangling = new SymbolicTensor({ ...SPEC, name: 'dangling' });
    const error = thrownBy(() => FunctionGraph.trace(x, chain(new Tiny('join').on(long, dangling), 'last'))) as DisconnectedGraphError;
    expect(error).toMatchObject({ tensorName: 'dangling', operationName: 'join' });
    expect(error.reached).toHaveLength(10_001);
  });

  it('G3 a tensor that depends on itself is refused with the way round', () => {
    const x = start('x');
    const [first, second] = ['first', 'second'].map((name) => new SymbolicTensor({ ...SPEC, name })) as [SymbolicTensor, SymbolicTensor];
    Node.record({ operation: new Tiny('one'), args: [x, second], outputs: first });
    Node.record({ operation: new Tiny('two'), args: [first], outputs: second });
    const error = thrownBy(() => FunctionGraph.trace(x, chain(second, 'end'))) as CyclicGraphError;
    expect(error).toMatchObject({ name: 'CyclicGraphError', code: 'CYCLIC_GRAPH', tensorName: 'second', operationNames: ['two', 'one'] });
    expect(error.message).toContain('two <- one <- two');
  });

  it('G3 a cycle behind which the inputs are missing is still an error, not a hang', () => {
    const loop = new SymbolicTensor({ ...SPEC, name: 'loop' });
    const operation = new Tiny('self');
    Node.record({ operation, args: [start('other'), loop], outputs: loop });
    expect(thrownBy(() => FunctionGraph.trace(start('x'), loop))).toMatchObject({ code: 'DISCONNECTED_GRAPH', reached: [] });
    expect(thrownBy(() => FunctionGraph.trace(start('x'), [chain(loop, 'y')]))).toMatchObject({ code: 'DISCONNECTED_GRAPH' });
  });

  it('G3 an operation called on its own output is no cycle', () => {
    const shared = new Tiny('shared');
    const x = start('x');
    expect(namesOf(FunctionGraph.trace(x, shared.on(shared.on(x))))).toEqual(['x', 'shared', 'shared']);
  });

  it('G3 two operations of one name are refused, one operation twice is not', () => {
    const x = start('x');
    const twin = new Tiny('twin').on(new Tiny('twin').on(x));
    const error = thrownBy(() => FunctionGraph.trace(x, twin)) as DuplicateNameError;
    expect(error).toMatchObject({ name: 'DuplicateNameError', code: 'DUPLICATE_NAME', operationName: 'twin' });
    expect(thrownBy(() => FunctionGraph.trace([x, start('x')], chain(x, 'y')))).toMatchObject({ code: 'DUPLICATE_NAME' });
  });

  it.each([
    ['nothing', [], 'Expected at least one tensor among the inputs of a graph, got none.'],
    ['undefined', [undefined], 'Expected a symbolic tensor at inputs[0], got undefined.'],
    ['an operation that was not applied', { a: new Tiny('dense') }, "Expected a symbolic tensor at inputs.a, got a Tiny 'dense'."],
    ['values', tensor([1], [1]), 'Expected a symbolic tensor at inputs, got values.'],
    ['a number', [[4]], 'Expected a symbolic tensor at inputs[0][0], got the number 4.'],
    ['a function', { 'a b': () => 0 }, 'Expected a symbolic tensor at inputs["a b"], got a function.'],
  ])('G3 refuses %s as input, and as output', (_what, structure, message) => {
    const x = start('x');
    expect(thrownBy(() => FunctionGraph.trace(structure, x))).toMatchObject({ code: 'INVALID_ARGUMENT' });
    expect(() => FunctionGraph.trace(structure, x)).toThrow(message);
    expect(() => FunctionGraph.trace(x, structure)).toThrow(message.replaceAll('inputs', 'outputs'));
  });

  it('G3 refuses an input twice', () => {
    const x = start('x');
    expect(() => FunctionGraph.trace({ a: x, b: [x] }, x)).toThrow("Expected each input once, got 'x' again at inputs.b[0].");
  });
});

describe('beginning in the middle', () => {
  it('G4 stops at a tensor of a larger graph', () => {
    const x = start('x');
    const middle = chain(x, 'a', 'b');
    const graph = FunctionGraph.trace(middle, chain(middle, 'c'));
    expect(namesOf(graph)).toEqual(['c']);
    expect(graph.edges).toEqual([]);
    expect(graph.run([5], ({ args }) => (args[0] as number) * 2)).toEqual([10]);
  });

  it('G4 an output of an operation may be given while another one is computed', () => {
    const x = start('x');
    const pair = new Tiny('pair', [SPEC, SPEC]);
    const [first, second] = pair.allOn(x) as [SymbolicTensor, SymbolicTensor];
    const onFirst = new Tiny('on_first').on(first);
    const join = new Tiny('join').on(onFirst, second);
    const graph = FunctionGraph.trace([x, first], join);
    expect(namesOf(graph).sort()).toEqual(['join', 'on_first', 'pair', 'x']);
    expect(graph.edges.map(({ from, to }) => `${from.operation.name}>${to.operation.name}`)).not.toContain('pair>on_first');
    const results = graph.run([1, 10], ({ operation, args }) => (operation === pair ? [-1, -2] : args.reduce<number>((sum, arg) => sum + (arg as number), 0)));
    expect(results).toEqual([10 - 2]);
  });

  it('G4 a given tensor may be an output', () => {
    const x = start('x');
    const middle = chain(x, 'a');
    const graph = FunctionGraph.trace([middle, x], [middle, x]);
    expect(namesOf(graph)).toEqual(['x']);
    expect(graph.run([1, 2], () => 0)).toEqual([1, 2]);
  });
});

describe('sharing', () => {
  it('G5 two graphs over the same operations see the same state, and neither changes the other', () => {
    const x = start('x');
    const shared = new Tiny('shared');
    const y = shared.on(x);
    const small = FunctionGraph.trace(x, y);
    const large = FunctionGraph.trace(x, chain(y, 'more'));
    const before = namesOf(small);
    for (const graph of [small, large]) graph.run([0], ({ operation, args, kwargs }) => operation.run(args, kwargs));
    expect(shared.runs).toBe(2);
    expect(small.getOperation('shared')).toBe(large.getOperation('shared'));
    expect(large.getOperation('nobody')).toBeUndefined();
    expect(namesOf(small)).toEqual(before);
    expect(producerOf(y)?.index).toBe(0);
  });
});

describe('looking', () => {
  it('G8 edges are the tensors between nodes, one for each place where one is taken', () => {
    const x = start('x');
    const a = chain(x, 'a');
    const graph = FunctionGraph.trace(x, new Tiny('join').on(a, x, a));
    expect(graph.edges.map(({ tensor, from, to }) => [tensor.name, from.operation.name, to.operation.name])).toEqual([
      ['x', 'x', 'a'],
      ['a', 'a', 'join'],
      ['x', 'x', 'join'],
      ['a', 'a', 'join'],
    ]);
  });

  it('G24 graph errors are KedgeErrors', () => {
    const error = thrownBy(() => FunctionGraph.trace(start('x'), start('y'))) as KedgeError;
    expect(error).toBeInstanceOf(Error);
    expect(error.code).toBe('DISCONNECTED_GRAPH');
  });
});

import { describe, expect, test } from 'vitest';
import { FunctionGraph, Operation, ops, placeholder, ShapeMismatchError, tensor, inferOutputSpec, currentTraceScope, type Value } from '@kedge/graph-core';
import { Block, lowered, primitivesOf, traced, variable } from '../../test/building.js';
import { ConstantPool, lower } from '../index.js';

/** A model as a layer: it runs its own graph, each operation under its name. */
class Nested extends Operation {
  readonly #graph: FunctionGraph;

  constructor(name: string, graph: FunctionGraph) {
    super(name);
    this.#graph = graph;
  }

  override computeOutputSpec(args: readonly unknown[]): unknown {
    return inferOutputSpec((inner) => this.run(inner), args);
  }

  override run(args: readonly unknown[]): unknown {
    const scope = currentTraceScope();
    const [result] = this.#graph.run(args, (call) => (scope === undefined ? call.operation.run(call.args, call.kwargs) : scope.within(call.operation.name, () => call.operation.run(call.args, call.kwargs))));
    return result;
  }
}

const image = () => placeholder({ shape: [null, 4, 4, 3], dtype: 'float32' }, 'image');

function convBlock(name: string): Block {
  const kernel = variable('kernel', [3, 3, 3, 3]);
  const bias = variable('bias', [3]);
  return new Block(name, (x) => ops.relu(ops.add(ops.conv(x, kernel, { padding: 'same' }), bias)));
}

describe('lower', () => {
  test('inlines operations, names steps by path, keeps weights as constants', () => {
    const x = image();
    const y = convBlock('mixed0').symbolicCall([x]);
    expect(lower(FunctionGraph.trace(x, y)).toString()).toBe(
      [
        'in %0 image : float32 (null, 4, 4, 3)',
        '%1 = conv(%0, kernel[3, 3, 3, 3]) dilations=[1, 1] groups=1 padding=same strides=[1, 1] : float32 (null, 4, 4, 3) # mixed0/conv',
        '%2 = add(%1, bias[3]) : float32 (null, 4, 4, 3) # mixed0/add',
        '%3 = relu(%2) : float32 (null, 4, 4, 3) # mixed0/relu',
        'out mixed0 = %3',
      ].join('\n'),
    );
  });

  test('an operation that is called twice becomes steps twice and constants once', () => {
    const x = image();
    const block = convBlock('block');
    const graph = lower(FunctionGraph.trace(x, block.symbolicCall([block.symbolicCall([x])])));
    expect(graph.steps.map(({ name }) => name)).toEqual(['block/conv', 'block/add', 'block/relu', 'block/conv_1', 'block/add_1', 'block/relu_1']);
    expect(graph.constants.map(({ label }) => label)).toEqual(['kernel', 'bias']);
  });

  test('nested graphs are inlined under the path to them', () => {
    const inner = image();
    const nested = new Nested('backbone', FunctionGraph.trace(inner, convBlock('first').symbolicCall([inner])));
    const x = image();
    const graph = lower(FunctionGraph.trace(x, new Block('head', (y) => ops.mean(y, [1, 2])).symbolicCall([nested.symbolicCall([x])])));
    expect(graph.steps.map(({ name }) => name)).toEqual(['backbone/first/conv', 'backbone/first/add', 'backbone/first/relu', 'head/mean']);
  });

  test('binding to concrete shapes resolves every size', () => {
    const graph = traced([[null, null, 3]], (x) => ops.add(ops.reshape(x, [-1, 3]), 1));
    expect(lower(graph).specs.map(({ shape }) => shape)).toEqual([[null, null, 3], [null, 3], [null, 3]]);
    const bound = lower(graph, { inputShapes: [[2, 5, 3]] });
    expect(bound.specs.map(({ shape }) => shape)).toEqual([[2, 5, 3], [10, 3], [10, 3]]);
    expect(bound.steps[0]?.attrs).toEqual({ newShape: [10, 3] });
  });

  test('apply decides how an operation is run', () => {
    const x = image();
    const y = convBlock('block').symbolicCall([x]);
    const seen: string[] = [];
    const graph = lower(FunctionGraph.trace(x, y), {
      apply: ({ operation, args, kwargs }) => {
        seen.push(operation.name);
        return ops.negative(operation.run(args, kwargs) as Value);
      },
    });
    expect(seen).toEqual(['block']);
    expect(primitivesOf(graph)).toEqual(['conv', 'add', 'relu', 'negative']);
  });

  test('outputs may be inputs, weights and numbers', () => {
    const x = image();
    const weight = variable('embedding', [2, 2]);
    const same = new Block('same', (y) => y).symbolicCall([x]);
    const constant = new Block('constant', () => weight).symbolicCall([x]);
    const graph = lower(FunctionGraph.trace(x, [same, constant]));
    expect(graph.steps).toEqual([]);
    expect(graph.toString()).toBe('in %0 image : float32 (null, 4, 4, 3)\nout same = %0, constant = embedding[2, 2]');
  });

  test('primitives with several outputs put out several values', () => {
    const graph = lowered([[2, 6]], (x) => {
      const [values, indices] = ops.topK(x, 2);
      return [values, indices] as Value[];
    });
    expect(graph.toString()).toBe(
      ['in %0 x : float32 (2, 6)', '%1, %2 = topK(%0) k=2 : float32 (2, 2), int32 (2, 2) # layer/topK', 'out layer = %1, layer:1 = %2'].join('\n'),
    );
  });

  test('a loop holds its body as a graph, weights inside it included', () => {
    const weight = variable('recurrent', [3, 3]);
    const x = placeholder({ shape: [5, 2, 3], dtype: 'float32' }, 'sequence');
    const layer = new Block('rnn', (sequence) => {
      const step = ops.scan(([h = 0], [s = 0]) => ({ carry: [ops.add(ops.matmul(h, weight), s)], outputs: [] }), [ops.zeros([2, 3])], [sequence as Value]);
      return step.carry[0];
    });
    const graph = lower(FunctionGraph.trace(x, layer.symbolicCall([x])));
    expect(primitivesOf(graph)).toEqual(['fill', 'scan']);
    const scan = graph.steps[1];
    expect(scan?.primitive === 'scan' && primitivesOf(scan.attrs.body)).toEqual(['matmul', 'add']);
    expect(graph.constants.map(({ label }) => label)).toEqual(['recurrent']);
    expect(graph.toString()).toContain('  %2 = matmul(%0, recurrent[3, 3])');
  });

  test('the same pool gives the same constants for another shape', () => {
    const kernel = variable('kernel', [3, 4]);
    const graph = traced([[null, 3]], (x) => ops.add(ops.matmul(x, kernel), tensor([1, 2, 3, 4], [4])));
    const pool = new ConstantPool();
    const [one, two] = [1, 2].map((batch) => lower(graph, { inputShapes: [[batch, 3]], pool }));
    expect(one?.constants).toHaveLength(2);
    expect(two?.constants).toEqual(one?.constants);
    expect(two?.constants.every((constant, i) => constant === one?.constants[i])).toBe(true);
  });
});

describe('lower refuses', () => {
  const graph = traced([[null, 4]], (x) => ops.matmul(x, variable('kernel', [4, 2])));

  test('a shape that the input does not take', () => {
    expect(() => lower(graph, { inputShapes: [[1, 5]] })).toThrow(ShapeMismatchError);
    expect(() => lower(graph, { inputShapes: [[1, 5]] })).toThrow(/takes shape \(null, 4\), got \(1, 5\)/);
  });

  test('more shapes than inputs', () => {
    expect(() => lower(graph, { inputShapes: [[1, 4], [1, 4]] })).toThrow(/at most 1 inputs, got 2/);
  });

  test('an operation that does not fit the bound shape, by its name and with its code', () => {
    const conv = traced([[null, null, null, 3]], (x) => ops.conv(x, variable('kernel', [3, 3, 3, 1])));
    expect(() => lower(conv, { inputShapes: [[1, 2, 2, 3]] })).toThrow(/^Lowering 'layer': conv: expected at least 3 cells/);
  });

  test('what is no tensor of the graph', () => {
    const x = image();
    const block = new Block('odd', (y) => y).symbolicCall([x]);
    const stranger = image();
    expect(() => lower(FunctionGraph.trace(x, block), { apply: () => stranger })).toThrow(/tensor 'image' .* is computed from none of the given inputs/);
  });
});

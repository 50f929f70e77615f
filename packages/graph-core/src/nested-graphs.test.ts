import { describe, expect, it } from 'vitest';
import { start, thrownBy } from '../test/tiny.js';
import { FunctionGraph } from './function-graph.js';
import { inferOutputSpec } from './infer.js';
import { Operation } from './operation.js';
import * as ops from './ops/index.js';
import { placeholder } from './placeholder.js';
import type { SymbolicTensor } from './symbolic-tensor.js';
import { tensor } from './tensor.js';
import { currentTraceScope, TraceScope } from './trace-scope.js';
import type { Value } from './value.js';

/** What a model is: an operation that runs a graph. */
class GraphOperation extends Operation {
  readonly graph: FunctionGraph;

  constructor(name: string, graph: FunctionGraph) {
    super(name);
    this.graph = graph;
  }

  override computeOutputSpec(args: readonly unknown[]): unknown {
    return inferOutputSpec((inner) => this.run(inner), args);
  }

  override run(args: readonly unknown[]): unknown {
    const scope = currentTraceScope();
    const results = this.graph.run<unknown>(args, ({ operation, args: inner, kwargs }) =>
      scope === undefined ? operation.run(inner, kwargs) : scope.within(operation.name, () => operation.run(inner, kwargs)),
    );
    return this.graph.packOutputs(results);
  }

  on(...args: readonly unknown[]): SymbolicTensor {
    return this.symbolicCall(args) as SymbolicTensor;
  }
}

/** `relu(x * 2)`, whatever the size of x. */
function doubled(name: string): GraphOperation {
  const x = start('x', [null, null]);
  return new GraphOperation(name, FunctionGraph.trace(x, ops.relu(ops.multiply(x, 2))));
}

const lower = (graph: FunctionGraph): FunctionGraph => {
  const scope = new TraceScope();
  return scope.run(() => {
    const inputs = graph.inputs.map(({ name, shape, dtype }) => placeholder({ shape, dtype }, scope.uniqueName(name)));
    const outputs = graph.run<unknown>(inputs, ({ operation, args, kwargs }) => scope.within(operation.name, () => operation.run(args, kwargs)));
    return FunctionGraph.trace(inputs, outputs);
  });
};

describe('graphs in graphs', () => {
  it('G7 a graph inside an operation is one node outside, with its shapes', () => {
    const x = start('x', [null, 3]);
    const y = doubled('inner').on(x);
    const graph = FunctionGraph.trace(x, y);
    expect(graph.nodes.map(({ operation }) => operation.name)).toEqual(['x', 'inner']);
    expect(y).toMatchObject({ shape: [null, 3], dtype: 'float32' });
  });

  it('G7 lowering inlines it, to any depth, under the path to it', () => {
    const inner = doubled('inner');
    const middleX = start('middle_x', [null, null]);
    const middle = new GraphOperation('middle', FunctionGraph.trace(middleX, inner.on(ops.exp(middleX))));
    const x = start('x', [2, 3]);
    const lowered = lower(FunctionGraph.trace(x, middle.on(middle.on(x))));
    expect(lowered.nodes.map(({ operation }) => operation.typeName)).toEqual(['Placeholder', 'exp', 'multiply', 'relu', 'exp', 'multiply', 'relu']);
    expect(lowered.operations.map(({ name }) => name.replace(/_\d+/g, ''))).toContain('middle/inner/relu/relu');
    expect(lowered.outputs[0]?.shape).toEqual([2, 3]);
  });

  it('G7 a graph can be called any number of times, also by itself again and in several graphs (tfjs#398)', () => {
    const inner = doubled('inner');
    const [x, y] = [start('a', [null, 3]), start('b', [5, null])];
    const results = [inner.on(x), inner.on(inner.on(x)), inner.on(y)];
    expect(inner.inboundNodes).toHaveLength(4);
    expect(results.map(({ shape }) => shape)).toEqual([[null, 3], [null, 3], [5, null]]);
    for (const [end, begin, nodes] of [[results[0], x, 2], [results[1], x, 3], [results[2], y, 2]] as const) {
      expect(FunctionGraph.trace(begin, end).nodes).toHaveLength(nodes);
    }
  });

  it('G7 several outputs keep their nesting', () => {
    const x = start('x');
    const inner = new GraphOperation('inner', FunctionGraph.trace(x, { sum: ops.sum(x, 1), pair: [x] }));
    const y = start('y', [4, 2]);
    const result = inner.symbolicCall([y]) as { sum: SymbolicTensor; pair: SymbolicTensor[] };
    expect(result.sum.shape).toEqual([4]);
    expect(result.pair[0]?.shape).toEqual([4, 2]);
    expect(FunctionGraph.trace(y, result.pair[0] as Value).nodes).toHaveLength(2);
  });

  it('G7 what does not fit inside is an error of the call, which leaves no node behind', () => {
    const x = start('x', [null, null]);
    const inner = new GraphOperation('inner', FunctionGraph.trace(x, ops.matmul(x, tensor([1, 2, 3], [3, 1]))));
    expect(inner.on(start('y', [4, 3])).shape).toEqual([4, 1]);
    expect(thrownBy(() => inner.on(start('y', [4, 5])))).toMatchObject({ code: 'SHAPE_MISMATCH' });
    expect(inner.inboundNodes).toHaveLength(1);
  });
});

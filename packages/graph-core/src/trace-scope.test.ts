import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { start, thrownBy, Tiny } from '../test/tiny.js';
import { FunctionGraph } from './function-graph.js';
import { inferOutputSpec } from './infer.js';
import { resetNames } from './names.js';
import { producerOf } from './node.js';
import { Operation } from './operation.js';
import * as ops from './ops/index.js';
import { PrimitiveOperation } from './ops/primitive.js';
import type { SymbolicTensor } from './symbolic-tensor.js';
import { currentTraceScope, TraceScope } from './trace-scope.js';

/** A layer that is made of several ops. */
class Swish extends Operation {
  override computeOutputSpec(args: readonly unknown[], kwargs: Readonly<Record<string, unknown>>): unknown {
    return inferOutputSpec((a) => this.run(a), args, kwargs);
  }

  override run(args: readonly unknown[]): unknown {
    const x = args[0] as SymbolicTensor;
    return ops.multiply(x, ops.sigmoid(x));
  }
}

const typesOf = (graph: FunctionGraph): string[] => graph.nodes.map(({ operation }) => operation.typeName);

describe('two levels of tracing', () => {
  it('G11 outside a scope an op is one node, whatever it is made of', () => {
    resetNames();
    const x = start('x');
    const y = ops.logSumExp(x, 1) as SymbolicTensor;
    const graph = FunctionGraph.trace(x, y);
    expect(typesOf(graph)).toEqual(['Placeholder', 'ops.logSumExp']);
    expect(graph.operations[1]?.name).toBe('log_sum_exp');
    expect(y.scope).toBeUndefined();
    expect(y.shape).toEqual([null]);
  });

  it('G11 a layer is one node outside a scope; inside, its primitives are', () => {
    const swish = new Swish('swish');
    const x = start('x');
    expect(typesOf(FunctionGraph.trace(x, swish.symbolicCall([x])))).toEqual(['Placeholder', 'Swish']);
    const scope = new TraceScope();
    const inner = scope.run(() => {
      const y = start('y');
      return FunctionGraph.trace(y, scope.within('swish', () => swish.run([y])));
    });
    expect(typesOf(inner)).toEqual(['Placeholder', 'sigmoid', 'multiply']);
    expect(inner.operations.map(({ name }) => name)).toEqual(['y', 'swish/sigmoid', 'swish/multiply']);
    expect(inner.nodes.slice(1).every(({ operation }) => operation instanceof PrimitiveOperation)).toBe(true);
    expect(swish.inboundNodes).toHaveLength(1);
  });

  it('G11 the scope of a tensor is the one that it was made in', () => {
    const scope = new TraceScope();
    expect(scope.run(() => start('inside')).scope).toBe(scope);
    expect(start('outside').scope).toBeUndefined();
  });

  it('G11 scopes nest, and leaving one restores the one around it, also by an error', () => {
    const [outer, inner] = [new TraceScope(), new TraceScope()];
    outer.run(() => {
      inner.run(() => expect(currentTraceScope()).toBe(inner));
      expect(() =>
        inner.run(() => {
          throw new Error('inside');
        }),
      ).toThrow('inside');
      expect(currentTraceScope()).toBe(outer);
      expect(() =>
        outer.within('step', () => {
          throw new Error('inside');
        }),
      ).toThrow('inside');
      expect(outer.prefix).toBe('');
    });
    expect(currentTraceScope()).toBeUndefined();
  });

  it('G11 a promise is refused, since the scope is over before it is done', () => {
    const scope = new TraceScope();
    expect(thrownBy(() => scope.run(async () => Promise.reject(new Error('later'))))).toMatchObject({ code: 'INVALID_ARGUMENT' });
    expect(currentTraceScope()).toBeUndefined();
  });

  it('G11 primitives of a user graph and of a scope never meet', () => {
    const x = start('x');
    const swish = new Swish('swish');
    const y = swish.symbolicCall([x]) as SymbolicTensor;
    expect(producerOf(y)?.inputs).toEqual([x]);
    expect(FunctionGraph.trace(x, y).nodes).toHaveLength(2);
  });
});

describe('names in a scope', () => {
  it('G15 are paths to where a primitive comes from, and unique', () => {
    const scope = new TraceScope();
    const names = scope.within('encoder', () => [scope.uniqueName('add'), scope.within('dense', () => scope.uniqueName('add')), scope.uniqueName('add')]);
    expect(names).toEqual(['encoder/add', 'encoder/dense/add', 'encoder/add_1']);
    expect(scope.uniqueName('add')).toBe('add');
  });

  it('G15 stay unique where someone asks for a name that would come next, or that came before', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('x', 'x_1', 'x_2', 'x_1_1', 'x_01', 'a/x'), { maxLength: 30 }), (bases) => {
        const scope = new TraceScope();
        const names = bases.map((base) => scope.uniqueName(base));
        expect(new Set(names).size).toBe(names.length);
        bases.forEach((base, i) => expect(names[i]?.startsWith(base)).toBe(true));
      }),
    );
    const scope = new TraceScope();
    expect(['x', 'x_1', 'x', 'x_1', 'x'].map((base) => scope.uniqueName(base))).toEqual(['x', 'x_1', 'x_2', 'x_1_1', 'x_3']);
  });
});

describe('leaks', () => {
  it('G14 a tensor of outside is refused inside a scope, by name', () => {
    const x = start('outer_x');
    const layer = new Tiny('layer');
    const traced = (): unknown => new TraceScope().run(() => ops.relu(x));
    expect(thrownBy(traced)).toMatchObject({ code: 'LEAKED_TENSOR' });
    expect(traced).toThrow("'outer_x'");
    expect(() => new TraceScope().run(() => layer.on(x))).toThrow("it is of the user's graph");
    expect(layer.inboundNodes).toHaveLength(0);
  });

  it('G14 a tensor of inside is refused outside, by name', () => {
    let kept: unknown;
    inferOutputSpec(([x]) => (kept = ops.relu(x as SymbolicTensor)), [start('x')]);
    const layer = new Tiny('layer');
    expect(thrownBy(() => ops.exp(kept as SymbolicTensor))).toMatchObject({ code: 'LEAKED_TENSOR' });
    expect(() => layer.on(kept)).toThrow("Tensor 'relu', an argument of 'layer', belongs to another trace: it was made inside a layer or a loop body");
  });

  it('G14 a tensor of one scope is refused in another, unless that one captures it', () => {
    const [first, second] = [new TraceScope(), new TraceScope()];
    const x = first.run(() => start('x'));
    expect(() => second.run(() => ops.relu(x))).toThrow("Tensor 'x' of outside");
    const stand: unknown[] = [];
    const capturing = new TraceScope({
      capture: (outer) => {
        stand.push(outer);
        return start('stand_in');
      },
    });
    const y = capturing.run(() => ops.relu(x)) as SymbolicTensor;
    expect(stand).toEqual([x]);
    expect(producerOf(y)?.inputs[0]?.name).toBe('stand_in');
  });
});

import { describe, expect, it } from 'vitest';
import { chain, SPEC, start, thrownBy, Tiny } from '../test/tiny.js';
import { FunctionGraph } from './function-graph.js';
import type { SymbolicTensor } from './symbolic-tensor.js';

/** A value with an identity, so that it can be told from its equals. */
interface Box {
  readonly name: string;
}

const box = (name: string): Box => ({ name });

/** Runs a graph, each operation making boxes named after it, and writes down in which order things happen. */
function logged(graph: FunctionGraph, compute: (name: string, args: readonly unknown[]) => unknown = (name) => box(name)): { log: string[]; outputs: Box[] } {
  const log: string[] = [];
  const outputs = graph.run<Box>(
    graph.inputs.map(({ name }) => box(name)),
    ({ operation, args }) => {
      log.push(`run ${operation.name}`);
      return compute(operation.name, args);
    },
    ({ name }) => log.push(`free ${name}`),
  );
  return { log, outputs };
}

describe('running a graph', () => {
  it('G6 calls every node that is no input once, in order, arguments filled in', () => {
    const [x, y] = [start('x'), start('y')];
    const join = new Tiny('join').symbolicCall([[chain(x, 'a')], 3], { other: y }) as SymbolicTensor;
    const graph = FunctionGraph.trace([x, y], { join, y });
    const seen: unknown[] = [];
    const outputs = graph.run<unknown>([1, 2], ({ operation, node, args, kwargs }) => {
      seen.push([operation.name, node.index, args, kwargs]);
      return `out of ${operation.name}`;
    });
    expect(seen).toEqual([
      ['a', 0, [1], {}],
      ['join', 0, [['out of a'], 3], { other: 2 }],
    ]);
    expect(outputs).toEqual(['out of join', 2]);
  });

  it('G6 frees a value once its last node has run, inputs and outputs never', () => {
    const x = start('x');
    const a = chain(x, 'a');
    const b = chain(a, 'b');
    const graph = FunctionGraph.trace(x, [new Tiny('c').on(a, b), b]);
    expect(logged(graph).log).toEqual(['run a', 'run b', 'run c', 'free a']);
    const long = FunctionGraph.trace(x, chain(x, 'p', 'q', 'r', 's'));
    expect(logged(long).log).toEqual(['run p', 'run q', 'free p', 'run r', 'free q', 'run s', 'free r']);
  });

  it('G6 frees at once what nobody takes', () => {
    const x = start('x');
    const [, second] = new Tiny('pair', [SPEC, SPEC]).allOn(x) as [SymbolicTensor, SymbolicTensor];
    const graph = FunctionGraph.trace(x, chain(second, 'end'));
    expect(logged(graph, (name) => (name === 'pair' ? [box('pair:0'), box('pair:1')] : box(name))).log).toEqual([
      'run pair',
      'free pair:0',
      'run end',
      'free pair:1',
    ]);
  });

  it('G6 frees a value that is handed through with the last tensor that it stands for', () => {
    const x = start('x');
    const a = chain(x, 'a');
    const dropout = chain(a, 'dropout');
    const graph = FunctionGraph.trace(x, chain(new Tiny('join').on(dropout, chain(dropout, 'b')), 'end'));
    const { log } = logged(graph, (name, args) => (name === 'dropout' ? args[0] : box(name)));
    expect(log).toEqual(['run a', 'run dropout', 'run b', 'run join', 'free a', 'free b', 'run end', 'free join']);
  });

  it('G6 never frees an input or an output that is handed through', () => {
    const x = start('x');
    const passed = chain(x, 'pass');
    const graph = FunctionGraph.trace(x, [chain(passed, 'a', 'pass_on')]);
    const { log, outputs } = logged(graph, (name, args) => (name.startsWith('pass') ? args[0] : box(name)));
    expect(log).toEqual(['run pass', 'run a', 'run pass_on']);
    expect(outputs).toEqual([{ name: 'a' }]);
  });

  it('G6 an argument that is given twice is freed once', () => {
    const x = start('x');
    const a = chain(x, 'a');
    expect(logged(FunctionGraph.trace(x, new Tiny('square').on(a, a))).log).toEqual(['run a', 'run square', 'free a']);
  });

  it('G6 frees what is computed for a tensor that was given', () => {
    const x = start('x');
    const [first, second] = new Tiny('pair', [SPEC, SPEC]).allOn(x) as [SymbolicTensor, SymbolicTensor];
    const graph = FunctionGraph.trace([x, first], new Tiny('join').on(first, second));
    const { log } = logged(graph, (name, args) => (name === 'pair' ? [box('again'), box('second')] : box((args[0] as Box).name)));
    expect(log).toEqual(['run pair', 'free again', 'run join', 'free second']);
  });

  it('G6 holds no more values than the widest place needs, in a chain two', () => {
    const x = start('x');
    const graph = FunctionGraph.trace(x, chain(x, ...Array.from({ length: 1000 }, (_, i) => `step_${i}`)));
    let live = 0;
    let peak = 0;
    graph.run<Box>(
      [box('x')],
      () => {
        live += 1;
        peak = Math.max(peak, live);
        return box('value');
      },
      () => {
        live -= 1;
      },
    );
    expect(peak).toBe(2);
    expect(live).toBe(1);
  });

  it('G6 frees everything that was computed when an operation fails', () => {
    const x = start('x');
    const a = chain(x, 'a');
    const b = chain(x, 'b');
    const graph = FunctionGraph.trace(x, [a, new Tiny('fails').on(a, b)]);
    const freed: string[] = [];
    const run = (): unknown =>
      graph.run<Box>(
        [box('x')],
        ({ operation }) => {
          if (operation.name === 'fails') throw new Error('no memory');
          return box(operation.name);
        },
        ({ name }) => freed.push(name),
      );
    expect(run).toThrow('no memory');
    expect(freed.sort()).toEqual(['a', 'b']);
  });

  it('G6 takes as many values as there are inputs', () => {
    const [x, y] = [start('x'), start('y')];
    const graph = FunctionGraph.trace([x, y], new Tiny('join').on(x, y));
    expect(thrownBy(() => graph.run([1], () => 0))).toMatchObject({ code: 'INVALID_ARGUMENT' });
    expect(() => graph.run([1], () => 0)).toThrow('Expected a value for each of 2 inputs (x, y), got 1.');
  });

  it('G6 lets values be undefined', () => {
    const x = start('x');
    expect(FunctionGraph.trace(x, chain(x, 'a', 'b')).run([undefined], () => undefined)).toEqual([undefined]);
  });

  it.each([
    ['another count', [1], 'an array of 2 at result.list, got an array of 1'],
    ['a single value', 1, 'an array of 2 at result.list, got a number'],
    ['nothing', undefined, 'an array of 2 at result.list, got undefined'],
  ])('G6 refuses %s of outputs and names the operation', (_what, list, message) => {
    const x = start('x');
    const outputs = new Tiny('list', { list: [SPEC, SPEC] }).symbolicCall([x]) as { list: SymbolicTensor[] };
    const graph = FunctionGraph.trace(x, outputs.list);
    expect(thrownBy(() => graph.run([0], () => ({ list })))).toMatchObject({ code: 'STRUCTURE_MISMATCH' });
    expect(() => graph.run([0], () => ({ list }))).toThrow(`'list' gave other outputs than it promised. Expected ${message}.`);
    expect(() => graph.run([0], () => ({ other: 1 }))).toThrow('Expected a record with list at result, got a record with other.');
  });
});

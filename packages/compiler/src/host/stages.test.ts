import { callHost, FunctionGraph, HostFunction, isSymbolicTensor, ops, placeholder, type Shape, type SymbolicTensor, type Tensor, type TensorSpec, type Value } from '@kedge/graph-core';
import { createTfjsBackend } from '@kedge/backend-tfjs';
import { describe, expect, it } from 'vitest';
import { lower } from '../lower/lower.js';
import { prepare } from '../run/prepare.js';
import { HostProgram } from './run-on-host.js';
import { hasHostSteps, splitStages } from './stages.js';

/** How many letters each string has. */
class Lengths extends HostFunction {
  readonly name = 'lengths';

  override infer([x]: readonly [TensorSpec]): readonly TensorSpec[] {
    return [{ shape: x.shape, dtype: 'int32' }];
  }

  override compute([x]: readonly [Tensor]): readonly Tensor[] {
    return [{ data: Int32Array.from(x.data as readonly string[], (text) => text.length), shape: x.shape, dtype: 'int32' }];
  }
}

/** A letter as often as numbers say: strings out of numbers. */
class Repeated extends HostFunction {
  readonly name = 'repeated';
  readonly letter = 'x';

  override infer([x]: readonly [TensorSpec]): readonly TensorSpec[] {
    return [{ shape: x.shape, dtype: 'string' }];
  }

  override compute([x]: readonly [Tensor]): readonly Tensor[] {
    return [{ data: Array.from(x.data as Int32Array, (count) => this.letter.repeat(count)), shape: x.shape, dtype: 'string' }];
  }
}

/** The letters of each string as numbers, as many as the longest has. */
class Letters extends HostFunction {
  readonly name = 'letters';

  override infer([x]: readonly [TensorSpec]): readonly TensorSpec[] {
    return [{ shape: [...x.shape, null], dtype: 'int32' }];
  }

  override compute([x]: readonly [Tensor]): readonly Tensor[] {
    const texts = x.data as readonly string[];
    const width = Math.max(...texts.map(({ length }) => length));
    return [{ data: Int32Array.from(texts.flatMap((text) => Array.from({ length: width }, (_, i) => text.codePointAt(i) ?? 0))), shape: [...x.shape, width], dtype: 'int32' }];
  }
}

const one = (fn: HostFunction, x: Value): SymbolicTensor => callHost(fn, [x]).find(isSymbolicTensor) as SymbolicTensor;
const text = (shape: Shape): SymbolicTensor => placeholder({ shape, dtype: 'string' }, 'text');

describe('stages', () => {
  it('splits what the host computes off as a prefix, and says so when printed', () => {
    const x = text([null, 2]);
    const y = ops.exp(ops.cast(one(new Lengths(), x), 'float32')) as SymbolicTensor;
    const staged = splitStages(lower(FunctionGraph.trace([x], [y])));
    expect(staged.toString().split('\n').map((line) => line.replace(/ #.*/, ''))).toEqual([
      'host:',
      'in %0 text : string (null, 2)',
      '%1 = host(%0) function={name=lengths} : int32 (null, 2)',
      expect.stringMatching(/^out .* = %1$/),
      'device:',
      expect.stringMatching(/^in %0 .* : int32 \(null, 2\)$/),
      '%1 = cast(%0) dtype=float32 : float32 (null, 2)',
      '%2 = exp(%1) : float32 (null, 2)',
      expect.stringMatching(/^out .* = %2$/),
    ]);
  });

  it('moves strings about on the host', () => {
    const x = text([2, 2]);
    const turned = ops.transpose(ops.pad(x, [[0, 0], [1, 0]])) as SymbolicTensor;
    const staged = splitStages(lower(FunctionGraph.trace([x], [turned])));
    expect(staged.stages.map(({ runsOn }) => runsOn)).toEqual(['host']);
    const [stage] = staged.stages;
    expect(stage && new HostProgram(stage.graph).run([{ data: ['a', 'b', 'c', 'ä'], shape: [2, 2], dtype: 'string' }])).toEqual([{ data: ['', '', 'a', 'c', 'b', 'ä'], shape: [3, 2], dtype: 'string' }]);
  });

  it('alternates where strings are made of numbers, and computes there what only the host needs', () => {
    const n = placeholder({ shape: [3], dtype: 'float32' }, 'n');
    const length = ops.exp(ops.cast(one(new Lengths(), one(new Repeated(), ops.cast(n, 'int32'))), 'float32'));
    const again = one(new Repeated(), ops.cast(ops.matmul(ops.reshape(length, [1, 3]), ops.reshape(length, [3, 1])), 'int32'));
    const { stages } = splitStages(lower(FunctionGraph.trace([n], [again])));
    expect(stages.map(({ runsOn, graph }) => [runsOn, graph.steps.map(({ primitive }) => primitive)])).toEqual([
      ['host', ['cast', 'host', 'host', 'cast', 'exp', 'reshape', 'reshape']],
      ['device', ['matmul', 'cast']],
      ['host', ['host']],
    ]);
  });

  it('runs on a backend in one piece, too, sizes that depend on values included', async () => {
    const backend = await createTfjsBackend({ backend: 'cpu' });
    const x = text([null]);
    const letters = one(new Letters(), x);
    const prepared = prepare(lower(FunctionGraph.trace([x], [ops.sum(ops.cast(letters, 'float32'), 1) as SymbolicTensor])), backend);
    for (const [data, sums] of [[['ab', '', 'b'], [97 + 98, 0, 98]], [['', ''], [0, 0]], [['abc'], [97 + 98 + 99]]] as const) {
      const input = backend.fromTensor({ data, shape: [data.length], dtype: 'string' });
      const [output] = prepared.run([input]);
      expect(output && Array.from((await backend.read(output)).data, Number)).toEqual(sums);
    }
    prepared.dispose();
  });

  it('leaves models of numbers alone', () => {
    const x = placeholder({ shape: [3], dtype: 'float32' }, 'x');
    expect(hasHostSteps(lower(FunctionGraph.trace([x], [ops.exp(x) as SymbolicTensor])))).toBe(false);
  });

  it('picks strings by conditions', () => {
    const x = text([2]);
    const picked = ops.where(ops.equal(x, { data: ['a'], shape: [1], dtype: 'string' }), x, { data: ['?'], shape: [1], dtype: 'string' }) as SymbolicTensor;
    const [stage] = splitStages(lower(FunctionGraph.trace([x], [picked]))).stages;
    expect(stage && new HostProgram(stage.graph).run([{ data: ['a', 'b'], shape: [2], dtype: 'string' }])[0]?.data).toEqual(['a', '?']);
  });

  it('refuses by name what the host cannot do with strings', () => {
    const x = text([2]);
    const picked = ops.gatherNd(x, { data: Int32Array.of(1), shape: [1], dtype: 'int32' }) as SymbolicTensor;
    const [stage] = splitStages(lower(FunctionGraph.trace([x], [picked]))).stages;
    expect(() => stage && new HostProgram(stage.graph).run([{ data: ['a', 'b'], shape: [2], dtype: 'string' }])).toThrow(/gatherNd.*strings/);
  });
});

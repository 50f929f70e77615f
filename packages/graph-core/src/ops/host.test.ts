import { describe, expect, it } from 'vitest';
import { DTypeMismatchError } from '../errors.js';
import { FunctionGraph } from '../function-graph.js';
import { placeholder } from '../placeholder.js';
import type { Tensor } from '../tensor.js';
import { TraceScope } from '../trace-scope.js';
import type { TensorSpec } from '../value.js';
import { isSymbolicTensor } from '../value.js';
import { callHost, expectHostResults, HostFunction } from './host.js';

/** The words of texts, as many as the longest has. */
class Words extends HostFunction {
  readonly name = 'words';

  override infer([x]: readonly [TensorSpec]): readonly TensorSpec[] {
    if (x.dtype !== 'string') throw new DTypeMismatchError(`words: expected strings, got ${x.dtype}.`);
    return [{ shape: [...x.shape, null], dtype: 'string' }];
  }

  override compute([x]: readonly [Tensor]): readonly Tensor[] {
    const rows = (x.data as readonly string[]).map((text) => text.split(' '));
    const width = Math.max(...rows.map(({ length }) => length));
    return [{ data: rows.flatMap((row) => Array.from({ length: width }, (_, i) => row[i] ?? '')), shape: [...x.shape, width], dtype: 'string' }];
  }
}

const text = placeholder({ shape: [2], dtype: 'string' }, 'text');

describe('callHost', () => {
  it('G26 records one primitive, with null where a size depends on values', () => {
    const [words] = callHost(new Words(), [text]);
    expect(words).toMatchObject({ shape: [2, null], dtype: 'string' });
    const graph = FunctionGraph.trace([text], [words].filter(isSymbolicTensor));
    expect(graph.nodes.map(({ operation }) => operation.typeName)).toContain('host');
  });

  it('G26 takes the sizes that a trace was told', () => {
    const scope = new TraceScope({ outputShapes: new Map([['layer/host', [[2, 5]]]]) });
    const inside = scope.run(() => scope.within('layer', () => callHost(new Words(), [placeholder({ shape: [2], dtype: 'string' }, 'inside')])));
    expect(inside[0]?.shape).toEqual([2, 5]);
    const another = scope.run(() => scope.within('other', () => callHost(new Words(), [placeholder({ shape: [2], dtype: 'string' }, 'inside_too')])));
    expect(another[0]?.shape).toEqual([2, null]);
  });

  it('G26 refuses what the function refuses, before it runs', () => {
    expect(() => callHost(new Words(), [placeholder({ shape: [2], dtype: 'float32' }, 'numbers')])).toThrow(/words: expected strings/);
  });

  it('G26 holds results against what was said', () => {
    const [promised] = new Words().infer([{ shape: [1], dtype: 'string' }]);
    const said = promised === undefined ? [] : [promised];
    expect(() => expectHostResults('words', [{ data: ['a'], shape: [1, 1], dtype: 'string' }], said)).not.toThrow();
    expect(() => expectHostResults('words', [{ data: ['a'], shape: [1], dtype: 'string' }], said)).toThrow(/'words' should give string \(1, null\) and gave string \(1\)/);
    expect(() => expectHostResults('words', [], said)).toThrow(/INTERNAL|should give/);
    expect(() => expectHostResults('words', [{ data: Float32Array.of(1), shape: [1, 1], dtype: 'float32' }], said)).toThrow(/gave float32/);
  });
});

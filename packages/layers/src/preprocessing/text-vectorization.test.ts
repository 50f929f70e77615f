import type { Tensor } from '@kedge/graph-core';
import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { learnsLikeKeras } from '../../test/learning.js';
import { computing } from '../../test/running.js';
import { register } from '../engine/registry.js';
import { textVectorization, TextVectorization } from './text-vectorization.js';

const texts = (...data: string[]): Tensor => ({ data, shape: [data.length], dtype: 'string' });

describe('TextVectorization', () => {
  keepsContract({ make: textVectorization, config: { vocabulary: ['quick', 'fox'], outputSequenceLength: 5 }, inputs: [[null, 1]], sizes: [[3, 1]], output: [null, 5], dtype: 'string', outputDType: 'int32' });
  keepsContract({ make: textVectorization, config: { vocabulary: ['quick', 'fox'], outputMode: 'multi_hot', ngrams: [1, 3] }, inputs: [[null]], sizes: [[3]], output: [null, 3], dtype: 'string', outputDType: 'float32' });
  keepsContract({ make: textVectorization, config: { vocabulary: ['quick', 'fox'], split: null, standardize: null, ngrams: 2, outputMode: 'count' }, inputs: [[null, 4]], sizes: [[3, 4]], output: [null, 3], dtype: 'string', outputDType: 'float32' });

  learnsLikeKeras('TextVectorization', (config) => TextVectorization.fromConfig(config, 'keras3'));

  const { run } = computing();

  it('puts out as many numbers as the longest text has tokens, none where all are empty', async () => {
    const layer = textVectorization({ vocabulary: ['a'] });
    expect(run(layer, texts('a b a', '', 'a')).outputs[0]?.shape).toEqual([3, 3]);
    expect(run(layer, texts('', '!?')).outputs[0]?.shape).toEqual([2, 0]);
    expect(await run(layer, texts('a b a', '', 'a')).read()).toEqual([2, 1, 2, 0, 0, 0, 2, 0, 0]);
  });

  it('refuses rows of several texts where it splits them, and options that do not go together', () => {
    expect(() => run(textVectorization({ vocabulary: ['a'], name: 'mine' }), { data: ['a', 'b'], shape: [1, 2], dtype: 'string' })).toThrow(/mine.*last one of 1/);
    expect(() => textVectorization({ outputMode: 'count', outputSequenceLength: 3 })).toThrow(/outputSequenceLength/);
    expect(() => textVectorization({ outputMode: 'one_hot' })).toThrow(/split: null/);
    expect(() => textVectorization({ ragged: true as false })).toThrow(/ragged/);
    expect(() => textVectorization({ ngrams: 0 })).toThrow(/width/);
    expect(() => TextVectorization.fromConfig({ standardize: { class_name: 'Lambda', config: {} } }, 'keras3')).toThrow(/standardize/);
  });

  it('takes functions of the user, by name where a file names them', async () => {
    const withoutTags = (text: string): string => text.toLowerCase().replace(/<[^>]*>/g, ' ');
    const atCommas = (text: string): string[] => text.split(',');
    const inline = textVectorization({ vocabulary: ['a', ' b'], standardize: withoutTags, split: atCommas });
    expect(await run(inline, texts('A,<br/>B')).read()).toEqual([2, 3]);
    expect(() => inline.getConfig()).toThrow(/'withoutTags'.*Register/);
    const named = { module: 'builtins', class_name: 'function', config: 'strip_tags', registered_name: 'Custom>strip_tags' };
    expect(() => TextVectorization.fromConfig({ vocabulary: ['a'], standardize: named }, 'keras3')).toThrow(/register\('strip_tags'/);
    register('strip_tags', withoutTags);
    for (const [dialect, standardize] of [['keras3', named], ['keras2', 'strip_tags']] as const) {
      const layer = TextVectorization.fromConfig({ vocabulary: ['a'], standardize, split: 'whitespace' }, dialect);
      expect(await run(layer, texts('A<br/>b')).read()).toEqual([2, 1]);
      expect(TextVectorization.fromConfig(layer.getConfig(dialect), dialect).getConfig(dialect)).toEqual(layer.getConfig(dialect));
    }
  });

  it('takes no text at all, and very many', () => {
    const layer = textVectorization({ vocabulary: ['a'] });
    expect(run(layer, { data: [], shape: [0, 1], dtype: 'string' }).outputs[0]?.shape).toEqual([0, 0]);
    expect(run(layer, texts(...Array.from({ length: 3 }, () => 'a b'))).outputs[0]?.shape).toEqual([3, 2]);
    expect(run(layer, { data: Array.from({ length: 200_000 }, () => 'a'), shape: [200_000], dtype: 'string' }).outputs[0]?.shape).toEqual([200_000, 1]);
    expect(run(textVectorization({ vocabulary: ['a'], outputMode: 'count' }), { data: [], shape: [0], dtype: 'string' }).outputs[0]?.shape).toEqual([0, 2]);
  });

  it('takes hostile numbers for what they are', () => {
    expect(textVectorization({ vocabulary: ['a'], ngrams: 2 ** 40 }).config.ngrams).toBe(2 ** 40);
    expect(() => textVectorization({ vocabulary: ['a'], outputMode: 'tf_idf', idfWeights: [1], maxTokens: 2 ** 40, padToMaxTokens: true, name: 'mine' })).toThrow(/mine.*at most 268435456/);
  });
});

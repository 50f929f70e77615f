import { tensor, type Tensor } from '@kedge/graph-core';
import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { learnsLikeKeras } from '../../test/learning.js';
import { computing } from '../../test/running.js';
import { input } from '../core/input-layer.js';
import { stringLookup, StringLookup } from './string-lookup.js';

const WORDS = ['The quick, BROWN fox', 'he quick, BROWN fox'];
const text = (...data: string[]): Tensor => ({ data, shape: [1, data.length], dtype: 'string' });

describe('StringLookup', () => {
  keepsContract({ make: stringLookup, config: { vocabulary: WORDS, maskToken: '' }, inputs: [[null, 2]], sizes: [[3, 2]], output: [null, 2], dtype: 'string', outputDType: 'int32' });
  keepsContract({ make: stringLookup, config: { vocabulary: WORDS, outputMode: 'tf_idf', idfWeights: [1, 2] }, inputs: [[null, null]], sizes: [[3, 2]], output: [null, 3], dtype: 'string', outputDType: 'float32' });
  keepsContract({ make: stringLookup, config: { vocabulary: WORDS, invert: true }, inputs: [[null, 2]], sizes: [[3, 2]], output: [null, 2], dtype: 'int32', outputDType: 'string' });
  keepsContract({ make: stringLookup, config: { vocabulary: WORDS, outputMode: 'one_hot' }, inputs: [[null, 2, 3]], sizes: [[2, 2, 3]], output: [null, 2, 3, 3], dtype: 'string', outputDType: 'float32' });

  learnsLikeKeras('StringLookup', (config) => StringLookup.fromConfig(config, 'keras3'));

  const { run } = computing();

  it('is undone by its inverse', async () => {
    const lookup = stringLookup({ vocabulary: ['ä', '🦜', ''] });
    const inverse = stringLookup({ vocabulary: lookup.getVocabulary(), invert: true });
    const { outputs } = run(lookup, text('🦜', '', 'ä', '?'));
    const [back] = run(inverse, (await outputs[0]?.backend.read(outputs[0])) as Tensor).outputs;
    expect(back && (await back.backend.read(back)).data).toEqual(['🦜', '', 'ä', '[UNK]']);
  });

  it('names what is out of a vocabulary that has no place for it', () => {
    expect(() => run(stringLookup({ vocabulary: ['a'], numOovIndices: 0, name: 'mine' }), text('a', 'b', 'c', 'b'))).toThrow(/mine.*"b", "c"\./);
  });

  it('needs a vocabulary: before it runs, or before it is called where the output has its size', () => {
    expect(() => run(stringLookup({ name: 'mine' }), text('a'))).toThrow(/mine.*no vocabulary/);
    expect(() => stringLookup({ name: 'mine', outputMode: 'count' }).apply(input({ shape: [2], dtype: 'string' }))).toThrow(/mine.*before a call/);
    expect(stringLookup({ outputMode: 'count', maxTokens: 9, padToMaxTokens: true }).apply(input({ shape: [2], dtype: 'string' })).shape).toEqual([null, 9]);
  });

  it('refuses a vocabulary that does not fit', () => {
    expect(() => stringLookup({ vocabulary: [] })).toThrow(/empty/);
    expect(() => stringLookup({ vocabulary: ['a', 'b', 'a'] })).toThrow(/repeats "a"/);
    expect(() => stringLookup({ vocabulary: ['a', ''], maskToken: '' })).toThrow(/special token "".*1 times "\[UNK\]"/);
    expect(() => stringLookup({ vocabulary: ['a'], numOovIndices: 2 ** 40, outputMode: 'count' }).apply(input({ shape: [1], dtype: 'string' }))).toThrow(/rows of/);
    expect(() => stringLookup({ vocabulary: ['a', 'b', 'c'], maxTokens: 3 })).toThrow(/more than maxTokens/);
    expect(() => stringLookup({ vocabulary: ['a'], outputMode: 'tf_idf' })).toThrow(/needs idfWeights/);
    expect(() => stringLookup({ vocabulary: ['a'], idfWeights: [1] })).toThrow(/does not take/);
    expect(() => stringLookup({ vocabulary: ['a'], idfWeights: [1, 2], outputMode: 'tf_idf' })).toThrow(/1 terms and 2/);
    expect(() => stringLookup({ idfWeights: [1], outputMode: 'tf_idf' })).toThrow(/need a vocabulary/);
    expect(() => stringLookup({ vocabulary: ['a'], invert: true, outputMode: 'count' })).toThrow(/invert/);
    expect(() => stringLookup({ maxTokens: 1 })).toThrow(/maxTokens above 1/);
    expect(() => StringLookup.fromConfig({ vocabulary: 'words.txt' }, 'keras2')).toThrow(/a file of them is not read/);
    expect(() => stringLookup({ vocabulary: ['a'] }).adapt(text('a'))).toThrow(/given/);
  });

  it('does not change the size of its output once it was called', () => {
    const layer = stringLookup({ vocabulary: ['a', 'b'], outputMode: 'count', name: 'mine' });
    layer.apply(input({ shape: [2], dtype: 'string' }));
    expect(() => layer.setVocabulary(['a', 'b', 'c'])).toThrow(/mine.*4 terms.*it had 3/);
    layer.setVocabulary(['c', 'd']);
    expect(layer.getVocabulary()).toEqual(['[UNK]', 'c', 'd']);
  });

  it('refuses numbers, and its inverse refuses texts', () => {
    expect(() => run(stringLookup({ vocabulary: ['a'] }), tensor([1], [1, 1], 'int32'))).toThrow(/expected strings/);
    expect(() => run(stringLookup({ vocabulary: ['a'], invert: true }), text('a'))).toThrow(/expected numbers/);
  });

  it('reads what earlier releases wrote', () => {
    const layer = StringLookup.fromConfig({ vocab_size: 4, output_mode: 'binary', dtype: 'string', has_static_table: true }, 'keras2');
    expect(layer.config).toMatchObject({ vocabularySize: 4, outputMode: 'multi_hot' });
  });
});

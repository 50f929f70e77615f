import type { Tensor } from '@kedge/graph-core';
import { describe, expect, it } from 'vitest';
import { computing } from '../../test/running.js';
import { modelFromConfig } from '../serialization/model-from-config.js';

const MODULE = 'keras.layers.experimental.preprocessing';
const layer = (class_name: string, config: Readonly<Record<string, unknown>>, module?: string) => ({ class_name, config, ...(module === undefined ? {} : { module }) });
const sequential = (...layers: readonly unknown[]) => ({ class_name: 'Sequential', config: { name: 'old', layers }, keras_version: '2.4.0', backend: 'tensorflow' });
const texts = (...data: string[]): Tensor => ({ data, shape: [data.length, 1], dtype: 'string' });

/** Keys and values as the sources of those releases spell them (tensorflow/python/keras/layers/preprocessing, r2.3 to r2.5). */
describe('preprocessing layers as TensorFlow 2.3 to 2.5 saved them', () => {
  computing();

  it('TextVectorization, padded to nothing, its input told by itself', async () => {
    const config = { name: 'words', trainable: true, batch_input_shape: [null, 1], dtype: 'string', max_tokens: null, standardize: 'lower_and_strip_punctuation', split: 'whitespace', ngrams: null, output_mode: 'int', output_sequence_length: 3, pad_to_max_tokens: true, vocabulary: ['wind', 'fire'] };
    const model = await modelFromConfig(sequential(layer('TextVectorization', config, MODULE)));
    expect((await model.predict(texts('Fire, wind!', 'x')))[0]).toEqual({ data: Int32Array.of(3, 2, 0, 1, 0, 0), shape: [2, 3], dtype: 'int32' });
  });

  it('StringLookup and CategoryEncoding with their old words', async () => {
    const lookup = { name: 'lookup', trainable: true, dtype: 'string', max_tokens: null, num_oov_indices: 1, mask_token: '', oov_token: '[UNK]', invert: false, vocabulary: ['a', 'b'], encoding: 'utf-8' };
    const encoding = { name: 'encode', trainable: true, dtype: 'float32', max_tokens: 4, output_mode: 'binary', sparse: false };
    const input = layer('InputLayer', { batch_input_shape: [null, 1], dtype: 'string', sparse: false, ragged: false, name: 'input_1' });
    const model = await modelFromConfig(sequential(input, layer('StringLookup', lookup), layer('CategoryEncoding', encoding)));
    expect((await model.predict(texts('b', '', '?')))[0]).toEqual({ data: Float32Array.of(0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0, 0), shape: [3, 4], dtype: 'float32' });
  });

  it('IntegerLookup with values where tokens are now, Discretization with bins, Hashing without a salt', async () => {
    const lookup = { name: 'lookup', trainable: true, dtype: 'int64', batch_input_shape: [null, 2], max_values: null, num_oov_indices: 1, mask_value: 0, oov_value: -1, invert: false, vocabulary: [10, 20] };
    const numbers: Tensor = { data: Int32Array.of(10, 0, 7, 20), shape: [2, 2], dtype: 'int32' };
    expect((await (await modelFromConfig(sequential(layer('IntegerLookup', lookup)))).predict(numbers))[0]?.data).toEqual(Int32Array.of(2, 0, 1, 3));
    const bins = { name: 'bins', trainable: true, dtype: 'float32', batch_input_shape: [null, 2], bins: [5, 15] };
    expect((await (await modelFromConfig(sequential(layer('Discretization', bins)))).predict(numbers))[0]?.data).toEqual(Int32Array.of(1, 0, 1, 2));
    const hashing = { name: 'hash', trainable: true, dtype: 'float32', batch_input_shape: [null, 1], num_bins: 3, salt: null, mask_value: null };
    // As TensorFlow's documentation of the layer has it: A to E in three bins.
    expect((await (await modelFromConfig(sequential(layer('Hashing', hashing)))).predict(texts('A', 'B', 'C', 'D', 'E')))[0]?.data).toEqual(Int32Array.of(1, 0, 1, 1, 2));
  });
});

import { describe, expect, it } from 'vitest';
import { buildLayer, isKnownLayer, UnsupportedLayerError, type Dialect } from '../src/index.js';
import { readFixture } from './fixtures.js';

const OFFERED = Object.entries(readFixture<Record<Dialect, { version: string; names: readonly string[] }>>('layer-names.json')) as [Dialect, { version: string; names: readonly string[] }][];

describe.each(OFFERED)('layers that real %s offers', (dialect, { names }) => {
  it('are many', () => expect(names.length).toBeGreaterThan(100));

  it.each(names.filter((name) => !isKnownLayer(name)))('%s is refused by its name, with a reason of its own', async (className) => {
    const error: unknown = await buildLayer({ class_name: className, config: {} }, dialect).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UnsupportedLayerError);
    expect(String(error)).toContain(`${className} (`);
    expect(String(error)).not.toContain('no layer class of that name is known');
  });
});

// What tf.compat.v1.keras.layers of 2.15 writes of them; cuDNN has these activations and no others.
describe('recurrent layers of cuDNN', () => {
  const config = { name: 'it', trainable: true, dtype: 'float32', return_sequences: true, return_state: false, go_backwards: false, stateful: false, time_major: false, units: 3 };

  it.each([
    ['CuDNNLSTM', 'LSTM', { activation: 'tanh', recurrent_activation: 'sigmoid', return_sequences: true }],
    ['CuDNNGRU', 'GRU', { activation: 'tanh', recurrent_activation: 'sigmoid', return_sequences: true, reset_after: true }],
  ])('%s is %s', async (older, className, own) => {
    const layer = await buildLayer({ class_name: older, config }, 'keras2');
    expect(layer.className).toBe(className);
    expect(layer.getConfig('keras2')).toMatchObject(own);
  });
});

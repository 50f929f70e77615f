import { beforeEach, describe, expect, it } from 'vitest';
import { resetNames, toSnakeCase, uniqueName } from './names.js';

beforeEach(resetNames);

describe('automatic names', () => {
  // The left side is Keras' class, the right side what keras.utils.naming.to_snake_case gives.
  it.each([
    ['Dense', 'dense'],
    ['Conv2D', 'conv2d'],
    ['GlobalAveragePooling2D', 'global_average_pooling2d'],
    ['LSTM', 'lstm'],
    ['ConvLSTM2D', 'conv_lstm2d'],
    ['ReLU', 're_lu'],
    ['PReLU', 'p_re_lu'],
    ['Conv2DTranspose', 'conv2d_transpose'],
    ['UpSampling1D', 'up_sampling1d'],
    ['TFOpLambda', 'tf_op_lambda'],
    ['logSumExp', 'log_sum_exp'],
    ['My Layer!', 'my_layer'],
  ])('G15 %s becomes %s', (className, name) => {
    expect(toSnakeCase(className)).toBe(name);
  });

  it('G15 are counted by prefix, and begin again when they are reset', () => {
    expect([uniqueName('dense'), uniqueName('dense'), uniqueName('conv2d'), uniqueName('dense')]).toEqual(['dense', 'dense_1', 'conv2d', 'dense_2']);
    resetNames();
    expect(uniqueName('dense')).toBe('dense');
  });
});

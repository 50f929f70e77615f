import { describe, expect, it } from 'vitest';
import { modelFromConfig, serializeLayer } from '../../index.js';

/** The layers of a model, as Keras 2 writes them. */
async function layersOf(className: string, config: unknown): Promise<{ class_name: string; config: Record<string, unknown>; inbound_nodes?: unknown }[]> {
  const model = await modelFromConfig({ class_name: className, config });
  const written = serializeLayer(model, 'keras2') as unknown as { config: { layers: { class_name: string; config: Record<string, unknown> }[] } };
  return written.config.layers;
}

const row = (...layers: object[]): Promise<{ class_name: string; config: Record<string, unknown> }[]> => layersOf('Sequential', layers);

const layer = (name: string, config: object): object => ({ class_name: name, config: { name: 'it', trainable: true, ...config } });

/** The one layer behind the input layer. */
async function single(name: string, config: object): Promise<{ class_name: string; config: Record<string, unknown> }> {
  const found = (await row(layer(name, config))).find(({ class_name: className }) => className !== 'InputLayer');
  if (found === undefined) throw new Error('The model has no layer.');
  return found;
}

const WEIGHTS = { init: 'glorot_uniform', bias: true, W_regularizer: null, b_regularizer: null, activity_regularizer: null, W_constraint: null, b_constraint: null };

// The names of Keras 2 for the arguments of Keras 1 are those of its own table of older interfaces (keras/legacy/interfaces.py, 2.0).
describe('configs of Keras 1', () => {
  it('Dense and TimeDistributedDense', async () => {
    const older = { ...WEIGHTS, output_dim: 3, activation: 'relu', input_dim: 5, W_regularizer: { name: 'WeightRegularizer', l1: 0, l2: 0.25 }, W_constraint: { name: 'MaxNorm', m: 4, axis: 0 } };
    for (const [name, shape] of [['Dense', [null, 5]], ['TimeDistributedDense', [null, 7, 5]]] as const) {
      expect(await single(name, { ...older, batch_input_shape: shape })).toMatchObject({
        class_name: 'Dense',
        config: {
          units: 3,
          use_bias: true,
          activation: 'relu',
          kernel_regularizer: { class_name: 'L1L2', config: { l1: 0, l2: 0.25 } },
          kernel_constraint: { class_name: 'MaxNorm', config: { max_value: 4, axis: 0 } },
        },
      });
    }
  });

  it('convolutions in planes', async () => {
    const config = { ...WEIGHTS, nb_filter: 4, nb_row: 3, nb_col: 2, border_mode: 'same', subsample: [2, 1], dim_ordering: 'th', bias: false, batch_input_shape: [null, 3, 8, 9] };
    const expected = { filters: 4, kernel_size: [3, 2], padding: 'same', strides: [2, 1], data_format: 'channels_first', use_bias: false };
    expect(await single('Convolution2D', config)).toMatchObject({ class_name: 'Conv2D', config: expected });
    expect(await single('AtrousConvolution2D', { ...config, subsample: [1, 1], atrous_rate: [2, 2] })).toMatchObject({ class_name: 'Conv2D', config: { ...expected, strides: [1, 1], dilation_rate: [2, 2] } });
    expect(await single('SeparableConvolution2D', { ...config, subsample: [2, 2], depth_multiplier: 2, depthwise_regularizer: null })).toMatchObject({ class_name: 'SeparableConv2D', config: { ...expected, strides: [2, 2], depth_multiplier: 2 } });
  });

  it('convolutions along a line and in space', async () => {
    const line = { ...WEIGHTS, nb_filter: 4, filter_length: 3, border_mode: 'valid', subsample_length: 2, batch_input_shape: [null, 9, 2] };
    expect(await single('Convolution1D', line)).toMatchObject({ class_name: 'Conv1D', config: { filters: 4, kernel_size: [3], strides: [2] } });
    const space = { ...WEIGHTS, nb_filter: 4, kernel_dim1: 1, kernel_dim2: 2, kernel_dim3: 3, border_mode: 'valid', subsample: [1, 1, 1], dim_ordering: 'tf', batch_input_shape: [null, 5, 5, 5, 2] };
    expect(await single('Convolution3D', space)).toMatchObject({ class_name: 'Conv3D', config: { kernel_size: [1, 2, 3], data_format: 'channels_last' } });
  });

  it.each([
    // in = (29 - 3) / 2 + 1 = 14; 14 gives 29 by itself.
    [{ output_shape: [null, 29, 29, 3], border_mode: 'valid' }, undefined, [null, 14, 14, 2], [null, 29, 29, 3]],
    // in = floor((30 - 3) / 2) + 1 = 14, one cell short of 30.
    [{ output_shape: [null, 30, 29, 3], border_mode: 'valid' }, [1, 0], [null, 14, 14, 2], [null, 30, 29, 3]],
    [{ output_shape: [null, 28, 28, 3], border_mode: 'same' }, undefined, [null, 14, 14, 2], [null, 28, 28, 3]],
    // in = 14; (14 - 1) * 2 + 3 - 2 = 27 with nothing added.
    [{ output_shape: [null, 27, 28, 3], border_mode: 'same' }, [0, 1], [null, 14, 14, 2], [null, 27, 28, 3]],
  ])('a transposed convolution that was told its output: %j', async (told, padding, shape, output) => {
    const config = { name: 'it', ...WEIGHTS, nb_filter: 3, nb_row: 3, nb_col: 3, subsample: [2, 2], dim_ordering: 'tf', batch_input_shape: shape, ...told };
    const model = await modelFromConfig({ class_name: 'Sequential', config: [{ class_name: 'Deconvolution2D', config }] });
    expect(model.output.shape).toEqual(output);
    expect(model.layers[0]?.getConfig('keras2')).toMatchObject({ output_padding: padding ?? null });
  });

  it('recurrent layers', async () => {
    const config = { ...WEIGHTS, output_dim: 4, inner_init: 'orthogonal', U_regularizer: { name: 'L1L2Regularizer', l1: 0.5, l2: 0 }, inner_activation: 'hard_sigmoid', activation: 'tanh', consume_less: 'cpu', dropout_W: 0.25, dropout_U: 0.5, return_sequences: true, batch_input_shape: [null, 6, 3] };
    const { bias: _none, ...recurrent } = config;
    const shared = { units: 4, recurrent_activation: 'hard_sigmoid', dropout: 0.25, recurrent_dropout: 0.5, return_sequences: true, recurrent_regularizer: { class_name: 'L1L2', config: { l1: 0.5, l2: 0 } } };
    expect(await single('LSTM', { ...recurrent, forget_bias_init: 'one' })).toMatchObject({ class_name: 'LSTM', config: { ...shared, unit_forget_bias: true } });
    expect(await single('LSTM', { ...recurrent, forget_bias_init: 'zero' })).toMatchObject({ config: { unit_forget_bias: false } });
    expect(await single('GRU', recurrent)).toMatchObject({ class_name: 'GRU', config: { ...shared, reset_after: false } });
    const wrapped = await single('Bidirectional', { layer: layer('LSTM', { ...recurrent, batch_input_shape: undefined, forget_bias_init: 'one' }), merge_mode: 'sum', batch_input_shape: [null, 6, 3] });
    expect(wrapped).toMatchObject({ class_name: 'Bidirectional', config: { merge_mode: 'sum', layer: { config: shared } } });
  });

  it('pools, borders, noise and embeddings', async () => {
    const planes = { dim_ordering: 'tf', batch_input_shape: [null, 9, 9, 2] };
    expect(await single('MaxPooling1D', { pool_length: 3, stride: 2, border_mode: 'same', batch_input_shape: [null, 9, 2] })).toMatchObject({ config: { pool_size: [3], strides: [2], padding: 'same' } });
    expect(await single('AveragePooling2D', { ...planes, pool_size: [3, 2], strides: [1, 2], border_mode: 'same' })).toMatchObject({ config: { pool_size: [3, 2], strides: [1, 2], padding: 'same', data_format: 'channels_last' } });
    expect(await single('ZeroPadding2D', { ...planes, padding: [1, 2, 3, 4] })).toMatchObject({ config: { padding: [[1, 2], [3, 4]] } });
    expect(await single('ZeroPadding2D', { ...planes, padding: { top_pad: 1, right_pad: 4 } })).toMatchObject({ config: { padding: [[1, 0], [0, 4]] } });
    expect(await single('ZeroPadding1D', { padding: { right_pad: 4 }, batch_input_shape: [null, 9, 2] })).toMatchObject({ config: { padding: [0, 4] } });
    expect(await single('UpSampling1D', { length: 3, batch_input_shape: [null, 9, 2] })).toMatchObject({ config: { size: 3 } });
    expect(await single('Dropout', { p: 0.25, batch_input_shape: [null, 9] })).toMatchObject({ config: { rate: 0.25 } });
    expect(await single('SpatialDropout2D', { ...planes, p: 0.25, dim_ordering: 'th' })).toMatchObject({ config: { rate: 0.25 } });
    expect(await single('GaussianNoise', { sigma: 0.25, batch_input_shape: [null, 9] })).toMatchObject({ config: { stddev: 0.25 } });
    expect(await single('Embedding', { input_dim: 9, output_dim: 2, init: 'uniform', dropout: 0.5, mask_zero: true, W_regularizer: null, batch_input_shape: [null, 4] })).toMatchObject({ config: { input_dim: 9, output_dim: 2, mask_zero: true } });
  });

  it.each([
    ['sum', 'Add', {}], ['mul', 'Multiply', {}], ['ave', 'Average', {}], ['max', 'Maximum', {}],
    ['concat', 'Concatenate', { axis: 1 }], ['dot', 'Dot', { axes: 1, normalize: false }],
  ])('Merge of mode %s is %s', async (mode, className, own) => {
    const entry = (name: string): object => ({ class_name: 'InputLayer', name, config: { name, batch_input_shape: [null, 3], input_dtype: 'float32', sparse: false }, inbound_nodes: [] });
    const merge = { name: 'm', mode, mode_type: 'raw', concat_axis: 1, dot_axes: 1, output_shape: null, output_shape_type: 'raw', output_mask: null, output_mask_type: 'raw', arguments: {} };
    const layers = await layersOf('Model', {
      name: 'net',
      layers: [entry('a'), entry('b'), { class_name: 'Merge', name: 'm', config: merge, inbound_nodes: [[['a', 0, 0], ['b', 0, 0]]] }],
      input_layers: [['a', 0, 0], ['b', 0, 0]],
      output_layers: [['m', 0, 0]],
    });
    expect(layers[2]).toMatchObject({ class_name: className, config: own });
  });

  it('a Sequential that begins with branches', async () => {
    const dense = (name: string, shape?: readonly (number | null)[]): object => ({ class_name: 'Dense', config: { ...WEIGHTS, name, output_dim: 2, activation: 'linear', ...(shape === undefined ? {} : { batch_input_shape: shape }) } });
    const branch = (...layers: object[]): object => ({ class_name: 'Sequential', config: layers });
    const merge = { class_name: 'Merge', config: { name: 'm', mode: 'concat', concat_axis: -1, layers: [branch(dense('left', [null, 3])), branch(dense('right', [null, 4]), dense('more'))] } };
    const model = await modelFromConfig({ class_name: 'Sequential', config: [merge, dense('last')] });
    expect(model.inputs.map(({ shape }) => shape)).toEqual([[null, 3], [null, 4]]);
    expect(model.layers.map(({ name }) => name).filter((name) => !name.endsWith('_input')).sort()).toEqual(['last', 'left', 'm', 'more', 'right']);
    // 3 * 2 + 2, 4 * 2 + 2, 2 * 2 + 2, 4 * 2 + 2.
    expect(model.countParams()).toBe(8 + 10 + 6 + 10);
  });

  it('takes the order of axes from the model where the oldest files leave it out', async () => {
    const conv = layer('Convolution2D', { ...WEIGHTS, name: 'c', nb_filter: 4, nb_row: 3, nb_col: 3, border_mode: 'same', subsample: [1, 1], dim_ordering: 'th', batch_input_shape: [null, 3, 8, 8] });
    const model = await modelFromConfig({ class_name: 'Sequential', config: [conv, { class_name: 'UpSampling2D', config: { name: 'u', size: [2, 2] } }] });
    expect(model.output.shape).toEqual([null, 4, 16, 16]);
  });

  it('names everything that only Keras 1 had, all at once', async () => {
    const config = [layer('MaxoutDense', { name: 'x', output_dim: 3, nb_feature: 2, init: 'uniform', batch_input_shape: [null, 3] }), layer('BatchNormalization', { name: 'n', mode: 1, axis: -1 }), layer('Merge', { name: 'm', mode: 'cos' })];
    const message = await modelFromConfig({ class_name: 'Sequential', config }).then(() => '', String);
    for (const part of ["MaxoutDense ('x')", "BatchNormalization ('n'): its mode 1", "Merge ('m'): its mode 'cos'"]) expect(message).toContain(part);
  });

  it('leaves layers of later versions alone', async () => {
    const config = { name: 'n', trainable: true, dtype: 'float32', units: 2, activation: 'linear', use_bias: true, batch_input_shape: [null, 3] };
    const layers = await row({ class_name: 'Dense', config }, { class_name: 'Dropout', config: { name: 'p', rate: 0.5 } }, layer('Dropout', { name: 'older', p: 0.25 }));
    expect(layers.filter(({ class_name: name }) => name !== 'InputLayer')).toMatchObject([{ config: { units: 2 } }, { config: { rate: 0.5 } }, { config: { rate: 0.25 } }]);
  });
});

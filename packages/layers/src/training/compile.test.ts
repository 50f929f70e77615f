import { isSymbolicTensor, setEagerBackend, tensor } from '@kedge/graph-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { backendFor } from '../../test/backends.js';
import { dense, input, losses, metrics, model, optimizers, readCompileConfig, register, sequential, type Model } from '../index.js';

const net = (): Model => sequential({ layers: [dense({ units: 2, activation: 'softmax', inputShape: [3] })] });
const x = tensor([1, 2, 3, 4, 5, 6], [2, 3]);

beforeAll(async () => setEagerBackend(await backendFor('cpu')));

describe('compile', () => {
  it.each(['categorical_crossentropy', 'categoricalCrossentropy', 'CategoricalCrossentropy', 'crossentropy'])('understands the loss %s', async (loss) => {
    const one = net();
    one.compile({ loss });
    const two = net();
    two.setWeights(await one.getWeights());
    two.compile({ loss: new losses.CategoricalCrossentropy() });
    const y = tensor([0, 1, 1, 0], [2, 2]);
    expect(await one.testOnBatch(x, y)).toEqual(await two.testOnBatch(x, y));
  });

  it.each([
    ['mse', 'MeanSquaredError'],
    ['MAE', 'MeanAbsoluteError'],
    ['mape', 'MeanAbsolutePercentageError'],
    ['msle', 'MeanSquaredLogarithmicError'],
    ['bce', 'BinaryCrossentropy'],
    ['kld', 'KLDivergence'],
    ['kullback_leibler_divergence', 'KLDivergence'],
    ['logcosh', 'LogCosh'],
    ['sparseCategoricalCrossentropy', 'SparseCategoricalCrossentropy'],
    ['categoricalFocalCrossentropy', 'CategoricalFocalCrossentropy'],
  ])('reads the loss %s as %s', (name, className) => {
    expect((losses.get(name) as losses.Loss).className).toBe(className);
  });

  it.each([['rmsprop', 'RMSprop'], ['RMSprop', 'RMSprop'], ['adamW', 'AdamW'], ['adamw', 'AdamW'], ['sgd', 'SGD'], ['Nadam', 'Nadam']])('reads the optimizer %s as %s', (name, className) => {
    expect((optimizers.get(name) as optimizers.Optimizer).className).toBe(className);
  });

  it('chooses accuracy by the shapes of targets and outputs', async () => {
    const logsWith = async (units: number, y: Parameters<Model['testOnBatch']>[1]): Promise<string[]> => {
      const one = sequential({ layers: [dense({ units, inputShape: [3] })] });
      one.compile({ loss: 'mse', metrics: ['accuracy', 'acc', 'mse'] });
      return Object.keys(await one.testOnBatch(x, y));
    };
    expect(await logsWith(1, tensor([0, 1], [2, 1]))).toEqual(['loss', 'accuracy', 'acc', 'mse']);
    const spec = (shape: readonly number[]): { shape: readonly number[]; dtype: 'float32' } => ({ shape, dtype: 'float32' });
    const chosen = (y: readonly number[], p: readonly number[]): string => (metrics.get('accuracy', spec(y), spec(p)) as metrics.Metric).className;
    expect(chosen([4, 1], [4, 1])).toBe('BinaryAccuracy');
    expect(chosen([4], [4, 3])).toBe('SparseCategoricalAccuracy');
    expect(chosen([4, 1], [4, 3])).toBe('SparseCategoricalAccuracy');
    expect(chosen([4, 3], [4, 3])).toBe('CategoricalAccuracy');
  });

  it('takes functions and registered classes', async () => {
    class Halves extends losses.Loss {
      static readonly className = 'Halves';
      static readonly fields = losses.lossFields('halves');
      override call(yTrue: Parameters<losses.ElementFunction>[0], yPred: Parameters<losses.ElementFunction>[1]): ReturnType<losses.ElementFunction> {
        return losses.meanAbsoluteError(yTrue, yPred);
      }
    }
    register('Halves', Halves as never);
    const one = net();
    one.compile({ loss: 'halves', metrics: [losses.meanAbsoluteError] });
    const logs = await one.testOnBatch(x, tensor([0, 1, 1, 0], [2, 2]));
    expect(logs['loss']).toBeCloseTo(logs['meanAbsoluteError'] ?? NaN, 6);
  });

  it('names what it does not know', () => {
    expect(() => net().compile({ loss: 'nonsense' })).toThrow(/Expected a known loss \(.*mean_squared_error.*\), got 'nonsense'/);
    expect(() => net().compile({ loss: 'mse', metrics: ['auc'] })).toThrow(/Expected a known metric \(accuracy, .*\), got 'auc'/);
    expect(() => net().compile({ optimizer: 'lion', loss: 'mse' })).toThrow(/Expected a known optimizer \(.*adam.*\), got 'lion'/);
    expect(() => net().compile({ loss: { class_name: 'Dice', config: {} } })).toThrow(/'Dice' is needed to compile the model/);
    expect(() => net().compile({ loss: ['mse', 'mse'] })).toThrow("loss: expected one for each of 1 outputs ('dense");
    expect(() => net().compile({ loss: new losses.MeanSquaredError({ reduction: 'none' }) })).toThrow("reduction 'none'");
    const a = input({ shape: [3] });
    const two = model({ inputs: a, outputs: { left: dense({ units: 1 }).apply(a), right: dense({ units: 1 }).apply(a) } });
    expect(isSymbolicTensor(two.outputs[0])).toBe(true);
    expect(() => two.compile({ loss: 'mse', metrics: { middle: ['mae'] } })).toThrow("metrics: 'middle' is no output. Outputs: 'left', 'right'.");
    expect(() => two.compile({ loss: 'mse', metrics: ['mae'] })).toThrow('metrics: expected one for each of 2 outputs');
  });

  it('refuses settings that would change numbers and are not supported', () => {
    expect(() => optimizers.adam({ useEma: true as never })).toThrow("'useEma'");
    expect(() => optimizers.sgd({ gradientAccumulationSteps: 2 as never })).toThrow("'gradientAccumulationSteps'");
    expect(() => optimizers.sgd({ clipnorm: 1, clipvalue: 1 })).toThrow("'clipnorm' and 'clipvalue'");
    expect(() => optimizers.adamw({ weightDecay: null })).toThrow('weightDecay');
    expect(() => optimizers.get({ class_name: 'Adam', config: { learning_rate: { class_name: 'ExponentialDecay', config: {} } } })).toThrow("a schedule ('ExponentialDecay')");
    expect(() => optimizers.get({ class_name: 'SGD', config: { learning_rate: 0.1, decay: 0.01 } })).toThrow("'decay'");
  });

  it('keeps an optimizer to the weights that it knows', async () => {
    const optimizer = optimizers.sgd({ momentum: 0.9 });
    const [one, two] = [net(), net()];
    one.compile({ optimizer, loss: 'mse' });
    two.compile({ optimizer, loss: 'mse' });
    const y = tensor([0, 1, 1, 0], [2, 2]);
    await one.trainOnBatch(x, y);
    await expect(two.trainOnBatch(x, y)).rejects.toMatchObject({ code: 'OPTIMIZER_IN_USE' });
  });
});

/** What Keras 2.15.1 writes to a `.h5` for `compile('adam', CategoricalCrossentropy(), ['accuracy'])`. */
const KERAS2 = {
  loss: { class_name: 'CategoricalCrossentropy', config: { reduction: 'auto', name: 'categorical_crossentropy', from_logits: false, label_smoothing: 0.0, axis: -1, fn: 'categorical_crossentropy' } },
  metrics: [[{ class_name: 'MeanMetricWrapper', config: { name: 'accuracy', dtype: 'float32', fn: 'categorical_accuracy' } }]],
  weighted_metrics: null,
  loss_weights: null,
  optimizer_config: {
    class_name: 'Custom>Adam',
    config: { name: 'Adam', weight_decay: null, clipnorm: null, global_clipnorm: null, clipvalue: null, use_ema: false, ema_momentum: 0.99, ema_overwrite_frequency: null, jit_compile: false, is_legacy_optimizer: false, learning_rate: 0.0010000000474974513, beta_1: 0.9, beta_2: 0.999, epsilon: 1e-7, amsgrad: false },
  },
};

/** What Keras 3.15 gives as the compile config of the same with a further metric. */
const KERAS3 = {
  optimizer: {
    module: 'keras.optimizers',
    class_name: 'Adam',
    config: { name: 'adam', learning_rate: 0.0010000000474974513, weight_decay: null, clipnorm: null, global_clipnorm: null, clipvalue: null, use_ema: false, ema_momentum: 0.99, ema_overwrite_frequency: null, loss_scale_factor: null, gradient_accumulation_steps: null, beta_1: 0.9, beta_2: 0.999, epsilon: 1e-7, amsgrad: false },
    registered_name: null,
  },
  loss: { module: 'keras.losses', class_name: 'CategoricalCrossentropy', config: { name: 'categorical_crossentropy', reduction: 'sum_over_batch_size', from_logits: false, label_smoothing: 0.0, axis: -1 }, registered_name: null },
  loss_weights: null,
  metrics: ['accuracy', { module: 'keras.metrics', class_name: 'TopKCategoricalAccuracy', config: { name: 'top_k_categorical_accuracy', dtype: 'float32', k: 2 }, registered_name: null }],
  weighted_metrics: null,
  run_eagerly: false,
  steps_per_execution: 1,
  jit_compile: false,
};

describe('compiled models in files', () => {
  it('reads what Keras 2 and 3 write, and writes it back', async () => {
    const [two, three] = [net(), net()];
    const older = readCompileConfig(KERAS2).config;
    const newer = readCompileConfig(KERAS3).config;
    two.compile(older ?? {});
    three.compile(newer ?? {});
    expect(Object.keys(await two.testOnBatch(x, tensor([0, 1, 1, 0], [2, 2])))).toEqual(['loss', 'accuracy']);
    expect(Object.keys(await three.testOnBatch(x, tensor([0, 1, 1, 0], [2, 2])))).toEqual(['loss', 'accuracy', 'top_k_categorical_accuracy']);
    expect(three.getCompileConfig({ dialect: 'keras3', file: 'keras' })).toEqual(KERAS3);
    const { loss, optimizer_config: optimizer } = two.getCompileConfig({ dialect: 'keras2', file: 'h5' }) as typeof KERAS2;
    const { fn: _fn, ...lossConfig } = KERAS2.loss.config;
    expect(loss).toEqual({ class_name: 'CategoricalCrossentropy', config: lossConfig });
    expect(optimizer).toEqual({ class_name: 'Adam', config: KERAS2.optimizer_config.config });
  });

  it('leaves a model uncompiled, with a notice, when something is not known (tfjs#28)', () => {
    expect(readCompileConfig({ ...KERAS3, loss: 'my_loss' })).toEqual({ config: undefined, notice: expect.stringContaining("got 'my_loss'") });
    expect(readCompileConfig({ ...KERAS3, optimizer: { class_name: 'Lion', config: {} } }).notice).toContain("'Lion'");
    expect(readCompileConfig({ ...KERAS3, metrics: [{ class_name: 'AUC', config: {} }] }).notice).toContain("'AUC'");
    expect(readCompileConfig({})).toEqual({ config: undefined, notice: undefined });
  });

  it('reads losses by output, and functions as Keras 3 writes them', () => {
    const { config } = readCompileConfig({ ...KERAS3, loss: { a: 'mse', b: { module: 'builtins', class_name: 'function', config: 'mean_absolute_error', registered_name: 'function' } }, metrics: null });
    expect(config?.loss).toEqual({ a: 'mse', b: 'mean_absolute_error' });
  });
});

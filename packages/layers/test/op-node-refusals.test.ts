import { tensor, uniqueName, type SymbolicTensor } from '@kedge/graph-core';
import * as ops from '@kedge/graph-core/ops';
import { describe, expect, it } from 'vitest';
import { dense, input, model, modelFromConfig, serializeLayer, Variable } from '../src/index.js';

const keras3Input = { module: 'keras.layers', class_name: 'InputLayer', config: { batch_shape: [null, 4], dtype: 'float32', name: 'x' }, registered_name: null, name: 'x', inbound_nodes: [] };
const x = { class_name: '__keras_tensor__', config: { shape: [null, 4], dtype: 'float32', keras_history: ['x', 0, 0] } };

/** A Keras 3 model of one operation. */
function modelOf(className: string, settings: object, args: readonly unknown[], kwargs: object = {}): unknown {
  const node = { module: 'keras.src.ops.numpy', class_name: className, config: { name: 'node', ...settings }, registered_name: className, name: 'node', inbound_nodes: [{ args, kwargs }] };
  return { class_name: 'Functional', config: { name: 'm', layers: [keras3Input, node], input_layers: [['x', 0, 0]], output_layers: [['node', 0, 0]] } };
}

/** A Keras 2 model of one TensorFlow function. */
function tensorFlowModelOf(name: string, node: readonly unknown[]): unknown {
  const layers = [
    { class_name: 'InputLayer', config: { batch_input_shape: [null, 4], dtype: 'float32', name: 'x' }, name: 'x', inbound_nodes: [] },
    { class_name: 'TFOpLambda', config: { name: 'node', trainable: true, dtype: 'float32', function: name }, name: 'node', inbound_nodes: [node] },
  ];
  return { class_name: 'Functional', config: { name: 'm', layers, input_layers: [['x', 0, 0]], output_layers: [['node', 0, 0]] } };
}

/** A model that repeats its input as often as there are sizes. */
function tensorFlowSizes({ repeats }: { readonly repeats: unknown }): unknown {
  const made = tensorFlowModelOf('tile', ['x', 0, 0, { multiples: repeats }]) as { config: { layers: unknown[] } };
  made.config.layers.push({ class_name: 'TFOpLambda', config: { name: 'shape', trainable: true, dtype: 'float32', function: 'compat.v1.shape' }, name: 'shape', inbound_nodes: [['x', 0, 0, { name: null, out_type: 'int32' }]] });
  return made;
}

const refused = async (config: unknown): Promise<unknown> => modelFromConfig(config).then(
  () => undefined,
  (error: unknown) => error,
);

describe('nodes of configs that cannot be', () => {
  it.each([
    ['an operation that Kedge lacks', modelOf('Svd', {}, [x]), 'UNSUPPORTED_LAYER', 'keras.ops that Kedge lacks'],
    ['an argument that Keras does not have', modelOf('Sum', { axes: 1 }, [x]), 'INVALID_ARGUMENT', 'sum: got axes, which it does not take'],
    ['more arguments than there are', modelOf('Sum', {}, [x, 1]), 'INVALID_ARGUMENT', 'sum: expected at most 1 arguments, got 2'],
    ['no argument', modelOf('Exp', {}, []), 'INVALID_MODEL_CONFIG', "'node': ops.exp cannot be called"],
    ['an axis that is a word', modelOf('Sum', { axis: 'last' }, [x]), 'INVALID_MODEL_CONFIG', 'ops.sum cannot be called with the arguments that the config holds'],
    ['a sparse result', modelOf('OneHot', { num_classes: 3, sparse: true }, [x]), 'INVALID_ARGUMENT', 'one_hot: expected sparse to be left at its default, got true'],
    ['a place outside', modelOf('GetItem', {}, [x, [{ class_name: '__slice__', config: {} }, 7]]), 'INVALID_ARGUMENT', 'getItem: expected a place from -4 to 3'],
    ['truth values that pick', modelOf('GetItem', {}, [x, [[true, false]]]), 'INVALID_ARGUMENT', 'getItem: expected whole numbers as places to pick'],
    ['a TensorFlow function that is not known', tensorFlowModelOf('signal.dct', ['x', 0, 0, {}]), 'UNSUPPORTED_LAYER', "the raw TensorFlow function 'signal.dct'"],
    ['an argument that it does not take', tensorFlowModelOf('math.exp', ['x', 0, 0, { speed: 2 }]), 'INVALID_MODEL_CONFIG', "'math.exp' does not take speed"],
    ['a comparison that lost its constant', tensorFlowModelOf('__operators__.ne', ['x', 0, 0, {}]), 'INVALID_MODEL_CONFIG', "needs an argument 'other'"],
    ['a size that is known only later', tensorFlowSizes({ repeats: ['shape', 0, 0] }), 'INVALID_MODEL_CONFIG', 'depends on a size that is known only when the model runs'],
    ['channels first', tensorFlowModelOf('nn.max_pool2d', ['x', 0, 0, { ksize: 2, strides: 2, padding: 'SAME', data_format: 'NCHW' }]), 'INVALID_MODEL_CONFIG', 'NHWC'],
  ])('%s', async (_what, config, code, message) => {
    const error = await refused(config);
    expect(error).toMatchObject({ code });
    expect(String(error)).toContain(message);
  });
});

describe('a layer of somebody whose module is called ops', () => {
  it('is a layer', async () => {
    const { layers, ...config } = (modelOf('Dense', { units: 2 }, [x]) as { config: { layers: { class_name: string }[] } }).config;
    const renamed = layers.map((layer) => (layer.class_name === 'Dense' ? { ...layer, module: 'mine.ops.layers', registered_name: 'mine>Dense' } : layer));
    expect((await modelFromConfig({ class_name: 'Functional', config: { ...config, layers: renamed } })).getLayer('node').className).toBe('Dense');
  });
});

describe('models that no file can hold', () => {
  const start = (): SymbolicTensor => input({ shape: [4], name: uniqueName('x') });

  it.each([
    ['a function that keras.ops does not have', () => ops.stridedSlice(start(), [{ begin: null, end: null, step: 1 }, { begin: 0, end: 2, step: 1 }]), 'functions that keras.ops does not have'],
    ['a weight as an argument', () => ops.add(start(), new Variable({ name: 'w', shape: [4], initialize: () => tensor([1, 2, 3, 4], [4]) })), 'holds a weight'],
  ])('%s', (_what, make, message) => {
    const y = make() as SymbolicTensor;
    const whole = model({ inputs: y.history?.operation.inboundNodes[0]?.inputs[0] as SymbolicTensor, outputs: y });
    expect(() => serializeLayer(whole, 'keras3')).toThrow(message);
  });

  it('an option that Keras does not have', () => {
    const y = start();
    const whole = model({ inputs: y, outputs: ops.matmul(y, tensor([1, 2, 3, 4], [1, 4]), { transposeB: true }) as SymbolicTensor });
    expect(() => serializeLayer(whole, 'keras3')).toThrow('keras.ops.matmul has no argument that does what transposeB does here');
  });

  it('functions that TensorFlow does not have, in Keras 2', () => {
    const y = start();
    const whole = model({ inputs: y, outputs: dense({ units: 1 }).apply(ops.nanToNum(y) as SymbolicTensor) });
    expect(() => serializeLayer(whole, 'keras2')).toThrow('functions that TensorFlow does not have as such (nan_to_num (ops.nanToNum))');
  });
});

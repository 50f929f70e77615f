import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { factoryName } from '../src/config/naming.js';
import { loadLayerClass } from '../src/engine/registry.js';
import { layerLoaders } from '../src/generated/registry.js';
import * as keras from '../src/index.js';
import { goldensOf } from './golden-cases.js';

const page = readFileSync(fileURLToPath(new URL('../../../docs/layers.md', import.meta.url)), 'utf8');
const exported = keras as unknown as Readonly<Record<string, unknown>>;

describe('every layer', () => {
  it.each(Object.keys(layerLoaders))('%s is registered, exported with its factory, documented, and has goldens', async (className) => {
    const Class = await loadLayerClass(className);
    expect(Class.className).toBe(className);
    expect(exported[className]).toBe(Class);
    expect(typeof exported[factoryName(className)]).toBe('function');
    expect(page).toContain(`| ${className} | \`${factoryName(className)}\` |`);
    // An input layer computes nothing.
    if (className !== 'InputLayer') expect(Object.keys(goldensOf(className)).length).toBeGreaterThan(0);
  });

  it('has the factory names of tfjs-layers where that has the layer', () => {
    // Class and factory as exported by @tensorflow/tfjs-layers 4.22.
    const spelling = {
      ELU: 'elu', ReLU: 'reLU', LeakyReLU: 'leakyReLU', PReLU: 'prelu', Softmax: 'softmax', ThresholdedReLU: 'thresholdedReLU',
      Conv1D: 'conv1d', Conv2D: 'conv2d', Conv2DTranspose: 'conv2dTranspose', Conv3D: 'conv3d', Conv3DTranspose: 'conv3dTranspose',
      SeparableConv2D: 'separableConv2d', Cropping2D: 'cropping2D', UpSampling2D: 'upSampling2d', DepthwiseConv2D: 'depthwiseConv2d',
      SpatialDropout1D: 'spatialDropout1d', RepeatVector: 'repeatVector', BatchNormalization: 'batchNormalization', ZeroPadding2D: 'zeroPadding2d',
      AveragePooling1D: 'averagePooling1d', GlobalAveragePooling2D: 'globalAveragePooling2d', GlobalMaxPooling1D: 'globalMaxPooling1d',
      MaxPooling3D: 'maxPooling3d', GRU: 'gru', GRUCell: 'gruCell', LSTM: 'lstm', LSTMCell: 'lstmCell', SimpleRNN: 'simpleRNN',
      SimpleRNNCell: 'simpleRNNCell', ConvLSTM2D: 'convLstm2d', RNN: 'rnn', StackedRNNCells: 'stackedRNNCells', Bidirectional: 'bidirectional',
      TimeDistributed: 'timeDistributed', GaussianNoise: 'gaussianNoise', AlphaDropout: 'alphaDropout', CategoryEncoding: 'categoryEncoding',
    };
    expect(Object.fromEntries(Object.keys(spelling).map((name) => [name, factoryName(name)]))).toEqual(spelling);
  });
});

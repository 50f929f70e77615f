import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { input } from '../core/input-layer.js';
import { depthwiseConv2d } from './depthwise-conv2d.js';

describe('DepthwiseConv2D', () => {
  keepsContract({ make: depthwiseConv2d, config: { kernelSize: [2, 3], depthMultiplier: 3, strides: 2, padding: 'same' }, inputs: [[null, null, 7, 4]], sizes: [[2, 9, 7, 4]], output: [null, null, 4, 12] });
  keepsContract({ make: depthwiseConv2d, config: { kernelSize: 2, dataFormat: 'channels_first' }, inputs: [[null, 4, 7, null]], sizes: [[2, 4, 7, 3]], output: [null, 4, 6, null] });

  it('names its kernel as Keras 3 does, and knows the name of older files', () => {
    const layer = depthwiseConv2d({ kernelSize: 2 });
    layer.apply(input({ shape: [4, 4, 3] }));
    expect(layer.weights.map(({ name, legacyName }) => [name, legacyName])).toEqual([['kernel', 'depthwise_kernel'], ['bias', 'bias']]);
  });
});

import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { input } from '../core/input-layer.js';
import { separableConv2d } from './separable-conv2d.js';

describe('SeparableConv2D', () => {
  keepsContract({ make: separableConv2d, config: { filters: 6, kernelSize: 3, strides: 2, padding: 'same' }, inputs: [[null, null, 7, 4]], sizes: [[2, 9, 7, 4]], output: [null, null, 4, 6] });
  keepsContract({ make: separableConv2d, config: { filters: 2, kernelSize: 2, dataFormat: 'channels_first' }, inputs: [[null, 4, 7, null]], sizes: [[2, 4, 7, 3]], output: [null, 2, 6, null] });

  it('saves the depthwise kernel, the pointwise kernel and the bias in this order', () => {
    const layer = separableConv2d({ filters: 5, kernelSize: [2, 3], depthMultiplier: 2 });
    layer.apply(input({ shape: [8, 8, 3] }));
    expect(layer.weights.map(({ name, shape }) => [name, shape])).toEqual([['depthwise_kernel', [2, 3, 3, 2]], ['pointwise_kernel', [1, 1, 6, 5]], ['bias', [5]]]);
  });
});

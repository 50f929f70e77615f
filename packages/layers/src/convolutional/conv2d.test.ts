import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { input } from '../core/input-layer.js';
import { conv2d } from './conv2d.js';

describe('Conv2D', () => {
  keepsContract({ make: conv2d, config: { filters: 6, kernelSize: 3, strides: 2, padding: 'same', groups: 2 }, inputs: [[null, null, 7, 4]], sizes: [[2, 9, 7, 4]], output: [null, null, 4, 6] });
  keepsContract({ make: conv2d, config: { filters: 6, kernelSize: 3, dataFormat: 'channels_first', activation: 'softmax' }, inputs: [[null, 4, null, 7]], sizes: [[2, 4, 9, 7]], output: [null, 6, null, 5] });

  it('refuses strides together with dilation, channels that groups do not divide, and an input of another rank, naming the layer', () => {
    const tensor = input({ batchShape: [null, null, 7, 4] });
    expect(() => conv2d({ filters: 2, kernelSize: 2, strides: 2, dilationRate: 2, name: 'mine' }).apply(tensor)).toThrow(/mine.*dilation/);
    expect(() => conv2d({ filters: 6, kernelSize: 2, groups: 3, name: 'mine' }).apply(tensor)).toThrow(/mine.*groups/);
    expect(() => conv2d({ filters: 6, kernelSize: 2, name: 'mine' }).apply(input({ shape: [4] }))).toThrow(/mine.*rank 4/);
  });
});

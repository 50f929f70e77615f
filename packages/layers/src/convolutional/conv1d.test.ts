import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { input } from '../core/input-layer.js';
import { conv1d } from './conv1d.js';

describe('Conv1D', () => {
  keepsContract({ make: conv1d, config: { filters: 6, kernelSize: 3, strides: 2, padding: 'same', groups: 2 }, inputs: [[null, null, 4]], sizes: [[2, 9, 4]], output: [null, null, 6] });
  keepsContract({ make: conv1d, config: { filters: 6, kernelSize: 3, dataFormat: 'channels_first', activation: 'softmax' }, inputs: [[null, 4, null]], sizes: [[2, 4, 9]], output: [null, 6, null] });
  keepsContract({ make: conv1d, config: { filters: 2, kernelSize: 3, padding: 'causal', dilationRate: 2 }, inputs: [[null, 5, 4]], sizes: [[2, 5, 4]], output: [null, 5, 2] });

  it('refuses strides together with dilation, channels that groups do not divide, and an input of another rank, naming the layer', () => {
    const tensor = input({ batchShape: [null, null, 4] });
    expect(() => conv1d({ filters: 2, kernelSize: 2, strides: 2, dilationRate: 2, name: 'mine' }).apply(tensor)).toThrow(/mine.*dilation/);
    expect(() => conv1d({ filters: 6, kernelSize: 2, groups: 3, name: 'mine' }).apply(tensor)).toThrow(/mine.*groups/);
    expect(() => conv1d({ filters: 6, kernelSize: 2, name: 'mine' }).apply(input({ shape: [4] }))).toThrow(/mine.*rank 3/);
  });
});

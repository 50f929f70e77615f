import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { input } from '../core/input-layer.js';
import { conv3dTranspose } from './conv3d-transpose.js';

describe('Conv3DTranspose', () => {
  keepsContract({ make: conv3dTranspose, config: { filters: 6, kernelSize: 3, strides: 2, padding: 'same' }, inputs: [[null, null, 3, 2, 4]], sizes: [[1, 5, 3, 2, 4]], output: [null, null, 6, 4, 6] });
  keepsContract({ make: conv3dTranspose, config: { filters: 6, kernelSize: 3, strides: 2, dataFormat: 'channels_first' }, inputs: [[null, 4, 5, null, 2]], sizes: [[1, 4, 5, 3, 2]], output: [null, 6, 11, null, 5] });

  it('refuses an output padding that the strides do not exceed, naming the layer', () => {
    const tensor = input({ batchShape: [null, null, 3, 2, 4] });
    expect(() => conv3dTranspose({ filters: 2, kernelSize: 2, outputPadding: 1, name: 'mine' }).apply(tensor)).toThrow(/mine.*output padding/);
    expect(conv3dTranspose({ filters: 2, kernelSize: 2, strides: 2, outputPadding: 1 }).apply(tensor).shape.at(-1)).toBe(2);
  });

  it('has no dilation in Keras 2', () => {
    expect(() => conv3dTranspose({ filters: 1, kernelSize: 2, dilationRate: 2 }).getConfig('keras2')).toThrow(/dilation_rate/);
  });
});

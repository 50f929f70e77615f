import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { input } from '../core/input-layer.js';
import { conv2dTranspose } from './conv2d-transpose.js';

describe('Conv2DTranspose', () => {
  keepsContract({ make: conv2dTranspose, config: { filters: 6, kernelSize: 3, strides: 2, padding: 'same' }, inputs: [[null, null, 3, 4]], sizes: [[2, 5, 3, 4]], output: [null, null, 6, 6] });
  keepsContract({ make: conv2dTranspose, config: { filters: 6, kernelSize: 3, strides: 2, dataFormat: 'channels_first' }, inputs: [[null, 4, 5, null]], sizes: [[2, 4, 5, 3]], output: [null, 6, 11, null] });

  it('refuses an output padding that the strides do not exceed, naming the layer', () => {
    const tensor = input({ batchShape: [null, null, 3, 4] });
    expect(() => conv2dTranspose({ filters: 2, kernelSize: 2, outputPadding: 1, name: 'mine' }).apply(tensor)).toThrow(/mine.*output padding/);
    expect(conv2dTranspose({ filters: 2, kernelSize: 2, strides: 2, outputPadding: 1 }).apply(tensor).shape.at(-1)).toBe(2);
  });
});

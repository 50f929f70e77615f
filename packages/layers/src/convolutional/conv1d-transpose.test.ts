import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { input } from '../core/input-layer.js';
import { conv1dTranspose } from './conv1d-transpose.js';

describe('Conv1DTranspose', () => {
  keepsContract({ make: conv1dTranspose, config: { filters: 6, kernelSize: 3, strides: 2, padding: 'same' }, inputs: [[null, null, 4]], sizes: [[2, 5, 4]], output: [null, null, 6] });
  keepsContract({ make: conv1dTranspose, config: { filters: 6, kernelSize: 3, strides: 2, dataFormat: 'channels_first' }, inputs: [[null, 4, 5]], sizes: [[2, 4, 5]], output: [null, 6, 11] });

  it('refuses an output padding that the strides do not exceed, naming the layer', () => {
    const tensor = input({ batchShape: [null, null, 4] });
    expect(() => conv1dTranspose({ filters: 2, kernelSize: 2, outputPadding: 1, name: 'mine' }).apply(tensor)).toThrow(/mine.*output padding/);
    expect(conv1dTranspose({ filters: 2, kernelSize: 2, strides: 2, outputPadding: 1 }).apply(tensor).shape.at(-1)).toBe(2);
  });
});

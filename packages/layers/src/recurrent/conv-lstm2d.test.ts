import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { input } from '../core/input-layer.js';
import { convLstm2d } from './conv-lstm2d.js';

describe('ConvLSTM2D', () => {
  keepsContract({ make: convLstm2d, config: { filters: 3, kernelSize: 2, strides: 2, padding: 'same', returnSequences: true, returnState: true }, inputs: [[null, null, 6, 5, 2]], sizes: [[1, 3, 6, 5, 2]], output: [[null, null, 3, 3, 3], [null, 3, 3, 3], [null, 3, 3, 3]] });
  keepsContract({ make: convLstm2d, config: { filters: 3, kernelSize: 2, dataFormat: 'channels_first' }, inputs: [[null, null, 2, 6, 5]], sizes: [[1, 3, 2, 6, 5]], output: [null, 3, 5, 4] });

  it('refuses an input of another rank, naming the layer', () => {
    expect(() => convLstm2d({ filters: 1, kernelSize: 2, name: 'mine' }).apply(input({ shape: [4] }))).toThrow(/mine.*rank 5/);
  });
});

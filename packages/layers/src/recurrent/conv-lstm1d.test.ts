import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { input } from '../core/input-layer.js';
import { convLstm1d } from './conv-lstm1d.js';

describe('ConvLSTM1D', () => {
  keepsContract({ make: convLstm1d, config: { filters: 3, kernelSize: 2, strides: 2, padding: 'same', returnSequences: true, returnState: true }, inputs: [[null, null, 6, 2]], sizes: [[1, 3, 6, 2]], output: [[null, null, 3, 3], [null, 3, 3], [null, 3, 3]] });
  keepsContract({ make: convLstm1d, config: { filters: 3, kernelSize: 2, dataFormat: 'channels_first' }, inputs: [[null, null, 2, 6]], sizes: [[1, 3, 2, 6]], output: [null, 3, 5] });

  it('refuses an input of another rank, naming the layer', () => {
    expect(() => convLstm1d({ filters: 1, kernelSize: 2, name: 'mine' }).apply(input({ shape: [4] }))).toThrow(/mine.*rank 4/);
  });
});

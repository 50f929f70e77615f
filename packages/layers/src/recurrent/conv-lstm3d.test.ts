import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { input } from '../core/input-layer.js';
import { convLstm3d } from './conv-lstm3d.js';

describe('ConvLSTM3D', () => {
  keepsContract({ make: convLstm3d, config: { filters: 3, kernelSize: 2, strides: 2, padding: 'same', returnSequences: true, returnState: true }, inputs: [[null, null, 6, 5, 4, 2]], sizes: [[1, 2, 6, 5, 4, 2]], output: [[null, null, 3, 3, 2, 3], [null, 3, 3, 2, 3], [null, 3, 3, 2, 3]] });
  keepsContract({ make: convLstm3d, config: { filters: 3, kernelSize: 2, dataFormat: 'channels_first' }, inputs: [[null, null, 2, 6, 5, 4]], sizes: [[1, 2, 2, 6, 5, 4]], output: [null, 3, 5, 4, 3] });

  it('refuses an input of another rank, naming the layer', () => {
    expect(() => convLstm3d({ filters: 1, kernelSize: 2, name: 'mine' }).apply(input({ shape: [4] }))).toThrow(/mine.*rank 6/);
  });
});

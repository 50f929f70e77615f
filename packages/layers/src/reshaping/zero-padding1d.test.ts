import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { input } from '../core/input-layer.js';
import { zeroPadding1d } from './zero-padding1d.js';

describe('ZeroPadding1D', () => {
  keepsContract({ make: zeroPadding1d, config: { padding: [1, 2] }, inputs: [[null, null, 4]], sizes: [[2, 3, 4]], output: [null, null, 4] });

  it('pads the last axis for channels_first, which Keras 2 cannot hold', () => {
    const layer = zeroPadding1d({ padding: 2, dataFormat: 'channels_first' });
    expect(layer.apply(input({ shape: [4, 3] })).shape).toEqual([null, 4, 7]);
    expect(layer.getConfig('keras3')).toMatchObject({ data_format: 'channels_first' });
    expect(() => layer.getConfig('keras2')).toThrow(/data_format/);
  });
});

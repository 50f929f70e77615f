import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { layerNormalization } from './layer-normalization.js';

describe('LayerNormalization', () => {
  keepsContract({ make: layerNormalization, config: {}, inputs: [[null, null, 5]], sizes: [[2, 3, 5]], output: [null, null, 5] });
  keepsContract({ make: layerNormalization, config: { axis: [1, 2], scale: false }, inputs: [[null, 4, 5]], sizes: [[2, 4, 5]], output: [null, 4, 5] });
  keepsContract({ make: layerNormalization, config: { axis: 1 }, inputs: [[null, 4, null]], sizes: [[2, 4, 3]], output: [null, 4, null] });

  it('cannot be root-mean-square scaled in Keras 2', () => {
    expect(() => layerNormalization({ rmsScaling: true }).getConfig('keras2')).toThrow(/rms_scaling/);
  });
});

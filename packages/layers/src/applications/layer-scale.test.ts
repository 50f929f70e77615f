import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { input } from '../core/input-layer.js';
import { layerScale } from './layer-scale.js';

describe('LayerScale', () => {
  keepsContract({ make: layerScale, config: { initValues: 0.5, projectionDim: 4 }, inputs: [[null, null, 4]], sizes: [[2, 3, 4]], output: [null, null, 4] });

  it('starts from its initial value', async () => {
    const layer = layerScale({ initValues: 0.25, projectionDim: 2 });
    layer.apply(input({ shape: [2] }));
    const [gamma] = await layer.getWeights();
    expect(gamma?.data).toEqual(Float32Array.of(0.25, 0.25));
  });

  it('refuses channels that it has no factors for', () => {
    expect(() => layerScale({ initValues: 1, projectionDim: 3 }).apply(input({ shape: [4] }))).toThrow(/broadcast/);
  });
});

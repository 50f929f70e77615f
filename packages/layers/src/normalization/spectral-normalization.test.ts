import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { computing, ones } from '../../test/running.js';
import { conv2d } from '../convolutional/conv2d.js';
import { dense } from '../core/dense.js';
import { input } from '../core/input-layer.js';
import { flatten } from '../reshaping/flatten.js';
import { spectralNormalization } from './spectral-normalization.js';

describe('SpectralNormalization', () => {
  keepsContract({ make: spectralNormalization, config: { layer: dense({ units: 3 }) }, inputs: [[null, null, 4]], sizes: [[2, 5, 4]], output: [null, null, 3], isDifferentiable: false });
  keepsContract({ make: spectralNormalization, config: { layer: conv2d({ filters: 2, kernelSize: 3 }), powerIterations: 2 }, inputs: [[null, null, 6, 3]], sizes: [[2, 5, 6, 3]], output: [null, null, 4, 2], isDifferentiable: false });

  const { run } = computing();

  it('refuses to be trained unless it is frozen, and a layer without a kernel', () => {
    const layer = spectralNormalization({ layer: dense({ units: 2 }), name: 'mine' });
    expect(() => run(layer, ones([1, 3]), true)).toThrow(/mine.*not trained/);
    layer.trainable = false;
    expect(() => run(layer, ones([1, 3]), true)).not.toThrow();
    expect(() => spectralNormalization({ layer: flatten(), name: 'mine' }).apply(input({ shape: [2, 3] }))).toThrow(/mine.*kernel/);
  });
});

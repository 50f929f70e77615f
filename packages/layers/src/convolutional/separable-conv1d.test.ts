import { describe } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { separableConv1d } from './separable-conv1d.js';

describe('SeparableConv1D', () => {
  keepsContract({ make: separableConv1d, config: { filters: 6, kernelSize: 3, padding: 'causal', dilationRate: 2, depthMultiplier: 2 }, inputs: [[null, null, 4]], sizes: [[2, 9, 4]], output: [null, null, 6] });
  keepsContract({ make: separableConv1d, config: { filters: 2, kernelSize: 2, dataFormat: 'channels_first' }, inputs: [[null, 4, 7]], sizes: [[2, 4, 7]], output: [null, 2, 6] });
});

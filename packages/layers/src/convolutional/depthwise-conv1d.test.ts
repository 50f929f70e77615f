import { describe } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { depthwiseConv1d } from './depthwise-conv1d.js';

describe('DepthwiseConv1D', () => {
  keepsContract({ make: depthwiseConv1d, config: { kernelSize: 2, depthMultiplier: 3, strides: 2, padding: 'same' }, inputs: [[null, null, 4]], sizes: [[2, 9, 4]], output: [null, null, 12] });
  keepsContract({ make: depthwiseConv1d, config: { kernelSize: 2, dataFormat: 'channels_first' }, inputs: [[null, 4, 7]], sizes: [[2, 4, 7]], output: [null, 4, 6] });
});

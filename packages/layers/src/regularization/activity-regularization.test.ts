import { describe } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { activityRegularization } from './activity-regularization.js';

describe('ActivityRegularization', () => {
  keepsContract({ make: activityRegularization, config: { l1: 0.1, l2: 0.2 }, inputs: [[null, null, 4]], sizes: [[2, 3, 4]], output: [null, null, 4] });
});

import { tensor } from '@kedge/graph-core';
import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { computing } from '../../test/running.js';
import { unitNormalization } from './unit-normalization.js';

describe('UnitNormalization', () => {
  keepsContract({ make: unitNormalization, config: { axis: [1, 2] }, inputs: [[null, null, 5]], sizes: [[2, 3, 5]], output: [null, null, 5] });

  const { run } = computing();

  it('leaves zeros as they are', async () => {
    expect(await run(unitNormalization(), tensor([0, 0, 3, 4], [2, 2])).read()).toEqual([0, 0, Math.fround(0.6), Math.fround(0.8)]);
  });
});

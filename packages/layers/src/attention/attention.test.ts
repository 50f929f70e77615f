import { tensor } from '@kedge/graph-core';
import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { computing } from '../../test/running.js';
import { input } from '../core/input-layer.js';
import { Attention, attention } from './attention.js';

describe('Attention', () => {
  keepsContract({ make: attention, config: { useScale: true }, inputs: [[null, null, 4], [null, null, 4]], sizes: [[2, 3, 4], [2, 5, 4]], output: [null, null, 4] });
  keepsContract({ make: attention, config: { scoreMode: 'concat' }, inputs: [[null, 3, 4], [null, null, 2], [null, 5, 4]], sizes: [[2, 3, 4], [2, 5, 2], [2, 5, 4]], output: [[null, 3, 2], [null, 3, 5]], args: { returnAttentionScores: true, useCausalMask: true } });

  it('refuses anything but two or three tensors, naming the layer', () => {
    expect(() => attention({ name: 'mine' }).apply(input({ shape: [3, 4] }))).toThrow(/mine.*query and value/);
  });

  it('obeys the causal flag of older files', () => {
    expect(Attention.fromConfig({ causal: true }, 'keras2').getConfig('keras2')).toMatchObject({ causal: true });
  });

  const { run } = computing();

  it('lets a query see nothing of a masked key and puts out zeros for a masked query', async () => {
    const values = tensor([1, 0, 0, 1], [1, 2, 2]);
    const mask = [tensor([1, 0], [1, 2], 'bool'), tensor([0, 1], [1, 2], 'bool')];
    expect(await run(attention(), [values, values], false, { mask }).read()).toEqual([0, 1, 0, 0]);
  });
});

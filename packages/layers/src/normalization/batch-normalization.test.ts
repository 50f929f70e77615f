import { tensor, type EagerValue } from '@kedge/graph-core';
import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { computing } from '../../test/running.js';
import { input } from '../core/input-layer.js';
import { newCallContext, withCallContext } from '../engine/call-context.js';
import { BatchNormalization, batchNormalization } from './batch-normalization.js';

describe('BatchNormalization', () => {
  keepsContract({ make: batchNormalization, config: {}, inputs: [[null, null, null, 3]], sizes: [[2, 4, 5, 3]], output: [null, null, null, 3] });
  keepsContract({ make: batchNormalization, config: { axis: 1 }, inputs: [[null, 3, null]], sizes: [[2, 3, 4]], output: [null, 3, null] });
  keepsContract({ make: batchNormalization, config: { axis: [1, 3], scale: false }, inputs: [[null, 2, null, 3]], sizes: [[2, 2, 4, 3]], output: [null, 2, null, 3] });

  const machine = computing();
  const { run } = machine;
  const read = async (value: unknown): Promise<number[]> => Array.from((await machine.backend.read(value as EagerValue)).data, Number);
  const batch = tensor([1, 10, 3, 30], [2, 2]);

  it('saves gamma, beta, mean and variance in this order, and only those that there are', () => {
    const names = (config: Parameters<typeof batchNormalization>[0]): string[] => {
      const layer = batchNormalization(config);
      layer.apply(input({ shape: [4] }));
      return layer.weights.map(({ name }) => name);
    };
    expect(names({})).toEqual(['gamma', 'beta', 'moving_mean', 'moving_variance']);
    expect(names({ scale: false })).toEqual(['beta', 'moving_mean', 'moving_variance']);
    expect(names({ center: false, scale: false })).toEqual(['moving_mean', 'moving_variance']);
  });

  it('declares how its statistics move: mean 2 and 20, variance 1 and 100 of this batch', async () => {
    const { context } = run(batchNormalization({ momentum: 0.75 }), batch, true);
    const values = await Promise.all([...context.updates.values()].map(read));
    // Moving mean starts at 0, moving variance at 1.
    expect(values).toEqual([[0.25 * 2, 0.25 * 20], [0.75 + 0.25 * 1, 0.75 + 0.25 * 100]]);
  });

  it('moves twice when it is called twice', async () => {
    const layer = batchNormalization({ momentum: 0.5 });
    const context = newCallContext(true);
    withCallContext(context, () => {
      layer.run([machine.backend.fromTensor(batch)], {});
      layer.run([machine.backend.fromTensor(batch)], {});
    });
    const [mean] = [...context.updates.values()];
    expect(await read(mean)).toEqual([0.5 * 1 + 1, 0.5 * 10 + 10]);
  });

  it('runs in inference mode while frozen, and changes nothing (tfjs#1545, keras#9522)', async () => {
    const layer = batchNormalization();
    const inference = await run(layer, batch, false).read();
    layer.trainable = false;
    const { context, read: readOutput } = run(layer, batch, true);
    expect(await readOutput()).toEqual(inference);
    expect(context.updates.size).toBe(0);
  });

  it('leaves masked steps out of the statistics', async () => {
    const layer = batchNormalization({ momentum: 0 });
    const x = tensor([1, 3, 1000], [1, 3, 1]);
    const { context } = run(layer, x, true, { mask: tensor([1, 1, 0], [1, 3], 'bool') });
    const [mean] = [...context.updates.values()];
    const [value = NaN] = await read(mean);
    expect(Math.abs(value - 2)).toBeLessThan(1e-5);
  });

  it('refuses batch renormalization by name and takes the switched-off keys of newer files', () => {
    expect(() => BatchNormalization.fromConfig({ renorm: true }, 'keras3')).toThrow(/renorm/);
    expect(BatchNormalization.fromConfig({ renorm: false, renorm_clipping: null, renorm_momentum: 0.99 }, 'keras3').getConfig()).not.toHaveProperty('renorm');
  });

  it('reads a list of one axis as that axis', () => {
    expect(BatchNormalization.fromConfig({ axis: [3] }, 'keras2').config.axis).toBe(3);
  });
});

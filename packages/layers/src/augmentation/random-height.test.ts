import { describe, expect, it } from 'vitest';
import { augmentsPictures, pictures } from '../../test/augmentation-contract.js';
import { computing } from '../../test/running.js';
import { input } from '../core/input-layer.js';
import { randomHeight } from './random-height.js';

describe('RandomHeight', () => {
  augmentsPictures({ make: randomHeight, config: { factor: [0.2, 0.9], seed: 7 }, isRandom: false });
  augmentsPictures({ make: randomHeight, config: { factor: [-0.6, -0.3], interpolation: 'nearest', seed: 7 }, isRandom: false });

  const { run } = computing();

  it('leaves the number of rows open, as Keras 2 does', () => {
    expect(randomHeight({ factor: 0.2 }).apply(input({ batchShape: [null, 7, 4, 2] })).shape).toEqual([null, null, 4, 2]);
    expect(randomHeight({ factor: 0.2 }).apply(input({ batchShape: [7, 4, 2] })).shape).toEqual([null, 4, 2]);
  });

  it('draws a number of rows within bounds', () => {
    const layer = randomHeight({ factor: [0.5, 1], seed: 1 });
    const sizes = Array.from({ length: 50 }, () => run(layer, pictures(), true).outputs[0]?.shape[1] ?? 0);
    expect(Math.min(...sizes)).toBe(9);
    expect(Math.max(...sizes)).toBe(11);
  });

  it('comes back from its config, and refuses factors that it cannot obey', () => {
    expect(randomHeight({ factor: [-0.5, 0.2], seed: 3 }).getConfig('keras2')).toMatchObject({ factor: [-0.5, 0.2], interpolation: 'bilinear', seed: 3 });
    expect(() => randomHeight({ factor: [0.2, 0.1] })).toThrow(/factor/);
    expect(() => randomHeight({ factor: -2 })).toThrow(/factor/);
  });

  it('needs to know a kernel in training only', async () => {
    const layer = randomHeight({ factor: 0.2, interpolation: 'area' });
    expect(await run(layer, pictures()).read()).toEqual(Array.from(pictures().data, Number));
    expect(() => run(layer, pictures(), true)).toThrow(/'area'/);
  });
});

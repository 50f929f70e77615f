import { describe, expect, it } from 'vitest';
import { augmentsPictures, pictures } from '../../test/augmentation-contract.js';
import { computing } from '../../test/running.js';
import { input } from '../core/input-layer.js';
import { randomWidth } from './random-width.js';

describe('RandomWidth', () => {
  augmentsPictures({ make: randomWidth, config: { factor: [0.2, 0.9], seed: 7 }, isRandom: false });
  augmentsPictures({ make: randomWidth, config: { factor: [-0.6, -0.3], interpolation: 'nearest', seed: 7 }, isRandom: false });

  const { run } = computing();

  it('leaves the number of columns open, as Keras 2 does', () => {
    expect(randomWidth({ factor: 0.2 }).apply(input({ batchShape: [null, 7, 4, 2] })).shape).toEqual([null, 7, null, 2]);
    expect(randomWidth({ factor: 0.2 }).apply(input({ batchShape: [7, 4, 2] })).shape).toEqual([7, null, 2]);
  });

  it('draws a number of columns within bounds', () => {
    const layer = randomWidth({ factor: [0.5, 1], seed: 1 });
    const sizes = Array.from({ length: 50 }, () => run(layer, pictures(), true).outputs[0]?.shape[2] ?? 0);
    expect(Math.min(...sizes)).toBe(7);
    expect(Math.max(...sizes)).toBe(9);
  });

  it('comes back from its config, and refuses factors that it cannot obey', () => {
    expect(randomWidth({ factor: [-0.5, 0.2], seed: 3 }).getConfig('keras2')).toMatchObject({ factor: [-0.5, 0.2], interpolation: 'bilinear', seed: 3 });
    expect(() => randomWidth({ factor: [0.2, 0.1] })).toThrow(/factor/);
    expect(() => randomWidth({ factor: -2 })).toThrow(/factor/);
  });
});

import { uniformNumbers, type ValueLike } from '@kedge/graph-core';
import { integer, oneOf } from '../config/basic-fields.js';
import type { LayerConfig } from '../engine/layer.js';
import { AUGMENTERS, augmenters, type Augmenter, type AugmenterName } from './augmentation-chain.js';
import { boundsOr } from './factor-field.js';
import { randomFields, RandomPictureLayer, type BatchSize } from './random-picture-layer.js';
import { valueRange } from './value-range.js';

const fields = { valueRange: valueRange(), numOps: integer(2, 0), factor: boundsOr([0, 1], [0, 0.5]), interpolation: oneOf(['bilinear', 'nearest'], 'bilinear'), ...randomFields };

export type RandAugmentConfig = LayerConfig<typeof fields>;

/** Which layers were chosen, by their place among {@link AUGMENTERS}, and what they drew, by Keras' names. */
export interface RandAugmentTransformation {
  readonly layerIdxes: readonly number[];
  readonly transforms: Readonly<Partial<Record<AugmenterName, object>>>;
}

/**
 * In training, changes a batch in `numOps` ways, chosen at random among eleven, one after another. Output: shape of the input.
 * Cubuk and others, RandAugment (2019).
 */
export class RandAugment extends RandomPictureLayer<typeof fields, RandAugmentTransformation> {
  static readonly className = 'RandAugment';
  static readonly fields = fields;
  readonly #layers: Readonly<Record<AugmenterName, Augmenter>>;

  constructor(config: RandAugmentConfig = {}) {
    super(config);
    this.#layers = augmenters({ ...this.config, name: this.name });
  }

  protected override drawFor(size: BatchSize): RandAugmentTransformation {
    const numbers = uniformNumbers(this.nextHostSeed(), this.config.numOps);
    const layerIdxes = Array.from(numbers, (u) => Math.floor(u * AUGMENTERS.length));
    const chosen = AUGMENTERS.filter((_, i) => layerIdxes.includes(i));
    return { layerIdxes, transforms: Object.fromEntries(chosen.map((name) => [name, this.#layers[name].drawForBatch(size)])) };
  }

  protected override augment(pictures: ValueLike, { layerIdxes, transforms }: RandAugmentTransformation): ValueLike {
    return layerIdxes.reduce((x, index) => {
      const name = AUGMENTERS[index];
      const drawn = name === undefined ? undefined : transforms[name];
      return name === undefined || drawn === undefined ? x : this.#layers[name].transformImages(x, drawn as never);
    }, pictures);
  }
}

/** Makes a {@link RandAugment}. */
export const randAugment = (config: RandAugmentConfig = {}): RandAugment => new RandAugment(config);

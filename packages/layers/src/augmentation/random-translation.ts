import { ops, type ValueLike } from '@kedge/graph-core';
import type { LayerConfig } from '../engine/layer.js';
import { factor, symmetric } from './factor-field.js';
import { affineFields, matrices, RandomAffine } from './random-affine.js';
import type { BatchSize } from './random-picture-layer.js';

const fields = { heightFactor: factor([-1, 1]), widthFactor: factor([-1, 1]), ...affineFields };

export type RandomTranslationConfig = LayerConfig<typeof fields>;

/** How far pictures move, in pixels, right and down: `[batch, 2]`. */
export interface RandomTranslationTransformation {
  readonly translations: ValueLike;
}

/** In training, moves each picture by a random share of its height and its width. Output: shape of the input. */
export class RandomTranslation extends RandomAffine<typeof fields, RandomTranslationTransformation> {
  static readonly className = 'RandomTranslation';
  static readonly fields = fields;

  constructor(config: RandomTranslationConfig) {
    super(config);
  }

  protected override drawFor({ batch, rows, columns }: BatchSize): RandomTranslationTransformation {
    const down = ops.multiply(this.uniform([batch, 1], symmetric(this.config.heightFactor)), rows);
    const right = ops.multiply(this.uniform([batch, 1], symmetric(this.config.widthFactor)), columns);
    return { translations: ops.concatenate([right, down], 1) };
  }

  protected override matrixOf({ translations }: RandomTranslationTransformation): ValueLike {
    const [right = 0, down = 0] = ops.split(translations, 2, 1);
    return matrices([1, 0, ops.negative(right), 0, 1, ops.negative(down)]);
  }
}

/** Makes a {@link RandomTranslation}. */
export const randomTranslation = (config: RandomTranslationConfig): RandomTranslation => new RandomTranslation(config);

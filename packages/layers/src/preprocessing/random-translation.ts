import { ops, type ValueLike } from '@kedge/graph-core';
import type { LayerConfig } from '../engine/layer.js';
import { factor, symmetric } from './factor-field.js';
import { affineFields, RandomAffine } from './random-affine.js';

const fields = { heightFactor: factor([-1, 1]), widthFactor: factor([-1, 1]), ...affineFields };

export type RandomTranslationConfig = LayerConfig<typeof fields>;

/** In training, moves each picture by a random share of its height and its width. Output: shape of the input. */
export class RandomTranslation extends RandomAffine<typeof fields> {
  static readonly className = 'RandomTranslation';
  static readonly fields = fields;

  constructor(config: RandomTranslationConfig) {
    super(config);
  }

  protected override transforms(x: ValueLike, [rows, columns]: readonly [number, number]): readonly ValueLike[] {
    const down = ops.multiply(this.draw(x, symmetric(this.config.heightFactor), 2), rows);
    const right = ops.multiply(this.draw(x, symmetric(this.config.widthFactor), 2), columns);
    return [1, 0, ops.negative(right), 0, 1, ops.negative(down)];
  }
}

/** Makes a {@link RandomTranslation}. */
export const randomTranslation = (config: RandomTranslationConfig): RandomTranslation => new RandomTranslation(config);

import { ops, type ValueLike } from '@kedge/graph-core';
import { nullable } from '../config/basic-fields.js';
import type { LayerConfig } from '../engine/layer.js';
import { factor, symmetric } from './factor-field.js';
import { affineFields, RandomAffine } from './random-affine.js';

const fields = { heightFactor: factor([-1, 1]), widthFactor: nullable(factor([-1, 1])), ...affineFields };

export type RandomZoomConfig = LayerConfig<typeof fields>;

/**
 * In training, zooms each picture around its middle: a factor above 0 shows more of it, one below 0 less. Without a
 * `widthFactor` proportions stay. Output: shape of the input.
 */
export class RandomZoom extends RandomAffine<typeof fields> {
  static readonly className = 'RandomZoom';
  static readonly fields = fields;

  constructor(config: RandomZoomConfig) {
    super(config);
  }

  protected override transforms(x: ValueLike, [rows, columns]: readonly [number, number]): readonly ValueLike[] {
    const { heightFactor, widthFactor } = this.config;
    const high = ops.add(this.draw(x, symmetric(heightFactor), 2), 1);
    const wide = widthFactor === null ? high : ops.add(this.draw(x, symmetric(widthFactor), 2), 1);
    const middle = (zoom: ValueLike, size: number): ValueLike => ops.multiply(ops.subtract(1, zoom), (size - 1) / 2);
    return [wide, 0, middle(wide, columns), 0, high, middle(high, rows)];
  }
}

/** Makes a {@link RandomZoom}. */
export const randomZoom = (config: RandomZoomConfig): RandomZoom => new RandomZoom(config);

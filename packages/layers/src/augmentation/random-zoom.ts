import { ops, type ValueLike } from '@kedge/graph-core';
import { nullable } from '../config/basic-fields.js';
import type { LayerConfig } from '../engine/layer.js';
import { factor, symmetric, type Bounds } from './factor-field.js';
import { affineFields, matrices, RandomAffine } from './random-affine.js';
import type { BatchSize } from './random-picture-layer.js';

const fields = { heightFactor: factor([-1, 1]), widthFactor: nullable(factor([-1, 1])), ...affineFields };

export type RandomZoomConfig = LayerConfig<typeof fields>;

/** How much more of each picture is shown, by rows and by columns: `[batch, 1]`, 1 for as much as before. */
export interface RandomZoomTransformation {
  readonly heightZoom: ValueLike;
  readonly widthZoom: ValueLike;
}

/**
 * In training, zooms each picture around its middle: a factor above 0 shows more of it, one below 0 less. Without a
 * `widthFactor` proportions stay. Output: shape of the input.
 */
export class RandomZoom extends RandomAffine<typeof fields, RandomZoomTransformation> {
  static readonly className = 'RandomZoom';
  static readonly fields = fields;

  constructor(config: RandomZoomConfig) {
    super(config);
  }

  protected override drawFor({ batch }: BatchSize): RandomZoomTransformation {
    const { heightFactor, widthFactor } = this.config;
    const draw = (given: number | Bounds): ValueLike => {
      const [lower, upper] = symmetric(given);
      return this.uniform([batch, 1], [1 + lower, 1 + upper]);
    };
    const heightZoom = draw(heightFactor);
    return { heightZoom, widthZoom: widthFactor === null ? heightZoom : draw(widthFactor) };
  }

  protected override matrixOf({ heightZoom, widthZoom }: RandomZoomTransformation, [rows, columns]: readonly [number, number]): ValueLike {
    const middle = (zoom: ValueLike, size: number): ValueLike => ops.multiply(ops.subtract(1, zoom), (size - 1) / 2);
    return matrices([widthZoom, 0, middle(widthZoom, columns), 0, heightZoom, middle(heightZoom, rows)]);
  }
}

/** Makes a {@link RandomZoom}. */
export const randomZoom = (config: RandomZoomConfig): RandomZoom => new RandomZoom(config);

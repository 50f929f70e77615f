import { ops, tensor, type Value, type ValueLike } from '@kedge/graph-core';
import type { LayerConfig } from '../engine/layer.js';
import { shapeOf } from '../layout/channels.js';
import { bounds } from './factor-field.js';
import { perPicture, randomFields, RandomPictureLayer, type BatchSize } from './random-picture-layer.js';
import { sortedRange } from './value-range.js';

/** How a pixel and those around it make a smooth one, by rows. */
const SMOOTHING = [1, 1, 1, 1, 5, 1, 1, 1, 1].map((weight) => weight / 13);

const fields = { factor: bounds([0, 1]), valueRange: sortedRange(), ...randomFields };

export type RandomSharpnessConfig = LayerConfig<typeof fields>;

/** How sharp each picture gets: `[batch]`; 0 for smooth, 0.5 for as it is, 1 for sharper. */
export interface RandomSharpnessTransformation {
  readonly factor: ValueLike;
}

/** In training, makes each picture smoother or sharper by a random factor. Output: shape of the input. */
export class RandomSharpness extends RandomPictureLayer<typeof fields, RandomSharpnessTransformation> {
  static readonly className = 'RandomSharpness';
  static readonly fields = fields;

  constructor(config: RandomSharpnessConfig) {
    super(config);
  }

  protected override drawFor({ batch }: BatchSize): RandomSharpnessTransformation {
    return { factor: this.uniform([batch], this.config.factor) };
  }

  protected override augment(x: ValueLike, { factor }: RandomSharpnessTransformation): Value {
    const { valueRange } = this.config;
    const kernel = ops.tile(tensor(SMOOTHING, [3, 3, 1, 1]), [1, 1, shapeOf(x)[3] ?? 1, 1]);
    const smooth = ops.depthwiseConv(x, kernel, { padding: 'same' });
    const share = ops.subtract(1, ops.multiply(perPicture(factor), 2));
    return ops.clip(ops.add(x, ops.multiply(share, ops.subtract(smooth, x))), valueRange[0], valueRange[1]);
  }
}

/** Makes a {@link RandomSharpness}. */
export const randomSharpness = (config: RandomSharpnessConfig): RandomSharpness => new RandomSharpness(config);

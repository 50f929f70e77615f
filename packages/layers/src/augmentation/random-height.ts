import type { LayerConfig } from '../engine/layer.js';
import { RandomResize, resizeFields } from './random-resize.js';

export type RandomHeightConfig = LayerConfig<typeof resizeFields>;

/** In training, resizes a batch to a random number of rows; Keras 3 has it no more. Output: the input with that many rows. */
export class RandomHeight extends RandomResize<typeof resizeFields> {
  static readonly className = 'RandomHeight';
  static readonly fields = resizeFields;
  protected override readonly axis = 0;

  constructor(config: RandomHeightConfig) {
    super(config);
  }
}

/** Makes a {@link RandomHeight}. */
export const randomHeight = (config: RandomHeightConfig): RandomHeight => new RandomHeight(config);

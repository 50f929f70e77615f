import type { LayerConfig } from '../engine/layer.js';
import { RandomResize, resizeFields } from './random-resize.js';

export type RandomWidthConfig = LayerConfig<typeof resizeFields>;

/** In training, resizes a batch to a random number of columns; Keras 3 has it no more. Output: the input with that many columns. */
export class RandomWidth extends RandomResize<typeof resizeFields> {
  static readonly className = 'RandomWidth';
  static readonly fields = resizeFields;
  protected override readonly axis = 1;

  constructor(config: RandomWidthConfig) {
    super(config);
  }
}

/** Makes a {@link RandomWidth}. */
export const randomWidth = (config: RandomWidthConfig): RandomWidth => new RandomWidth(config);

import type { TensorSpec, Value, ValueLike } from '@kedge/graph-core';
import { borders, type Border } from '../config/window-fields.js';
import { Layer, type LayerConfig } from '../engine/layer.js';
import { perAxis } from '../layout/channels.js';
import { crop } from '../layout/crop.js';
import { expectInputRank } from '../layout/input-rank.js';

const fields = { cropping: borders(1, 1) };

export type Cropping1DConfig = LayerConfig<typeof fields>;

const NOTHING: Border = [0, 0];

/**
 * Cuts cells off the borders of space.
 *
 * Input `[batch, steps, channels]`, output with the cropping taken off the sizes.
 */
export class Cropping1D extends Layer<typeof fields> {
  static readonly className = 'Cropping1D';
  static readonly fields = fields;

  constructor(config: Cropping1DConfig = {}) {
    super(config);
  }

  protected override build(inputs: readonly TensorSpec[]): void {
    expectInputRank(this, inputs, 3);
  }

  protected override call(x: ValueLike): Value {
    return crop(this, x, perAxis(this.config.cropping, NOTHING, 'channels_last'));
  }
}

/** Makes a {@link Cropping1D}. */
export const cropping1d = (config: Cropping1DConfig = {}): Cropping1D => new Cropping1D(config);

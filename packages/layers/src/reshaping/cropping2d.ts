import type { TensorSpec, Value, ValueLike } from '@kedge/graph-core';
import { dataFormat } from '../config/basic-fields.js';
import { borders, type Border } from '../config/window-fields.js';
import { Layer, type LayerConfig } from '../engine/layer.js';
import { perAxis } from '../layout/channels.js';
import { crop } from '../layout/crop.js';
import { expectInputRank } from '../layout/input-rank.js';

const fields = { cropping: borders(2, 0), dataFormat: dataFormat() };

export type Cropping2DConfig = LayerConfig<typeof fields>;

const NOTHING: Border = [0, 0];

/**
 * Cuts cells off the borders of space.
 *
 * Input `[batch, rows, columns, channels]`, output with the cropping taken off the sizes; `channels_first` has the channels
 * after the batch.
 */
export class Cropping2D extends Layer<typeof fields> {
  static readonly className = 'Cropping2D';
  static readonly fields = fields;

  constructor(config: Cropping2DConfig = {}) {
    super(config);
  }

  protected override build(inputs: readonly TensorSpec[]): void {
    expectInputRank(this, inputs, 4);
  }

  protected override call(x: ValueLike): Value {
    return crop(this, x, perAxis(this.config.cropping, NOTHING, this.config.dataFormat));
  }
}

/** Makes a {@link Cropping2D}. */
export const cropping2D = (config: Cropping2DConfig = {}): Cropping2D => new Cropping2D(config);

import type { TensorSpec, Value, ValueLike } from '@kedge/graph-core';
import { dataFormat } from '../config/basic-fields.js';
import { borders, type Border } from '../config/window-fields.js';
import { Layer, type LayerConfig } from '../engine/layer.js';
import { perAxis } from '../layout/channels.js';
import { crop } from '../layout/crop.js';
import { expectInputRank } from '../layout/input-rank.js';

const fields = { cropping: borders(3, 1), dataFormat: dataFormat() };

export type Cropping3DConfig = LayerConfig<typeof fields>;

const NOTHING: Border = [0, 0];

/**
 * Cuts cells off the borders of space.
 *
 * Input `[batch, depth, rows, columns, channels]`, output with the cropping taken off the sizes; `channels_first` has the
 * channels after the batch.
 */
export class Cropping3D extends Layer<typeof fields> {
  static readonly className = 'Cropping3D';
  static readonly fields = fields;

  constructor(config: Cropping3DConfig = {}) {
    super(config);
  }

  protected override build(inputs: readonly TensorSpec[]): void {
    expectInputRank(this, inputs, 5);
  }

  protected override call(x: ValueLike): Value {
    return crop(this, x, perAxis(this.config.cropping, NOTHING, this.config.dataFormat));
  }
}

/** Makes a {@link Cropping3D}. */
export const cropping3d = (config: Cropping3DConfig = {}): Cropping3D => new Cropping3D(config);

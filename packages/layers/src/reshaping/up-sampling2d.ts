import { ops, type TensorSpec, type Value, type ValueLike } from '@kedge/graph-core';
import { dataFormat, oneOf, sizesOr } from '../config/basic-fields.js';
import { Layer, type LayerConfig } from '../engine/layer.js';
import { fromChannelsLast, shapeOf, toChannelsLast } from '../layout/channels.js';
import { expectInputRank } from '../layout/input-rank.js';

const fields = {
  size: sizesOr(2, 2),
  dataFormat: dataFormat(),
  interpolation: oneOf(['nearest', 'bilinear', 'bicubic', 'lanczos3', 'lanczos5'], 'nearest'),
};

export type UpSampling2DConfig = LayerConfig<typeof fields>;

/**
 * A picture `size` times as large.
 *
 * Input `[batch, rows, columns, channels]`, output `[batch, rows * size[0], columns * size[1], channels]`; `channels_first` has
 * the channels after the batch.
 */
export class UpSampling2D extends Layer<typeof fields> {
  static readonly className = 'UpSampling2D';
  static readonly fields = fields;

  constructor(config: UpSampling2DConfig = {}) {
    super(config);
  }

  protected override build(inputs: readonly TensorSpec[]): void {
    expectInputRank(this, inputs, 4);
  }

  protected override call(x: ValueLike): Value {
    const { size, dataFormat, interpolation } = this.config;
    const picture = toChannelsLast(x, dataFormat);
    const [, rows = null, columns = null] = shapeOf(picture);
    const resized = ops.resize(picture, [rows && rows * (size[0] ?? 1), columns && columns * (size[1] ?? 1)], { interpolation });
    return fromChannelsLast(resized, dataFormat);
  }
}

/** Makes an {@link UpSampling2D}. */
export const upSampling2d = (config: UpSampling2DConfig = {}): UpSampling2D => new UpSampling2D(config);

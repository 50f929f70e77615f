import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import { count } from '../config/basic-fields.js';
import type { LayerConfig } from '../engine/layer.js';
import { shapeOf } from '../layout/channels.js';
import { cropMiddle, cropToProportions, pictureSize } from './crop-box.js';
import { PictureLayer, pictureFields } from './picture-layer.js';

const fields = { height: count(), width: count(), ...pictureFields };

export type CenterCropConfig = LayerConfig<typeof fields>;

/**
 * The middle of pictures; a picture that is smaller is cropped to the proportions of the target and enlarged.
 *
 * Input `[batch, rows, columns, channels]` or one picture, output `[batch, height, width, channels]` in float.
 */
export class CenterCrop extends PictureLayer<typeof fields> {
  static readonly className = 'CenterCrop';
  static readonly fields = fields;

  constructor(config: CenterCropConfig) {
    super(config);
  }

  protected override transform(x: ValueLike): Value {
    const { height, width } = this.config;
    const size = pictureSize(shapeOf(x));
    if (size !== undefined && size[0] >= height && size[1] >= width) return cropMiddle(x, size, [height, width]);
    return ops.resize(cropToProportions(x, [height, width]), [height, width]);
  }
}

/** Makes a {@link CenterCrop}. */
export const centerCrop = (config: CenterCropConfig): CenterCrop => new CenterCrop(config);

import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import { boolean, count, number, oneOf, onlyIn } from '../config/basic-fields.js';
import { InvalidConfigError } from '../config/field.js';
import type { LayerConfig } from '../engine/layer.js';
import { cropToProportions, padToProportions } from './crop-box.js';
import { PictureLayer, pictureFields } from './picture-layer.js';

const fields = {
  height: count(),
  width: count(),
  interpolation: oneOf(['nearest', 'bilinear', 'bicubic', 'lanczos3', 'lanczos5'], 'bilinear'),
  cropToAspectRatio: boolean(false),
  padToAspectRatio: onlyIn('keras3', boolean(false), 'pad_to_aspect_ratio'),
  fillMode: onlyIn('keras3', oneOf(['constant'], 'constant')),
  fillValue: onlyIn('keras3', number(0), 'fill_value'),
  antialias: onlyIn('keras3', boolean(false), 'antialias'),
  ...pictureFields,
};

export type ResizingConfig = LayerConfig<typeof fields>;

/**
 * Pictures in another size, as TensorFlow resizes them.
 *
 * Input `[batch, rows, columns, channels]` or one picture, output `[batch, height, width, channels]` in float. Proportions change
 * unless the picture is first cropped or padded to those of the target.
 */
export class Resizing extends PictureLayer<typeof fields> {
  static readonly className = 'Resizing';
  static readonly fields = fields;

  constructor(config: ResizingConfig) {
    super(config);
    if (this.config.cropToAspectRatio && this.config.padToAspectRatio) {
      throw new InvalidConfigError(`Resizing '${this.name}': expected cropToAspectRatio or padToAspectRatio, got both.`);
    }
  }

  protected override transform(x: ValueLike): Value {
    const { height, width, interpolation, antialias, cropToAspectRatio, padToAspectRatio, fillValue } = this.config;
    const cropped = cropToAspectRatio ? cropToProportions(x, [height, width]) : x;
    const fitted = padToAspectRatio ? padToProportions(cropped, [height, width], fillValue) : cropped;
    return ops.resize(fitted, [height, width], { interpolation, antialias });
  }
}

/** Makes a {@link Resizing}. */
export const resizing = (config: ResizingConfig): Resizing => new Resizing(config);

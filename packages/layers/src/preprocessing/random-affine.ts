import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import { number, oneOf } from '../config/basic-fields.js';
import type { FieldMap } from '../config/field.js';
import { shapeOf } from '../layout/channels.js';
import { affineTransform, type Sampling } from './affine-transform.js';
import { pictureSize } from './crop-box.js';
import { randomFields, RandomPictureLayer } from './random-picture-layer.js';

/** Keys of every layer that moves pixels at random. */
export const affineFields = {
  fillMode: oneOf(['reflect', 'constant', 'wrap', 'nearest'], 'reflect'),
  interpolation: oneOf(['bilinear', 'nearest'], 'bilinear'),
  fillValue: number(0),
  ...randomFields,
};

/** A layer that moves the pixels of each picture at random in training. */
export abstract class RandomAffine<F extends typeof affineFields & FieldMap> extends RandomPictureLayer<F> {
  /**
   * Draws where pixels come from.
   *
   * @param size Rows and columns.
   * @returns Six numbers for each picture, each `[batch, 1]`; see {@link affineTransform}.
   */
  protected abstract transforms(pictures: ValueLike, size: readonly [rows: number, columns: number]): readonly ValueLike[];

  protected override augment(x: ValueLike): Value {
    const size = pictureSize(shapeOf(x));
    // Only shapes are asked for where sizes are not known.
    if (size === undefined) return ops.identity(x);
    const zero = this.draw(x, [0, 0], 2);
    const columns = this.transforms(x, size).map((part) => ops.add(zero, part));
    return affineTransform(x, ops.concatenate(columns, 1), this.config as unknown as Sampling);
  }
}

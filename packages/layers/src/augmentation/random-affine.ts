import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import { number, oneOf } from '../config/basic-fields.js';
import type { FieldMap } from '../config/field.js';
import { shapeOf } from '../layout/channels.js';
import { affineTransform, type Sampling } from './affine-transform.js';
import { pictureSize } from '../preprocessing/crop-box.js';
import { MovingLayer, randomFields } from './random-picture-layer.js';

/** Keys of every layer that moves pixels at random. */
export const affineFields = {
  fillMode: oneOf(['reflect', 'constant', 'wrap', 'nearest'], 'reflect'),
  interpolation: oneOf(['bilinear', 'nearest'], 'bilinear'),
  fillValue: number(0),
  ...randomFields,
};

/** A layer that moves the pixels of each picture in training, straight lines staying straight and parallels parallel. */
export abstract class RandomAffine<F extends typeof affineFields & FieldMap, T extends object> extends MovingLayer<F, T> {
  /**
   * Where pixels come from.
   *
   * @param size Rows and columns.
   * @returns `[batch, 6]` or `[batch, 8]`; see {@link affineTransform}.
   */
  protected abstract matrixOf(drawn: T, size: readonly [rows: number, columns: number]): ValueLike;

  protected override augment(x: ValueLike, drawn: T, interpolation?: Sampling['interpolation']): Value {
    const sampling = this.config as unknown as Sampling;
    const size = pictureSize(shapeOf(x)) ?? [0, 0];
    return affineTransform(x, this.matrixOf(drawn, size), interpolation === undefined ? sampling : { ...sampling, interpolation });
  }
}

/** The rows of a batch of matrices out of numbers and columns `[batch, 1]`, one of which at least is a column. */
export function matrices(parts: readonly ValueLike[]): Value {
  const column = parts.find((part) => typeof part === 'object') ?? 0;
  const zero = ops.multiply(column, 0);
  return ops.concatenate(parts.map((part) => ops.add(zero, part)), 1);
}

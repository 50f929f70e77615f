import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import { shapeOf } from '../layout/channels.js';
import { mix } from './affine-transform.js';
import { pictureSize } from '../preprocessing/crop-box.js';

/** What stands outside of a picture; a mirror at the middle of the outer pixels (`mirror`) or at their edge (`reflect`). */
export interface CoordinateSampling {
  readonly interpolation: 'nearest' | 'bilinear';
  readonly fillMode: 'constant' | 'nearest' | 'wrap' | 'mirror' | 'reflect';
  readonly fillValue: number;
}

/**
 * Pictures whose pixels are read at given places. Unlike {@link affineTransform} it leads whole pixels back into the picture,
 * not places between them.
 *
 * @param pictures `[batch, rows, columns, channels]`.
 * @param x Columns, `[batch, rows, columns]`.
 * @param y Rows, `[batch, rows, columns]`.
 *
 * Shape: that of `pictures`. Follows `keras.ops.image.map_coordinates`.
 */
export function mapCoordinates(pictures: ValueLike, x: Value, y: Value, { interpolation, fillMode, fillValue }: CoordinateSampling): Value {
  const shape = shapeOf(pictures);
  const [rows, columns] = pictureSize(shape) ?? [0, 0];
  const pixels = ops.reshape(pictures, [shape[0] ?? null, rows * columns, shape[3] ?? null]);
  const read = (column: Value, row: Value): Value => {
    const index = ops.add(ops.multiply(within(row, rows, fillMode), columns), within(column, columns, fillMode));
    const found = ops.gather(pixels, ops.cast(index, 'int32'), 1, 1);
    if (fillMode !== 'constant') return found;
    const isThere = ops.logicalAnd(isWithin(column, columns), isWithin(row, rows));
    return ops.where(ops.expandDims(isThere, -1), found, fillValue);
  };
  const flat = (places: Value): Value => ops.reshape(places, [shape[0] ?? null, rows * columns]);
  const result = interpolation === 'nearest' ? read(ops.round(flat(x)), ops.round(flat(y))) : mix(read, flat(x), flat(y));
  return ops.reshape(result, shape);
}

const isWithin = (place: Value, size: number): Value => ops.logicalAnd(ops.greaterEqual(place, 0), ops.less(place, size));

/** The pixel that stands for one outside. */
function within(place: Value, size: number, fillMode: CoordinateSampling['fillMode']): Value {
  if (fillMode === 'wrap') return ops.mod(place, size);
  if (fillMode === 'reflect') {
    // Left of the picture the mirror stands in the middle of the pixel, right of it at its edge.
    const turned = ops.mod(ops.abs(place), 2 * size);
    return ops.where(ops.less(turned, size), turned, ops.subtract(2 * size - 1, turned));
  }
  if (fillMode === 'mirror' && size > 1) {
    const turned = ops.mod(ops.abs(place), 2 * (size - 1));
    return ops.minimum(turned, ops.subtract(2 * (size - 1), turned));
  }
  return ops.clip(place, 0, size - 1);
}

import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import { shapeOf } from '../layout/channels.js';

/** How bright red, green and blue are, as Keras weighs them. */
const LUMA = [0.2989, 0.587, 0.114] as const;

/**
 * Pictures without colour; those of one channel stay.
 *
 * @param x `[batch, rows, columns, 3 or 1]`.
 * @returns `[batch, rows, columns, 1]`.
 */
export function rgbToGrayscale(x: ValueLike): ValueLike {
  if (shapeOf(x).at(-1) === 1) return x;
  const parts = ops.split(x, 3, -1).map((channel, i) => ops.multiply(channel, LUMA[i] ?? 0));
  return parts.reduce((sum, part) => ops.add(sum, part));
}

/**
 * Hue, saturation and value, the first two from 0 to 1 for what is no less than 0.
 *
 * @param x `[..., 3]`, red, green and blue; value has their unit.
 * @returns Three times `[..., 1]`. Follows `RGBToHSV` of TensorFlow.
 */
export function rgbToHsv(x: ValueLike): readonly [hue: Value, saturation: Value, value: Value] {
  const [red = 0, green = 0, blue = 0] = ops.split(x, 3, -1);
  const value = ops.maximum(ops.maximum(red, green), blue);
  const range = ops.subtract(value, ops.minimum(ops.minimum(red, green), blue));
  const saturation = ops.where(ops.greater(value, 0), ops.divide(range, ops.where(ops.greater(value, 0), value, 1)), 0);
  const isGrey = ops.lessEqual(range, 0);
  const norm = ops.divide(1, ops.multiply(ops.where(isGrey, 1, range), 6));
  const from = (a: ValueLike, b: ValueLike, start: number): Value => ops.add(ops.multiply(norm, ops.subtract(a, b)), start);
  const turn = ops.where(ops.equal(red, value), from(green, blue, 0), ops.where(ops.equal(green, value), from(blue, red, 2 / 6), from(red, green, 4 / 6)));
  const hue = ops.where(isGrey, 0, turn);
  return [ops.where(ops.less(hue, 0), ops.add(hue, 1), hue), saturation, value];
}

/**
 * The way back from {@link rgbToHsv}.
 *
 * @returns `[..., 3]`. Follows `HSVToRGB` of TensorFlow.
 */
export function hsvToRgb(hue: ValueLike, saturation: ValueLike, value: ValueLike): Value {
  const distance = (from: number): Value => ops.abs(ops.subtract(ops.multiply(hue, 6), from));
  const shares = [ops.subtract(distance(3), 1), ops.subtract(2, distance(2)), ops.subtract(2, distance(4))];
  const rest = ops.subtract(1, saturation);
  return ops.concatenate(shares.map((share) => ops.multiply(ops.add(rest, ops.multiply(saturation, ops.clip(share, 0, 1))), value)), -1);
}

import { ops, type Dim, type Shape, type Value, type ValueLike } from '@kedge/graph-core';
import type { DataFormat } from '../config/basic-fields.js';

/** The rank of an operand. */
export function rankOf(x: ValueLike): number {
  return shapeOf(x).length;
}

/** The shape of an operand; numbers are scalars. */
export function shapeOf(x: ValueLike): Shape {
  return typeof x === 'object' ? x.shape : [];
}

/** The axis that holds the channels. */
export function channelAxis(dataFormat: DataFormat): -1 | 1 {
  return dataFormat === 'channels_last' ? -1 : 1;
}

/** The number of channels in a shape. */
export function channelsIn(shape: Shape, dataFormat: DataFormat): Dim {
  return shape.at(channelAxis(dataFormat)) ?? null;
}

/**
 * The operand with its channels last, which is what every window op takes.
 *
 * @param x `[batch, ...spatial, channels]`, or `[batch, channels, ...spatial]` for `channels_first`.
 */
export function toChannelsLast(x: ValueLike, dataFormat: DataFormat): ValueLike {
  if (dataFormat === 'channels_last') return x;
  const spatial = Array.from({ length: Math.max(rankOf(x) - 2, 0) }, (_, i) => i + 2);
  return ops.transpose(x, [0, ...spatial, 1]);
}

/** The way back from {@link toChannelsLast}. */
export function fromChannelsLast(x: Value, dataFormat: DataFormat): Value {
  if (dataFormat === 'channels_last') return x;
  const last = rankOf(x) - 1;
  return ops.transpose(x, [0, last, ...Array.from({ length: last - 1 }, (_, i) => i + 1)]);
}

/** Something for each axis: `spatial` for the spatial ones, `other` for batch and channels. */
export function perAxis<T>(spatial: readonly T[], other: T, dataFormat: DataFormat): T[] {
  return dataFormat === 'channels_last' ? [other, ...spatial, other] : [other, other, ...spatial];
}

/** The axes between batch and channels. */
export function spatialAxes(rank: number, dataFormat: DataFormat): number[] {
  const first = dataFormat === 'channels_last' ? 1 : 2;
  return Array.from({ length: rank }, (_, i) => first + i);
}

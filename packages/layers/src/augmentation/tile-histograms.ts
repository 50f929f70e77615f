import { ops, tensor, type Value, type ValueLike } from '@kedge/graph-core';
import { shapeOf } from '../layout/channels.js';

/** A grid of tiles of one size over a picture, by rows and columns. */
export interface Tiles {
  readonly grid: readonly [rows: number, columns: number];
  readonly size: readonly [rows: number, columns: number];
}

/**
 * How often each level comes in each tile.
 *
 * @param x `[batch, rows, columns, channels]`, bytes, sizes as the tiles make them.
 * @returns `[batch, tile rows, tile columns, channels, levels]`.
 */
export function tileHistograms(x: ValueLike, { grid, size }: Tiles, levels: number): Value {
  const [batch, rows, columns, channels] = shapeOf(x).map((dim) => dim ?? 1) as [number, number, number, number];
  const tileOf = (count: number, length: number, step: number): number[] => Array.from({ length: count }, (_, i) => Math.floor(i / length) * step);
  const place = (values: readonly number[], shape: readonly number[]): Value => ops.cast(tensor(values, shape, 'int32'), 'int32');
  const step = { column: channels * levels, row: grid[1] * channels * levels, picture: grid[0] * grid[1] * channels * levels };
  const parts = [
    place(tileOf(batch, 1, step.picture), [batch, 1, 1, 1]),
    place(tileOf(rows, size[0], step.row), [1, rows, 1, 1]),
    place(tileOf(columns, size[1], step.column), [1, 1, columns, 1]),
    place(tileOf(channels, 1, levels), [1, 1, 1, channels]),
  ];
  const bins = parts.reduce((sum, part) => ops.add(sum, part), ops.clip(ops.cast(x, 'int32'), 0, levels - 1));
  const flat = ops.reshape(bins, [-1]);
  const counts = ops.segmentSum(ops.onesLike(ops.cast(flat, 'float32')), flat, batch * step.picture);
  return ops.reshape(counts, [batch, grid[0], grid[1], channels, levels]);
}

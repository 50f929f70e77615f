import { ops, tensor, type Value, type ValueLike } from '@kedge/graph-core';
import { number, sizesOr } from '../config/basic-fields.js';
import type { LayerConfig } from '../engine/layer.js';
import { shapeOf } from '../layout/channels.js';
import { untilSizesAreKnown } from '../layout/open-sizes.js';
import { augmentationFields, RandomPictureLayer } from './random-picture-layer.js';
import { tileHistograms, type Tiles } from './tile-histograms.js';
import { BYTES, toRange, valueRange } from './value-range.js';

const LEVELS = 256;

const fields = { valueRange: valueRange(), clipLimit: number(4), tileGridSize: sizesOr(2, 8), ...augmentationFields };

export type ContrastLimitedAdaptiveHistogramEqualizationConfig = LayerConfig<typeof fields>;

/**
 * Spreads the values of each channel around each pixel so that all are about as frequent there, in training and outside of it.
 *
 * The picture is a grid of tiles, each with a table of new values, and a pixel takes the mean of the tables of the four tiles
 * around it by their nearness. Output: shape of the input. Zuiderveld, Contrast limited adaptive histogram equalization (1994).
 */
export class ContrastLimitedAdaptiveHistogramEqualization extends RandomPictureLayer<typeof fields, object> {
  static readonly className = 'ContrastLimitedAdaptiveHistogramEqualization';
  static readonly fields = fields;

  constructor(config: ContrastLimitedAdaptiveHistogramEqualizationConfig = {}) {
    super(config);
  }

  protected override drawFor(): object {
    return {};
  }

  protected override transform(x: ValueLike): Value {
    return this.augment(x);
  }

  protected override augment(x: ValueLike): Value {
    const [batch = null, rows = null, columns = null, channels = null] = shapeOf(x);
    if (batch === null || rows === null || columns === null || channels === null) return untilSizesAreKnown(x);
    const { valueRange, clipLimit, tileGridSize } = this.config;
    const [high = 1, wide = 1] = tileGridSize;
    const tiles: Tiles = { grid: [high, wide], size: [Math.ceil(rows / high), Math.ceil(columns / wide)] };
    const padded = mirrored(mirrored(toRange(x, valueRange, BYTES), 1, high * tiles.size[0]), 2, wide * tiles.size[1]);
    const tables = this.#tables(tileHistograms(padded, tiles, LEVELS), tiles, clipLimit);
    const result = interpolated(padded, tables, tiles);
    return ops.add(toRange(ops.slice(result, [0, 0, 0, 0], [-1, rows, columns, -1]), BYTES, valueRange), 0);
  }

  /** `[batch, tile rows + 2, tile columns + 2, channels, levels]`: the outer tables stand twice. */
  #tables(histograms: Value, { size }: Tiles, clipLimit: number): Value {
    const pixels = size[0] * size[1];
    const limit = (clipLimit * pixels) / LEVELS;
    const clipped = clipLimit > 0 ? ops.minimum(histograms, limit) : histograms;
    const excess = ops.sum(ops.subtract(histograms, clipped), -1, true);
    const below = ops.cumsum(ops.add(clipped, ops.divide(excess, LEVELS)), -1);
    const least = ops.min(below, -1, true);
    const rest = ops.subtract(pixels, least);
    const spread = ops.divide(ops.multiply(ops.subtract(below, least), BYTES[1]), ops.where(ops.equal(rest, 0), 1, rest));
    return doubledEnds(doubledEnds(ops.clip(spread, ...BYTES), 1), 2);
  }
}

/** The array with its first and last entry along an axis twice. */
function doubledEnds(x: Value, axis: number): Value {
  const last = (shapeOf(x)[axis] ?? 1) - 1;
  const at = (index: number): Value => ops.take(x, tensor([index], [1], 'int32'), axis);
  return ops.concatenate([at(0), x, at(last)], axis);
}

/** Pictures with as much of their mirror image, the edge counted twice, as makes `size` along an axis. */
function mirrored(x: ValueLike, axis: number, size: number): ValueLike {
  const there = shapeOf(x)[axis] ?? 0;
  if (size <= there) return x;
  const order = Array.from({ length: size }, (_, i) => {
    const turned = i % (2 * there);
    return turned < there ? turned : 2 * there - 1 - turned;
  });
  return ops.take(x, tensor(order, [size], 'int32'), axis);
}

/** For each pixel along an axis: the table before it, the one behind it, and how near that is. */
function neighbours(pixels: number, tile: number): { readonly before: readonly number[]; readonly share: readonly number[] } {
  const places = Array.from({ length: pixels }, (_, i) => Math.fround(Math.fround(i - tile / 2) / tile) + 1);
  return { before: places.map(Math.floor), share: places.map((place) => place - Math.floor(place)) };
}

/** Pixels by the four tables around them. */
function interpolated(x: ValueLike, tables: Value, { grid, size }: Tiles): Value {
  const [batch, rows, columns, channels] = shapeOf(x).map((dim) => dim ?? 1) as [number, number, number, number];
  const flat = ops.reshape(tables, [-1]);
  const [vertical, horizontal] = [neighbours(rows, size[0]), neighbours(columns, size[1])];
  const stride = { column: channels * LEVELS, row: (grid[1] + 2) * channels * LEVELS, picture: (grid[0] + 2) * (grid[1] + 2) * channels * LEVELS };
  const whole = (values: readonly number[], shape: readonly number[]): Value => ops.cast(tensor(values, shape, 'int32'), 'int32');
  const many = (length: number, step: number): number[] => Array.from({ length }, (_, i) => i * step);
  const base = ops.add(ops.add(whole(many(batch, stride.picture), [batch, 1, 1, 1]), whole(many(channels, LEVELS), [1, 1, 1, channels])), ops.cast(ops.clip(x, ...BYTES), 'int32'));
  const read = (down: number, right: number): Value => {
    const row = whole(vertical.before.map((tile) => (tile + down) * stride.row), [1, rows, 1, 1]);
    const column = whole(horizontal.before.map((tile) => (tile + right) * stride.column), [1, 1, columns, 1]);
    return ops.take(flat, ops.add(ops.add(base, row), column), 0);
  };
  const [down, right] = [tensor(vertical.share, [1, rows, 1, 1]), tensor(horizontal.share, [1, 1, columns, 1])];
  const between = (a: Value, b: Value, share: ValueLike): Value => ops.add(ops.multiply(a, ops.subtract(1, share)), ops.multiply(b, share));
  return between(between(read(0, 0), read(0, 1), right), between(read(1, 0), read(1, 1), right), down);
}

/** Makes a {@link ContrastLimitedAdaptiveHistogramEqualization}. */
export const contrastLimitedAdaptiveHistogramEqualization = (config: ContrastLimitedAdaptiveHistogramEqualizationConfig = {}): ContrastLimitedAdaptiveHistogramEqualization =>
  new ContrastLimitedAdaptiveHistogramEqualization(config);

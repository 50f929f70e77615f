import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import { unexpectedValue, type Field } from '../config/field.js';
import type { LayerConfig } from '../engine/layer.js';
import { shapeOf } from '../layout/channels.js';
import { augmentationFields, RandomPictureLayer } from './random-picture-layer.js';
import { BYTES, sortedRange, toRange } from './value-range.js';

const bins: Field<number, number, false> = {
  required: false,
  defaultValue: () => 256,
  parse: (value, place) => {
    if (!Number.isInteger(value) || value < 2) throw unexpectedValue(place, 'a whole number from 2', value);
    return value;
  },
  serialize: (value) => value,
};

const fields = { valueRange: sortedRange(), bins, ...augmentationFields };

export type EqualizationConfig = LayerConfig<typeof fields>;

/**
 * In training, spreads the values of each channel so that all are about as frequent; as in Keras those of all pictures of a
 * batch are counted together. Output: shape of the input.
 */
export class Equalization extends RandomPictureLayer<typeof fields, object> {
  static readonly className = 'Equalization';
  static readonly fields = fields;

  constructor(config: EqualizationConfig = {}) {
    super(config);
  }

  protected override drawFor(): object {
    return {};
  }

  protected override augment(x: ValueLike): ValueLike {
    const channels = ops.split(x, shapeOf(x)[3] ?? 1, -1);
    return ops.concatenate(channels.map((channel) => this.#equalize(channel)), -1);
  }

  #equalize(x: Value): ValueLike {
    const { bins, valueRange } = this.config;
    const bytes = toRange(x, valueRange, BYTES);
    const places = ops.cast(ops.clip(ops.divide(ops.multiply(bytes, bins - 1), BYTES[1]), 0, bins - 1), 'int32');
    const flat = ops.reshape(places, [-1]);
    const counts = ops.segmentSum(ops.onesLike(ops.cast(flat, 'float32')), flat, bins);
    const isFlat = ops.lessEqual(ops.sum(ops.cast(ops.greater(counts, 0), 'float32')), 1);
    const spread = ops.take(table(counts), ops.cast(ops.clip(ops.multiply(ops.divide(bytes, BYTES[1]), bins - 1), 0, bins - 1), 'int32'), 0);
    return toRange(ops.where(isFlat, bytes, spread), BYTES, valueRange);
  }
}

/** The new value of each bin, out of how often each comes: its share of the values from the first bin that has any. */
function table(counts: Value): Value {
  const below = ops.cumsum(counts);
  const least = ops.min(ops.where(ops.greater(below, 0), below, ops.max(below)));
  const rest = ops.subtract(ops.max(below), least);
  const share = ops.divide(ops.multiply(ops.subtract(below, least), BYTES[1]), ops.where(ops.equal(rest, 0), 1, rest));
  return ops.clip(ops.round(share), ...BYTES);
}

/** Makes an {@link Equalization}. */
export const equalization = (config: EqualizationConfig = {}): Equalization => new Equalization(config);

import { elementCount, ops, type Value, type ValueLike } from '@kedge/graph-core';
import { dataFormat } from '../config/basic-fields.js';
import { Layer, type LayerConfig } from '../engine/layer.js';
import { shapeOf, toChannelsLast } from '../layout/channels.js';

const fields = { dataFormat: dataFormat() };

export type FlattenConfig = LayerConfig<typeof fields>;

/**
 * All dimensions of an example in a row.
 *
 * Input `[batch, ...]`, output `[batch, product]`. Elements come in the order of `channels_last` whatever the input's is, so
 * that the weights after it mean the same.
 */
export class Flatten extends Layer<typeof fields> {
  static readonly className = 'Flatten';
  static readonly fields = fields;

  constructor(config: FlattenConfig = {}) {
    super(config);
  }

  protected override call(x: ValueLike): Value {
    const [batch = null, ...rest] = shapeOf(x);
    const flat = elementCount(rest);
    return ops.reshape(toChannelsLast(x, rest.length > 1 ? this.config.dataFormat : 'channels_last'), flat === null ? [batch, -1] : [-1, flat]);
  }
}

/** Makes a {@link Flatten}. */
export const flatten = (config: FlattenConfig = {}): Flatten => new Flatten(config);

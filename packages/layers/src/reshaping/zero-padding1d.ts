import { ops, type TensorSpec, type Value, type ValueLike } from '@kedge/graph-core';
import { dataFormat, onlyIn } from '../config/basic-fields.js';
import { borders, type Border } from '../config/window-fields.js';
import { Layer, type LayerConfig } from '../engine/layer.js';
import { perAxis } from '../layout/channels.js';
import { expectInputRank } from '../layout/input-rank.js';

const fields = { padding: borders(1, 1), dataFormat: onlyIn('keras3', dataFormat(), 'data_format') };

export type ZeroPadding1DConfig = LayerConfig<typeof fields>;

const NOTHING: Border = [0, 0];

/**
 * Zeros around space.
 *
 * Input `[batch, steps, channels]`, output with the padding added to the sizes; `channels_first` has the channels after the
 * batch.
 */
export class ZeroPadding1D extends Layer<typeof fields> {
  static readonly className = 'ZeroPadding1D';
  static readonly fields = fields;

  constructor(config: ZeroPadding1DConfig = {}) {
    super(config);
  }

  protected override build(inputs: readonly TensorSpec[]): void {
    expectInputRank(this, inputs, 3);
  }

  protected override call(x: ValueLike): Value {
    return ops.pad(x, perAxis(this.config.padding, NOTHING, this.config.dataFormat));
  }
}

/** Makes a {@link ZeroPadding1D}. */
export const zeroPadding1d = (config: ZeroPadding1DConfig = {}): ZeroPadding1D => new ZeroPadding1D(config);

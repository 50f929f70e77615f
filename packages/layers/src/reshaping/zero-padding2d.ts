import { ops, type TensorSpec, type Value, type ValueLike } from '@kedge/graph-core';
import { dataFormat } from '../config/basic-fields.js';
import { borders, type Border } from '../config/window-fields.js';
import { Layer, type LayerConfig } from '../engine/layer.js';
import { perAxis } from '../layout/channels.js';
import { expectInputRank } from '../layout/input-rank.js';

const fields = { padding: borders(2, 1), dataFormat: dataFormat() };

export type ZeroPadding2DConfig = LayerConfig<typeof fields>;

const NOTHING: Border = [0, 0];

/**
 * Zeros around space.
 *
 * Input `[batch, rows, columns, channels]`, output with the padding added to the sizes; `channels_first` has the channels after the
 * batch.
 */
export class ZeroPadding2D extends Layer<typeof fields> {
  static readonly className = 'ZeroPadding2D';
  static readonly fields = fields;

  constructor(config: ZeroPadding2DConfig = {}) {
    super(config);
  }

  protected override build(inputs: readonly TensorSpec[]): void {
    expectInputRank(this, inputs, 4);
  }

  protected override call(x: ValueLike): Value {
    return ops.pad(x, perAxis(this.config.padding, NOTHING, this.config.dataFormat));
  }
}

/** Makes a {@link ZeroPadding2D}. */
export const zeroPadding2d = (config: ZeroPadding2DConfig = {}): ZeroPadding2D => new ZeroPadding2D(config);

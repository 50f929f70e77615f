import { ops, type TensorSpec, type Value, type ValueLike } from '@kedge/graph-core';
import { dataFormat } from '../config/basic-fields.js';
import { borders, type Border } from '../config/window-fields.js';
import { Layer, type LayerConfig } from '../engine/layer.js';
import { perAxis } from '../layout/channels.js';
import { expectInputRank } from '../layout/input-rank.js';

const fields = { padding: borders(3, 1), dataFormat: dataFormat() };

export type ZeroPadding3DConfig = LayerConfig<typeof fields>;

const NOTHING: Border = [0, 0];

/**
 * Zeros around space.
 *
 * Input `[batch, depth, rows, columns, channels]`, output with the padding added to the sizes; `channels_first` has the channels after the
 * batch.
 */
export class ZeroPadding3D extends Layer<typeof fields> {
  static readonly className = 'ZeroPadding3D';
  static readonly fields = fields;

  constructor(config: ZeroPadding3DConfig = {}) {
    super(config);
  }

  protected override build(inputs: readonly TensorSpec[]): void {
    expectInputRank(this, inputs, 5);
  }

  protected override call(x: ValueLike): Value {
    return ops.pad(x, perAxis(this.config.padding, NOTHING, this.config.dataFormat));
  }
}

/** Makes a {@link ZeroPadding3D}. */
export const zeroPadding3d = (config: ZeroPadding3DConfig = {}): ZeroPadding3D => new ZeroPadding3D(config);

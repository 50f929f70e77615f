import type { TensorSpec, Value, ValueLike } from '@kedge/graph-core';
import { dataFormat, sizesOr } from '../config/basic-fields.js';
import { Layer, type LayerConfig } from '../engine/layer.js';
import { spatialAxes } from '../layout/channels.js';
import { expectInputRank } from '../layout/input-rank.js';
import { repeat } from '../layout/repeat.js';

const fields = { size: sizesOr(3, 2), dataFormat: dataFormat() };

export type UpSampling3DConfig = LayerConfig<typeof fields>;

/**
 * Each cell of a volume, `size` times in a row along each dimension.
 *
 * Input `[batch, depth, rows, columns, channels]`, output with depth, rows and columns `size` times as large; `channels_first`
 * has the channels after the batch.
 */
export class UpSampling3D extends Layer<typeof fields> {
  static readonly className = 'UpSampling3D';
  static readonly fields = fields;

  constructor(config: UpSampling3DConfig = {}) {
    super(config);
  }

  protected override build(inputs: readonly TensorSpec[]): void {
    expectInputRank(this, inputs, 5);
  }

  protected override call(x: ValueLike): Value {
    const { size, dataFormat } = this.config;
    return spatialAxes(3, dataFormat).reduce<ValueLike>((y, axis, i) => repeat(y, size[i] ?? 1, axis), x) as Value;
  }
}

/** Makes an {@link UpSampling3D}. */
export const upSampling3d = (config: UpSampling3DConfig = {}): UpSampling3D => new UpSampling3D(config);

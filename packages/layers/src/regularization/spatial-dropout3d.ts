import type { LayerConfig } from '../engine/layer.js';
import { SpatialDropoutBase, spatialDropoutFields } from './spatial-dropout-base.js';


export type SpatialDropout3DConfig = LayerConfig<typeof spatialDropoutFields>;

/**
 * In training, sets whole channels of a volume to zero and scales the rest by `1 / (1 - rate)`; hands its input through otherwise.
 *
 * Input and output `[batch, depth, rows, columns, channels]`; `channels_first` has the channels after the batch.
 */
export class SpatialDropout3D extends SpatialDropoutBase {
  static readonly className = 'SpatialDropout3D';
  static readonly fields = spatialDropoutFields;
  protected override readonly rank = 3;

  constructor(config: SpatialDropout3DConfig) {
    super(config);
  }
}

/** Makes a {@link SpatialDropout3D}. */
export const spatialDropout3d = (config: SpatialDropout3DConfig): SpatialDropout3D => new SpatialDropout3D(config);

import type { LayerConfig } from '../engine/layer.js';
import { SpatialDropoutBase, spatialDropoutFields } from './spatial-dropout-base.js';


export type SpatialDropout2DConfig = LayerConfig<typeof spatialDropoutFields>;

/**
 * In training, sets whole channels of a picture to zero and scales the rest by `1 / (1 - rate)`; hands its input through otherwise.
 *
 * Input and output `[batch, rows, columns, channels]`; `channels_first` has the channels after the batch.
 */
export class SpatialDropout2D extends SpatialDropoutBase {
  static readonly className = 'SpatialDropout2D';
  static readonly fields = spatialDropoutFields;
  protected override readonly rank = 2;

  constructor(config: SpatialDropout2DConfig) {
    super(config);
  }
}

/** Makes a {@link SpatialDropout2D}. */
export const spatialDropout2d = (config: SpatialDropout2DConfig): SpatialDropout2D => new SpatialDropout2D(config);

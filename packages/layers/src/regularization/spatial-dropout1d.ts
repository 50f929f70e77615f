import type { LayerConfig } from '../engine/layer.js';
import { SpatialDropoutBase, spatialDropoutFields } from './spatial-dropout-base.js';

// Keras takes no data format here: channels are last.
const fields = { ...spatialDropoutFields, dataFormat: { ...spatialDropoutFields.dataFormat, serialize: () => undefined } };

export type SpatialDropout1DConfig = LayerConfig<typeof fields>;

/**
 * In training, sets whole channels of a sequence to zero and scales the rest by `1 / (1 - rate)`; hands its input through otherwise.
 *
 * Input and output `[batch, steps, channels]`.
 */
export class SpatialDropout1D extends SpatialDropoutBase {
  static readonly className = 'SpatialDropout1D';
  static readonly fields = fields;
  protected override readonly rank = 1;

  constructor(config: SpatialDropout1DConfig) {
    super(config);
  }
}

/** Makes a {@link SpatialDropout1D}. */
export const spatialDropout1d = (config: SpatialDropout1DConfig): SpatialDropout1D => new SpatialDropout1D(config);

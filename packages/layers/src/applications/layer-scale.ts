import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import { count, givenNumber } from '../config/basic-fields.js';
import { Layer, type LayerConfig } from '../engine/layer.js';
import type { Variable } from '../engine/variable.js';
import { Constant } from '../initializers/index.js';

const fields = { initValues: givenNumber(), projectionDim: count() };

export type LayerScaleConfig = LayerConfig<typeof fields>;

/**
 * `x * gamma`, one factor for each channel (Touvron et al., 2021), as `keras.applications`' ConvNeXt has it.
 *
 * Output: shape of the input. Weights: gamma of `projectionDim` channels, `initValues` at first.
 */
export class LayerScale extends Layer<typeof fields> {
  static readonly className = 'LayerScale';
  static readonly kerasModule = 'keras.src.applications.convnext';
  static readonly fields = fields;
  #gamma: Variable | undefined;

  constructor(config: LayerScaleConfig) {
    super(config);
  }

  protected override build(): void {
    const { initValues, projectionDim } = this.config;
    // Keras 3 leaves it without a name of its own.
    this.#gamma = this.addWeight('variable', [projectionDim], { initializer: new Constant({ value: initValues }), legacyName: 'gamma' });
  }

  protected override call(x: ValueLike): Value {
    return ops.multiply(x, this.#gamma ?? 1);
  }
}

/** Makes a {@link LayerScale}. */
export const layerScale = (config: LayerScaleConfig): LayerScale => new LayerScale(config);

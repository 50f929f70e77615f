import { InvalidArgumentError, ops, type Value, type ValueLike } from '@kedge/graph-core';
import { givenNumber } from '../config/basic-fields.js';
import { Layer, type LayerConfig } from '../engine/layer.js';

const fields = { scale: givenNumber() };

export type CustomScaleLayerConfig = LayerConfig<typeof fields>;

/**
 * `a + b * scale`, as `keras.applications`' InceptionResNetV2 adds its residuals. Input: a list of two tensors whose shapes
 * broadcast.
 */
export class CustomScaleLayer extends Layer<typeof fields> {
  static readonly className = 'CustomScaleLayer';
  static readonly kerasModule = 'keras.src.applications.inception_resnet_v2';
  static readonly fields = fields;

  constructor(config: CustomScaleLayerConfig) {
    super(config);
  }

  protected override call(inputs: readonly ValueLike[]): Value {
    const [a, b] = Array.isArray(inputs) ? (inputs as readonly ValueLike[]) : [];
    if (a === undefined || b === undefined) {
      throw new InvalidArgumentError(`CustomScaleLayer '${this.name}': expected a list of two tensors. Call it as layer.apply([a, b]).`);
    }
    return ops.add(a, ops.multiply(b, this.config.scale));
  }
}

/** Makes a {@link CustomScaleLayer}. */
export const customScaleLayer = (config: CustomScaleLayerConfig): CustomScaleLayer => new CustomScaleLayer(config);

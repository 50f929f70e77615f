import { normalizeAxis, ops, type TensorSpec, type Value, type ValueLike } from '@kedge/graph-core';
import { axisOrAxes, number } from '../config/basic-fields.js';
import { built } from '../engine/dims.js';
import { Layer, type LayerConfig } from '../engine/layer.js';
import type { Variable } from '../engine/variable.js';
import { Ones } from '../initializers/index.js';

const fields = { axis: axisOrAxes(-1), epsilon: number(1e-6) };

export type RMSNormalizationConfig = LayerConfig<typeof fields>;

/**
 * Root mean square normalization (Zhang and Sennrich, 2019): `x / sqrt(mean(x^2) + epsilon) * scale`.
 *
 * Output: shape of the input. Weights: scale, the sizes of the input at the axes, which as in Keras must be the last ones.
 */
export class RMSNormalization extends Layer<typeof fields> {
  static readonly className = 'RMSNormalization';
  static readonly fields = fields;
  #scale: Variable | undefined;

  constructor(config: RMSNormalizationConfig = {}) {
    super(config);
  }

  protected override build(inputs: readonly TensorSpec[]): void {
    const { axis } = this.config;
    const shape = inputs[0]?.shape ?? [];
    const axes = typeof axis === 'number' ? [axis] : axis.toSorted((a, b) => a - b);
    const sizes = axes.map((one) => shape[normalizeAxis(one, shape.length, `RMSNormalization '${this.name}'`)] ?? null);
    this.#scale = this.addWeight('scale', sizes, { initializer: new Ones() });
  }

  protected override call(x: ValueLike): Value {
    const { axis, epsilon } = this.config;
    const inverse = ops.rsqrt(ops.add(ops.mean(ops.square(x), axis, true), epsilon));
    return ops.multiply(ops.multiply(x, inverse), built(this.#scale));
  }
}

/** Makes an {@link RMSNormalization}. */
export const rmsNormalization = (config: RMSNormalizationConfig = {}): RMSNormalization => new RMSNormalization(config);

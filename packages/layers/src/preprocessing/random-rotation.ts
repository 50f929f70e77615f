import { ops, type ValueLike } from '@kedge/graph-core';
import type { LayerConfig } from '../engine/layer.js';
import type { Field } from '../config/field.js';
import { factor, symmetric, type Bounds } from './factor-field.js';
import { affineFields, RandomAffine } from './random-affine.js';

/** Files of Keras 3 hold both bounds. */
const rotationFactor: Field<number | Bounds, number | Bounds, true> = { ...factor([-1, 1]), serialize: (value, dialect) => (dialect === 'keras3' ? symmetric(value) : value) };

const fields = { factor: rotationFactor, ...affineFields };

export type RandomRotationConfig = LayerConfig<typeof fields>;

/** In training, turns each picture around its middle by a random share of a full turn. Output: shape of the input. */
export class RandomRotation extends RandomAffine<typeof fields> {
  static readonly className = 'RandomRotation';
  static readonly fields = fields;

  constructor(config: RandomRotationConfig) {
    super(config);
  }

  protected override transforms(x: ValueLike, [rows, columns]: readonly [number, number]): readonly ValueLike[] {
    const angle = ops.multiply(this.draw(x, symmetric(this.config.factor), 2), 2 * Math.PI);
    const [cos, sin] = [ops.cos(angle), ops.sin(angle)];
    const [width, height] = [columns - 1, rows - 1];
    const left = ops.divide(ops.subtract(width, ops.subtract(ops.multiply(cos, width), ops.multiply(sin, height))), 2);
    const top = ops.divide(ops.subtract(height, ops.add(ops.multiply(sin, width), ops.multiply(cos, height))), 2);
    return [cos, ops.negative(sin), left, sin, cos, top];
  }
}

/** Makes a {@link RandomRotation}. */
export const randomRotation = (config: RandomRotationConfig): RandomRotation => new RandomRotation(config);

import { ops, type ValueLike } from '@kedge/graph-core';
import type { Field } from '../config/field.js';
import type { LayerConfig } from '../engine/layer.js';
import { factor, symmetric, type Bounds } from './factor-field.js';
import { affineFields, matrices, RandomAffine } from './random-affine.js';
import type { BatchSize } from './random-picture-layer.js';

/** Files of Keras 3 hold both bounds. */
const rotationFactor: Field<number | Bounds, number | Bounds, true> = { ...factor([-1, 1]), serialize: (value, dialect) => (dialect === 'keras3' ? symmetric(value) : value) };

const fields = { factor: rotationFactor, ...affineFields };

export type RandomRotationConfig = LayerConfig<typeof fields>;

/** How pictures are turned: `angle`, `[batch]`, in degrees, and where their pixels come from, `rotationMatrix`, `[batch, 8]`. */
export interface RandomRotationTransformation {
  readonly angle: ValueLike;
  readonly rotationMatrix: ValueLike;
}

/** In training, turns each picture around its middle by a random share of a full turn. Output: shape of the input. */
export class RandomRotation extends RandomAffine<typeof fields, RandomRotationTransformation> {
  static readonly className = 'RandomRotation';
  static readonly fields = fields;

  constructor(config: RandomRotationConfig) {
    super(config);
  }

  protected override drawFor({ batch, rows, columns }: BatchSize): RandomRotationTransformation {
    const [lower, upper] = symmetric(this.config.factor);
    const angle = this.uniform([batch], [lower * 360, upper * 360]);
    return { angle, rotationMatrix: turned(ops.expandDims(ops.multiply(angle, Math.PI / 180), 1), [(columns - 1) / 2, (rows - 1) / 2]) };
  }

  protected override matrixOf({ rotationMatrix }: RandomRotationTransformation): ValueLike {
    return rotationMatrix;
  }
}

/** Turns by angles in radians around a place. */
function turned(angle: ValueLike, [x, y]: readonly [number, number]): ValueLike {
  const [cos, sin] = [ops.cos(angle), ops.sin(angle)];
  const left = ops.subtract(ops.subtract(x, ops.multiply(cos, x)), ops.multiply(ops.negative(sin), y));
  const top = ops.subtract(ops.subtract(y, ops.multiply(sin, x)), ops.multiply(cos, y));
  return matrices([cos, ops.negative(sin), left, sin, cos, top, 0, 0]);
}

/** Makes a {@link RandomRotation}. */
export const randomRotation = (config: RandomRotationConfig): RandomRotation => new RandomRotation(config);

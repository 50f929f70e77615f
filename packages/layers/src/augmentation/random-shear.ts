import { ops, type ValueLike } from '@kedge/graph-core';
import type { Field } from '../config/field.js';
import type { LayerConfig } from '../engine/layer.js';
import { factor, symmetric, type Bounds } from './factor-field.js';
import { affineFields, matrices, RandomAffine } from './random-affine.js';
import type { BatchSize } from './random-picture-layer.js';

/** Keras writes both bounds of a number, the lower one below 0, and refuses to read that: such a pair is written as its upper bound. */
const shearFactor: Field<number | Bounds, Bounds, false> = {
  required: false,
  defaultValue: () => [0, 0],
  parse: (value, place) => symmetric(factor([-1, 1]).parse(value, place)),
  serialize: ([lower, upper]) => (lower < 0 ? upper : [lower, upper]),
};

const fields = { xFactor: shearFactor, yFactor: shearFactor, ...affineFields };

export type RandomShearConfig = LayerConfig<typeof fields>;

/** By how much columns move with rows, and rows with columns: `[batch, 2]`. */
export interface RandomShearTransformation {
  readonly shearFactor: ValueLike;
}

/** In training, slants each picture at random, to either side. Output: shape of the input. */
export class RandomShear extends RandomAffine<typeof fields, RandomShearTransformation> {
  static readonly className = 'RandomShear';
  static readonly fields = fields;

  constructor(config: RandomShearConfig = {}) {
    super(config);
  }

  protected override drawFor({ batch }: BatchSize): RandomShearTransformation {
    const sign = ops.where(ops.greater(this.uniform([batch, 1], [0, 1]), 0.5), -1, 1);
    const y = this.uniform([batch, 1], this.config.yFactor);
    const x = this.uniform([batch, 1], this.config.xFactor);
    return { shearFactor: ops.multiply(ops.concatenate([x, y], 1), sign) };
  }

  protected override matrixOf({ shearFactor }: RandomShearTransformation): ValueLike {
    const [x = 0, y = 0] = ops.split(shearFactor, 2, 1);
    return matrices([1, x, 0, y, 1, 0]);
  }
}

/** Makes a {@link RandomShear}. */
export const randomShear = (config: RandomShearConfig = {}): RandomShear => new RandomShear(config);

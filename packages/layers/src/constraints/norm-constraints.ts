import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import { axisOrAxes, number } from '../config/basic-fields.js';
import type { ConfigOf } from '../config/field.js';
import { Constraint } from './constraint.js';

/** Keeps divisions by a norm finite; Keras' `backend.epsilon()`. */
const EPSILON = 1e-7;

const norm = (weight: ValueLike, along: number | readonly number[]): Value => ops.sqrt(ops.sum(ops.square(weight), along, true));

/** No negative numbers. */
export class NonNeg extends Constraint<Record<never, never>> {
  static readonly className = 'NonNeg';
  static readonly fields = {};

  override call(weight: ValueLike): Value {
    return ops.relu(weight);
  }
}

const maxNormFields = { maxValue: number(2), axis: axisOrAxes(0) };

/** Norms along `axis` of at most `maxValue`. */
export class MaxNorm extends Constraint<typeof maxNormFields> {
  static readonly className = 'MaxNorm';
  static readonly fields = maxNormFields;

  constructor(config: ConfigOf<typeof maxNormFields> = {}) {
    super(config);
  }

  override call(weight: ValueLike): Value {
    const norms = norm(weight, this.config.axis);
    return ops.multiply(weight, ops.divide(ops.clip(norms, 0, this.config.maxValue), ops.add(norms, EPSILON)));
  }
}

const unitNormFields = { axis: axisOrAxes(0) };

/** Norms along `axis` of 1. */
export class UnitNorm extends Constraint<typeof unitNormFields> {
  static readonly className = 'UnitNorm';
  static readonly fields = unitNormFields;

  constructor(config: ConfigOf<typeof unitNormFields> = {}) {
    super(config);
  }

  override call(weight: ValueLike): Value {
    return ops.divide(weight, ops.add(norm(weight, this.config.axis), EPSILON));
  }
}

const minMaxNormFields = { minValue: number(0), maxValue: number(1), rate: number(1), axis: axisOrAxes(0) };

/** Norms along `axis` drawn towards `[minValue, maxValue]`, all the way at `rate` 1. */
export class MinMaxNorm extends Constraint<typeof minMaxNormFields> {
  static readonly className = 'MinMaxNorm';
  static readonly fields = minMaxNormFields;

  constructor(config: ConfigOf<typeof minMaxNormFields> = {}) {
    super(config);
  }

  override call(weight: ValueLike): Value {
    const { minValue, maxValue, rate } = this.config;
    const norms = norm(weight, this.config.axis);
    const wanted = ops.add(ops.multiply(ops.clip(norms, minValue, maxValue), rate), ops.multiply(norms, 1 - rate));
    return ops.multiply(weight, ops.divide(wanted, ops.add(norms, EPSILON)));
  }
}

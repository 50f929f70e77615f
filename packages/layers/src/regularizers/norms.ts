import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import type { ConfigOf } from '../config/field.js';
import { penalty } from './penalty-field.js';
import { Regularizer } from './regularizer.js';

const absoluteSum = (x: ValueLike, factor: number): Value => ops.multiply(ops.sum(ops.abs(x)), factor);
const squareSum = (x: ValueLike, factor: number): Value => ops.multiply(ops.sum(ops.square(x)), factor);

const l1Fields = { l1: penalty(0.01) };

/** `l1 * sum(|x|)`. */
export class L1 extends Regularizer<typeof l1Fields> {
  static readonly className = 'L1';
  static readonly fields = l1Fields;

  constructor(config: ConfigOf<typeof l1Fields> = {}) {
    super(config);
  }

  override call(x: ValueLike): Value {
    return absoluteSum(x, this.config.l1);
  }
}

const l2Fields = { l2: penalty(0.01) };

/** `l2 * sum(x^2)`. */
export class L2 extends Regularizer<typeof l2Fields> {
  static readonly className = 'L2';
  static readonly fields = l2Fields;

  constructor(config: ConfigOf<typeof l2Fields> = {}) {
    super(config);
  }

  override call(x: ValueLike): Value {
    return squareSum(x, this.config.l2);
  }
}

const l1l2Fields = { l1: penalty(0), l2: penalty(0) };

/** `l1 * sum(|x|) + l2 * sum(x^2)`. */
export class L1L2 extends Regularizer<typeof l1l2Fields> {
  static readonly className = 'L1L2';
  static readonly fields = l1l2Fields;

  constructor(config: ConfigOf<typeof l1l2Fields> = {}) {
    super(config);
  }

  override call(x: ValueLike): Value {
    return ops.add(absoluteSum(x, this.config.l1), squareSum(x, this.config.l2));
  }
}

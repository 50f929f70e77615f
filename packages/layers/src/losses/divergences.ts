import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import type { ConfigOf } from '../config/field.js';
import { EPSILON } from './epsilon.js';
import { Loss, lossFields } from './loss.js';
import { expectSameRank, floats, sameRank } from './ranks.js';

/** `sum(t log(t / p))` over the last dimension, both limited to [1e-7, 1] (Kullback and Leibler, 1951). */
export function klDivergence(yTrue: ValueLike, yPred: ValueLike): Value {
  const [targets, predictions] = sameRank(floats(yTrue), floats(yPred));
  expectSameRank(targets, predictions, 'klDivergence');
  const t = ops.clip(targets, EPSILON, 1);
  return ops.sum(ops.multiply(t, ops.log(ops.divide(t, ops.clip(predictions, EPSILON, 1)))), -1);
}

/** `mean(p - t log(p + 1e-7))` over the last dimension. */
export function poisson(yTrue: ValueLike, yPred: ValueLike): Value {
  const [t, p] = sameRank(floats(yTrue), floats(yPred));
  expectSameRank(t, p, 'poisson');
  return ops.mean(ops.subtract(p, ops.multiply(t, ops.log(ops.add(p, EPSILON)))), -1);
}

const klDivergenceFields = lossFields('kl_divergence');

/** Reduces {@link klDivergence}. */
export class KLDivergence extends Loss<typeof klDivergenceFields> {
  static readonly className = 'KLDivergence';
  static readonly fields = klDivergenceFields;

  constructor(config: ConfigOf<typeof klDivergenceFields> = {}) {
    super(config);
  }

  override call(yTrue: ValueLike, yPred: ValueLike): Value {
    return klDivergence(yTrue, yPred);
  }
}

const poissonFields = lossFields('poisson');

/** Reduces {@link poisson}. */
export class Poisson extends Loss<typeof poissonFields> {
  static readonly className = 'Poisson';
  static readonly fields = poissonFields;

  constructor(config: ConfigOf<typeof poissonFields> = {}) {
    super(config);
  }

  override call(yTrue: ValueLike, yPred: ValueLike): Value {
    return poisson(yTrue, yPred);
  }
}

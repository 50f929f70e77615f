import type { Value, ValueLike } from '@kedge/graph-core';
import type { ConfigOf } from '../config/field.js';
import { meanAbsoluteError, meanSquaredError } from '../losses/regression.js';
import { MeanMetric } from './mean.js';
import { metricFields } from './metric.js';

const squaredFields = metricFields('mean_squared_error');

/** The mean of {@link meanSquaredError}. */
export class MeanSquaredError extends MeanMetric<typeof squaredFields> {
  static readonly className = 'MeanSquaredError';
  static readonly fields = squaredFields;

  constructor(config: ConfigOf<typeof squaredFields> = {}) {
    super(config);
  }

  protected override call(yTrue: ValueLike, yPred: ValueLike): Value {
    return meanSquaredError(yTrue, yPred);
  }
}

const absoluteFields = metricFields('mean_absolute_error');

/** The mean of {@link meanAbsoluteError}. */
export class MeanAbsoluteError extends MeanMetric<typeof absoluteFields> {
  static readonly className = 'MeanAbsoluteError';
  static readonly fields = absoluteFields;

  constructor(config: ConfigOf<typeof absoluteFields> = {}) {
    super(config);
  }

  protected override call(yTrue: ValueLike, yPred: ValueLike): Value {
    return meanAbsoluteError(yTrue, yPred);
  }
}

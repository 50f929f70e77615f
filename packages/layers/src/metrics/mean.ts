import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import type { ConfigOf, FieldMap } from '../config/field.js';
import { maskOf } from '../engine/masks.js';
import type { ElementFunction } from '../losses/loss.js';
import { floats, sameRank, shapeOf } from '../losses/ranks.js';
import { maskedWeights } from '../losses/reduction.js';
import { Metric, metricFields } from './metric.js';

const axesFrom = (from: number, to: number): number[] => Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);

/** A mean along axes; of none, the values themselves. */
const meanOver = (x: ValueLike, axes: readonly number[]): ValueLike => (axes.length === 0 ? x : ops.mean(x, axes));

/**
 * Sum and count of values, with one value and one weight for each example: what an example consists of is averaged first,
 * as in Keras.
 */
export function sumAndCount(values: ValueLike, sampleWeight: ValueLike | null): [Value, Value] {
  if (sampleWeight === null) {
    const rank = shapeOf(values).length;
    const samples = meanOver(floats(values), axesFrom(1, rank));
    return [ops.sum(samples), ops.full([], shapeOf(samples)[0] ?? 1)];
  }
  const [given, weights] = sameRank(floats(values), floats(sampleWeight));
  const weightRank = shapeOf(weights).length;
  const means = meanOver(given, axesFrom(weightRank, shapeOf(given).length));
  const spread = ops.broadcastTo(weights, shapeOf(means));
  const products = ops.multiply(means, spread);
  const samples = meanOver(products, axesFrom(1, shapeOf(products).length));
  return [ops.sum(samples), ops.sum(meanOver(spread, axesFrom(1, weightRank)))];
}

/** A mean over everything that came. */
export abstract class MeanMetric<F extends FieldMap = FieldMap> extends Metric<F> {
  #total = 0;
  #count = 0;

  /** The score of each element. */
  protected abstract call(yTrue: ValueLike, yPred: ValueLike): Value;

  override measure(yTrue: ValueLike, yPred: ValueLike, sampleWeight: ValueLike | null): readonly Value[] {
    return sumAndCount(this.call(yTrue, yPred), maskedWeights(sampleWeight, maskOf(yPred), 'sum'));
  }

  override accumulate([total = 0, count = 0]: readonly number[]): void {
    this.#total += total;
    this.#count += count;
  }

  override result(): number {
    return this.#count === 0 ? 0 : this.#total / this.#count;
  }

  override reset(): void {
    this.#total = 0;
    this.#count = 0;
  }
}

const meanFields = metricFields('mean');

/** The weighted mean of values: `update(values, values, weights)` or, for numbers, `accumulate([value * weight, weight])`. */
export class Mean extends MeanMetric<typeof meanFields> {
  static readonly className = 'Mean';
  static readonly fields = meanFields;

  constructor(config: ConfigOf<typeof meanFields> = {}) {
    super(config);
  }

  protected override call(values: ValueLike): Value {
    return ops.identity(floats(values));
  }
}

const functionFields = metricFields('mean_metric_wrapper');

/** The mean of a function that gives a score for each element. */
export class FunctionMetric extends MeanMetric<typeof functionFields> {
  static readonly className = 'MeanMetricWrapper';
  static readonly fields = functionFields;
  readonly #fn: ElementFunction;

  constructor(fn: ElementFunction) {
    super(fn.name === '' ? {} : { name: fn.name });
    this.#fn = fn;
  }

  protected override call(yTrue: ValueLike, yPred: ValueLike): Value {
    return this.#fn(yTrue, yPred);
  }
}

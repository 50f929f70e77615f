import { InvalidArgumentError, type TensorSpec } from '@kedge/graph-core';
import { OpaqueObject } from '../config/keras-object.js';
import { getMetric, type MetricLike } from '../metrics/family.js';
import type { Metric } from '../metrics/metric.js';

/** A metric of one output. */
export interface Tracked {
  /** Position of the output. */
  readonly output: number;
  /** Key in logs. */
  readonly key: string;
  readonly metric: Metric;
  /** Whether sample weights count. */
  readonly isWeighted: boolean;
}

/** What metrics are made from: identifiers for each output, and the shapes of the first batch. */
export interface MetricRequest {
  readonly plain: readonly (readonly MetricLike[])[];
  readonly weighted: readonly (readonly MetricLike[])[];
  readonly outputs: readonly string[];
  readonly yTrue: readonly (TensorSpec | undefined)[];
  readonly yPred: readonly TensorSpec[];
}

function made(identifier: MetricLike, output: number, { outputs, yTrue, yPred }: MetricRequest): Metric {
  const [targets, predictions] = [yTrue[output], yPred[output]];
  if (targets === undefined || predictions === undefined) {
    throw new InvalidArgumentError(`Output '${outputs[output]}' has metrics and no targets. Give it its part of y.`);
  }
  const metric = getMetric(identifier, targets, predictions);
  return metric instanceof OpaqueObject ? metric.refuse('measure the model') : metric;
}

/** Keys that occur once: a second metric of one name gets a number, a weighted one says that it is weighted, as in Keras. */
function keyFor(taken: Set<string>, prefix: string, name: string, isWeighted: boolean): string {
  const plain = `${prefix}${name}`;
  const base = taken.has(plain) && isWeighted ? `${prefix}weighted_${name}` : plain;
  let key = base;
  for (let i = 1; taken.has(key); i++) key = `${base}_${i}`;
  taken.add(key);
  return key;
}

/** Makes the metrics of a model once the shapes of targets are known, on which `accuracy` depends. */
export function makeMetrics(request: MetricRequest): Tracked[] {
  const { plain, weighted, outputs } = request;
  const taken = new Set<string>();
  const tracked = (groups: readonly (readonly MetricLike[])[], isWeighted: boolean): Tracked[] =>
    groups.flatMap((group, output) =>
      group.map((identifier) => {
        const metric = made(identifier, output, request);
        const prefix = outputs.length > 1 ? `${outputs[output]}_` : '';
        return { output, metric, isWeighted, key: keyFor(taken, prefix, metric.name, isWeighted) };
      }),
    );
  return [...tracked(plain, false), ...tracked(weighted, true)];
}

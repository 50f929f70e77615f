import type { TensorSpec } from '@kedge/graph-core';
import { InvalidConfigError } from '../config/field.js';
import { isSerializedObject, ObjectFamily, OpaqueObject, type ObjectClass, type SerializedObject } from '../config/keras-object.js';
import type { ElementFunction } from '../losses/loss.js';
import { BinaryAccuracy, CategoricalAccuracy, SparseCategoricalAccuracy, SparseTopKCategoricalAccuracy, TopKCategoricalAccuracy } from './accuracies.js';
import { FunctionMetric, Mean } from './mean.js';
import { Metric } from './metric.js';
import { MeanAbsoluteError, MeanSquaredError } from './regression.js';

const CLASSES: readonly ObjectClass<Metric>[] = [
  BinaryAccuracy,
  CategoricalAccuracy,
  Mean,
  MeanAbsoluteError,
  MeanSquaredError,
  SparseCategoricalAccuracy,
  SparseTopKCategoricalAccuracy,
  TopKCategoricalAccuracy,
];

class MetricFamily extends ObjectFamily<Metric> {
  /** Keras 2 writes a metric that was named by a string as a wrapper around its function. */
  override fromSerialized(raw: SerializedObject): Metric | OpaqueObject {
    const { fn, name } = raw.config;
    if (raw.class_name !== 'MeanMetricWrapper' || typeof fn !== 'string') return super.fromSerialized(raw);
    const Class = this.find(fn);
    return Class === undefined ? new OpaqueObject(raw) : new Class(typeof name === 'string' ? { name } : {});
  }
}

/** Every metric, by name. */
export const metricFamily: ObjectFamily<Metric> = new MetricFamily('metric', 'keras.metrics', CLASSES, { mae: MeanAbsoluteError, mse: MeanSquaredError });

/** How a metric is named: by identifier in either spelling, as an instance, as a function, or as a file holds it. */
export type MetricLike = (string & {}) | Metric | OpaqueObject | ElementFunction | SerializedObject;

const isAccuracy = (identifier: string): boolean => ['accuracy', 'acc'].includes(identifier.toLowerCase());

/** @throws {InvalidConfigError} for a name that no metric has; the message lists the known ones. */
function metricClass(identifier: string): ObjectClass<Metric> {
  const Class = metricFamily.find(identifier);
  if (Class === undefined) {
    throw new InvalidConfigError(`Expected a known metric (accuracy, ${metricFamily.names.join(', ')}), got '${identifier}'. Pass a function or register your own with register('${identifier}', Class).`);
  }
  return Class;
}

/** @throws {InvalidConfigError} when the identifier names no metric that is known. */
export function checkMetric(identifier: MetricLike): void {
  if (typeof identifier === 'string' && !isAccuracy(identifier)) metricClass(identifier);
}

/** Whether targets and predictions are those of two classes, or of classes given by number. Keras' rule. */
export function targetKind(yTrue: TensorSpec, yPred: TensorSpec): 'binary' | 'sparse' | 'categorical' {
  const [last, predicted] = [yTrue.shape.at(-1), yPred.shape.at(-1)];
  if (predicted === 1) return 'binary';
  return yTrue.shape.length < yPred.shape.length || last === 1 ? 'sparse' : 'categorical';
}

const ACCURACIES = { binary: BinaryAccuracy, sparse: SparseCategoricalAccuracy, categorical: CategoricalAccuracy };

/**
 * The metric that is meant.
 *
 * @param identifier For example `'accuracy'`, which depends on the shapes, or `'topKCategoricalAccuracy'`.
 * @param yTrue Shape of the targets, batch included.
 * @param yPred Shape of the predictions, batch included.
 * @throws {InvalidConfigError} for an unknown name.
 */
export function getMetric(identifier: MetricLike, yTrue: TensorSpec, yPred: TensorSpec): Metric | OpaqueObject {
  if (identifier instanceof Metric || identifier instanceof OpaqueObject) return identifier;
  if (typeof identifier === 'function') return new FunctionMetric(identifier);
  if (typeof identifier === 'string') {
    const Class = isAccuracy(identifier) ? ACCURACIES[targetKind(yTrue, yPred)] : metricClass(identifier);
    return new Class({ name: identifier });
  }
  if (isSerializedObject(identifier)) return metricFamily.fromSerialized(identifier);
  throw new InvalidConfigError(`Expected a metric: a name, an instance, a function or { class_name, config }, got ${JSON.stringify(identifier)}.`);
}

export { BinaryAccuracy, CategoricalAccuracy, SparseCategoricalAccuracy, SparseTopKCategoricalAccuracy, TopKCategoricalAccuracy } from './accuracies.js';
export { binaryAccuracy, categoricalAccuracy, sparseCategoricalAccuracy, sparseTopKCategoricalAccuracy, topKCategoricalAccuracy } from './accuracy-functions.js';
export { getMetric as get, metricFamily, type MetricLike } from './family.js';
export { FunctionMetric, Mean, MeanMetric } from './mean.js';
export { Metric, metricFields } from './metric.js';
export { MeanAbsoluteError, MeanSquaredError } from './regression.js';
export { meanAbsoluteError, meanSquaredError } from '../losses/regression.js';

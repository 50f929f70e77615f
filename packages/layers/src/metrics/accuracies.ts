import type { Value, ValueLike } from '@kedge/graph-core';
import { count, number, only } from '../config/basic-fields.js';
import type { ConfigOf, Field } from '../config/field.js';
import { unwritten } from '../config/unwritten.js';
import { binaryAccuracy, categoricalAccuracy, sparseCategoricalAccuracy, sparseTopKCategoricalAccuracy, topKCategoricalAccuracy } from './accuracy-functions.js';
import { MeanMetric } from './mean.js';
import { metricFields } from './metric.js';

const binaryFields = { ...metricFields('binary_accuracy'), threshold: number(0.5) };

/** How often {@link binaryAccuracy} holds. */
export class BinaryAccuracy extends MeanMetric<typeof binaryFields> {
  static readonly className = 'BinaryAccuracy';
  static readonly fields = binaryFields;

  constructor(config: ConfigOf<typeof binaryFields> = {}) {
    super(config);
  }

  protected override call(yTrue: ValueLike, yPred: ValueLike): Value {
    return binaryAccuracy(yTrue, yPred, this.config.threshold);
  }
}

const categoricalFields = metricFields('categorical_accuracy');

/** How often {@link categoricalAccuracy} holds. */
export class CategoricalAccuracy extends MeanMetric<typeof categoricalFields> {
  static readonly className = 'CategoricalAccuracy';
  static readonly fields = categoricalFields;

  constructor(config: ConfigOf<typeof categoricalFields> = {}) {
    super(config);
  }

  protected override call(yTrue: ValueLike, yPred: ValueLike): Value {
    return categoricalAccuracy(yTrue, yPred);
  }
}

const sparseFields = metricFields('sparse_categorical_accuracy');

/** How often {@link sparseCategoricalAccuracy} holds. */
export class SparseCategoricalAccuracy extends MeanMetric<typeof sparseFields> {
  static readonly className = 'SparseCategoricalAccuracy';
  static readonly fields = sparseFields;

  constructor(config: ConfigOf<typeof sparseFields> = {}) {
    super(config);
  }

  protected override call(yTrue: ValueLike, yPred: ValueLike): Value {
    return sparseCategoricalAccuracy(yTrue, yPred);
  }
}

/** How many classes count as a hit. */
const hits = (): Field<number, number, false> => ({ ...count(), required: false, defaultValue: () => 5 });

const topKFields = { ...metricFields('top_k_categorical_accuracy'), k: hits() };

/** How often {@link topKCategoricalAccuracy} holds. */
export class TopKCategoricalAccuracy extends MeanMetric<typeof topKFields> {
  static readonly className = 'TopKCategoricalAccuracy';
  static readonly fields = topKFields;

  constructor(config: ConfigOf<typeof topKFields> = {}) {
    super(config);
  }

  protected override call(yTrue: ValueLike, yPred: ValueLike): Value {
    return topKCategoricalAccuracy(yTrue, yPred, this.config.k);
  }
}

const sparseTopKFields = {
  ...metricFields('sparse_top_k_categorical_accuracy'),
  k: hits(),
  fromSortedIds: unwritten(only(false, 'predictions are scores and not sorted class ids')),
};

/** How often {@link sparseTopKCategoricalAccuracy} holds. */
export class SparseTopKCategoricalAccuracy extends MeanMetric<typeof sparseTopKFields> {
  static readonly className = 'SparseTopKCategoricalAccuracy';
  static readonly fields = sparseTopKFields;

  constructor(config: ConfigOf<typeof sparseTopKFields> = {}) {
    super(config);
  }

  protected override call(yTrue: ValueLike, yPred: ValueLike): Value {
    return sparseTopKCategoricalAccuracy(yTrue, yPred, this.config.k);
  }
}

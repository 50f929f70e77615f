import type { Tensor, TensorSpec, Value, ValueLike } from '@kedge/graph-core';
import { axis, boolean, integer, nullable, number } from '../config/basic-fields.js';
import type { ConfigOf } from '../config/field.js';
import { binaryCrossentropy, categoricalCrossentropy, sparseCategoricalCrossentropy } from './crossentropy-functions.js';
import { Loss, lossFields } from './loss.js';

const binaryFields = { ...lossFields('binary_crossentropy'), fromLogits: boolean(false), labelSmoothing: number(0), axis: axis(-1) };

/** Reduces {@link binaryCrossentropy}. */
export class BinaryCrossentropy extends Loss<typeof binaryFields> {
  static readonly className = 'BinaryCrossentropy';
  static readonly fields = binaryFields;

  constructor(config: ConfigOf<typeof binaryFields> = {}) {
    super(config);
  }

  override call(yTrue: ValueLike, yPred: ValueLike): Value {
    return binaryCrossentropy(yTrue, yPred, this.config);
  }
}

const categoricalFields = { ...lossFields('categorical_crossentropy'), fromLogits: boolean(false), labelSmoothing: number(0), axis: axis(-1) };

/** Reduces {@link categoricalCrossentropy}. */
export class CategoricalCrossentropy extends Loss<typeof categoricalFields> {
  static readonly className = 'CategoricalCrossentropy';
  static readonly fields = categoricalFields;

  constructor(config: ConfigOf<typeof categoricalFields> = {}) {
    super(config);
  }

  override call(yTrue: ValueLike, yPred: ValueLike): Value {
    return categoricalCrossentropy(yTrue, yPred, this.config);
  }
}

const sparseFields = { ...lossFields('sparse_categorical_crossentropy'), fromLogits: boolean(false), ignoreClass: nullable(integer(0)) };

/** Reduces {@link sparseCategoricalCrossentropy}. */
export class SparseCategoricalCrossentropy extends Loss<typeof sparseFields> {
  static readonly className = 'SparseCategoricalCrossentropy';
  static readonly fields = sparseFields;

  constructor(config: ConfigOf<typeof sparseFields> = {}) {
    super(config);
  }

  override call(yTrue: ValueLike, yPred: ValueLike): Value {
    return sparseCategoricalCrossentropy(yTrue, yPred, this.config);
  }

  override checkTargets({ data }: Tensor, predictions: TensorSpec): string | undefined {
    const classes = predictions.shape.at(-1) ?? null;
    const { ignoreClass } = this.config;
    if (classes === null) return undefined;
    for (const value of data) {
      const label = Math.trunc(Number(value));
      if (label !== ignoreClass && !(label >= 0 && label < classes)) return `expected labels from 0 to ${classes - 1}, got ${value}`;
    }
    return undefined;
  }
}

import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import type { LayerConfig } from '../engine/layer.js';
import { fold, MergeBase } from './merge-base.js';

export type AverageConfig = LayerConfig;

/**
 * The mean of the inputs, element by element.
 *
 * Input: a list of tensors whose shapes broadcast; one of lower rank gets dimensions of size 1 after the batch.
 */
export class Average extends MergeBase {
  static readonly className = 'Average';
  static readonly fields = {};

  constructor(config: AverageConfig = {}) {
    super(config);
  }

  protected override merge(inputs: readonly ValueLike[]): Value {
    return ops.divide(fold(inputs, ops.add), inputs.length);
  }
}

/** Makes an {@link Average}. */
export const average = (config: AverageConfig = {}): Average => new Average(config);

import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import type { LayerConfig } from '../engine/layer.js';
import { foldMasked, MergeBase } from './merge-base.js';

export type MaximumConfig = LayerConfig;

/**
 * The largest of the inputs, element by element; a masked step of one input leaves the others to decide.
 *
 * Input: a list of tensors whose shapes broadcast; one of lower rank gets dimensions of size 1 after the batch.
 */
export class Maximum extends MergeBase {
  static readonly className = 'Maximum';
  static readonly fields = {};

  constructor(config: MaximumConfig = {}) {
    super(config);
  }

  protected override merge(inputs: readonly ValueLike[], masks: readonly (ValueLike | null)[]): Value {
    return foldMasked(inputs, masks, ops.maximum);
  }
}

/** Makes a {@link Maximum}. */
export const maximum = (config: MaximumConfig = {}): Maximum => new Maximum(config);

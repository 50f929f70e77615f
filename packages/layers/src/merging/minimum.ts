import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import type { LayerConfig } from '../engine/layer.js';
import { foldMasked, MergeBase } from './merge-base.js';

export type MinimumConfig = LayerConfig;

/**
 * The smallest of the inputs, element by element; a masked step of one input leaves the others to decide.
 *
 * Input: a list of tensors whose shapes broadcast; one of lower rank gets dimensions of size 1 after the batch.
 */
export class Minimum extends MergeBase {
  static readonly className = 'Minimum';
  static readonly fields = {};

  constructor(config: MinimumConfig = {}) {
    super(config);
  }

  protected override merge(inputs: readonly ValueLike[], masks: readonly (ValueLike | null)[]): Value {
    return foldMasked(inputs, masks, ops.minimum);
  }
}

/** Makes a {@link Minimum}. */
export const minimum = (config: MinimumConfig = {}): Minimum => new Minimum(config);

import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import type { LayerConfig } from '../engine/layer.js';
import { fold, MergeBase } from './merge-base.js';

export type AddConfig = LayerConfig;

/**
 * The sum of the inputs, element by element.
 *
 * Input: a list of tensors whose shapes broadcast; one of lower rank gets dimensions of size 1 after the batch.
 */
export class Add extends MergeBase {
  static readonly className = 'Add';
  static readonly fields = {};

  constructor(config: AddConfig = {}) {
    super(config);
  }

  protected override merge(inputs: readonly ValueLike[]): Value {
    return fold(inputs, ops.add);
  }
}

/** Makes an {@link Add}. */
export const add = (config: AddConfig = {}): Add => new Add(config);

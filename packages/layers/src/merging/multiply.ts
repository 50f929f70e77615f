import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import type { LayerConfig } from '../engine/layer.js';
import { fold, spreadMask, MergeBase } from './merge-base.js';

export type MultiplyConfig = LayerConfig;

/**
 * The product of the inputs, element by element; a masked step of one input counts as 1, one masked in all as 0.
 *
 * Input: a list of tensors whose shapes broadcast; one of lower rank gets dimensions of size 1 after the batch.
 */
export class Multiply extends MergeBase {
  static readonly className = 'Multiply';
  static readonly fields = {};

  constructor(config: MultiplyConfig = {}) {
    super(config);
  }

  protected override merge(inputs: readonly ValueLike[], masks: readonly (ValueLike | null)[]): Value {
    const factors = inputs.map((x, i) => {
      const mask = masks[i] ?? null;
      return mask === null ? x : ops.where(spreadMask(mask, x), x, 1);
    });
    const product = fold(factors, ops.multiply);
    const known = masks.filter((mask) => mask !== null);
    if (known.length < inputs.length) return product;
    return ops.where(spreadMask(fold(known, ops.logicalOr), product), product, 0);
  }
}

/** Makes a {@link Multiply}. */
export const multiply = (config: MultiplyConfig = {}): Multiply => new Multiply(config);

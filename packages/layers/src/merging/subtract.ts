import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import type { LayerConfig } from '../engine/layer.js';
import { MergeBase } from './merge-base.js';

export type SubtractConfig = LayerConfig;

/**
 * The first input minus the second, element by element.
 *
 * Input: a list of tensors whose shapes broadcast; one of lower rank gets dimensions of size 1 after the batch.
 */
export class Subtract extends MergeBase {
  static readonly className = 'Subtract';
  static readonly fields = {};

  constructor(config: SubtractConfig = {}) {
    super(config);
  }

  protected override get inputCount(): readonly [number, number] {
    return [2, 2];
  }

  protected override merge(inputs: readonly ValueLike[]): Value {
    const [a = 0, b = 0] = inputs;
    return ops.subtract(a, b);
  }
}

/** Makes a {@link Subtract}. */
export const subtract = (config: SubtractConfig = {}): Subtract => new Subtract(config);

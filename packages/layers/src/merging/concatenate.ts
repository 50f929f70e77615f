import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import { axis } from '../config/basic-fields.js';
import type { LayerConfig } from '../engine/layer.js';
import { rankOf, shapeOf } from '../layout/channels.js';
import { masksPerInput, MergeBase } from './merge-base.js';

const fields = { axis: axis(-1) };

export type ConcatenateConfig = LayerConfig<typeof fields>;

/**
 * The inputs one after the other along an axis.
 *
 * Input: a list of tensors whose shapes agree in the other axes; output: sizes along the axis added up.
 */
export class Concatenate extends MergeBase<typeof fields> {
  static readonly className = 'Concatenate';
  static readonly fields = fields;

  constructor(config: ConcatenateConfig = {}) {
    super(config);
  }

  protected override get alignsRanks(): boolean {
    return false;
  }

  protected override merge(inputs: readonly ValueLike[]): Value {
    return ops.concatenate(inputs, this.config.axis);
  }

  protected override computeMask(inputs: readonly ValueLike[], mask: unknown): unknown {
    const masks = masksPerInput(inputs, mask);
    if (masks.every((one) => one === null)) return null;
    const spread = inputs.map((x, i) => {
      const one = masks[i] ?? null;
      if (one === null) return ops.cast(ops.onesLike(x), 'bool');
      return rankOf(one) < rankOf(x) ? ops.broadcastTo(ops.expandDims(one, -1), shapeOf(x)) : one;
    });
    return ops.any(ops.concatenate(spread, this.config.axis), -1);
  }
}

/** Makes a {@link Concatenate}. */
export const concatenate = (config: ConcatenateConfig = {}): Concatenate => new Concatenate(config);

import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import { axisOrAxes } from '../config/basic-fields.js';
import { Layer, type CallOptions, type LayerConfig } from '../engine/layer.js';
import { withLogits } from '../engine/logits.js';
import { toMask } from '../layout/to-float.js';

const fields = { axis: axisOrAxes(-1) };

export type SoftmaxConfig = LayerConfig<typeof fields>;

/** What masked scores become before the exponential, as in Keras. */
const MASKED_SCORE = -1e9;

/**
 * `e^x` over its sum along an axis, or along several together.
 *
 * Output: shape of the input. A mask of the input's shape, or one that broadcasts to it, excludes positions: they come out
 * as 0.
 */
export class Softmax extends Layer<typeof fields> {
  static readonly className = 'Softmax';
  static readonly fields = fields;

  constructor(config: SoftmaxConfig = {}) {
    super(config);
  }

  protected override get supportsMasking(): boolean {
    return true;
  }

  protected override call(x: ValueLike, { mask }: CallOptions): Value {
    if (mask === null) return this.#softmax(x);
    const isKept = toMask(mask as ValueLike);
    return ops.where(isKept, this.#softmax(ops.where(isKept, x, MASKED_SCORE)), 0);
  }

  #softmax(x: ValueLike): Value {
    const { axis } = this.config;
    if (axis === -1) return withLogits(ops.softmax(x, axis), x);
    return typeof axis === 'number' ? ops.softmax(x, axis) : ops.exp(ops.subtract(x, ops.logSumExp(x, axis, true)));
  }
}

/** Makes a {@link Softmax}. */
export const softmax = (config: SoftmaxConfig = {}): Softmax => new Softmax(config);

import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import { number } from '../config/basic-fields.js';
import { Layer, type CallOptions, type LayerConfig } from '../engine/layer.js';
import { L1L2 } from '../regularizers/index.js';

const fields = { l1: number(0), l2: number(0) };

export type ActivityRegularizationConfig = LayerConfig<typeof fields>;

/** Adds `l1 * sum(|x|) + l2 * sum(x^2)` per example to the loss and hands its input through. */
export class ActivityRegularization extends Layer<typeof fields> {
  static readonly className = 'ActivityRegularization';
  static readonly fields = fields;
  readonly #penalty = new L1L2({ l1: this.config.l1, l2: this.config.l2 });

  constructor(config: ActivityRegularizationConfig = {}) {
    super(config);
  }

  protected override get supportsMasking(): boolean {
    return true;
  }

  protected override call(x: ValueLike, { training }: CallOptions): Value {
    const output = ops.identity(x);
    this.addActivityLoss(this.#penalty, output, training);
    return output;
  }
}

/** Makes an {@link ActivityRegularization}. */
export const activityRegularization = (config: ActivityRegularizationConfig = {}): ActivityRegularization => new ActivityRegularization(config);

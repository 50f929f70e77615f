import { ops } from '@kedge/graph-core';
import { boolean, number } from '../config/basic-fields.js';
import type { ConfigOf } from '../config/field.js';
import { optimizerFields } from './fields.js';
import { Optimizer, slot, type Slot, type StepInput, type StepOutput } from './optimizer.js';

const fields = { ...optimizerFields(0.01), momentum: number(0), nesterov: boolean(false) };

export type SGDConfig = ConfigOf<typeof fields>;

/** Gradient descent: `w - lr g`; with momentum `m' = mu m - lr g; w + m'`, or Nesterov's `w + mu m' - lr g`. */
export class SGD extends Optimizer<typeof fields> {
  static readonly className = 'SGD';
  static readonly fields = fields;

  constructor(config: SGDConfig = {}) {
    super(config);
  }

  protected override get slots(): readonly Slot[] {
    return this.config.momentum === 0 ? [] : [slot('momentum')];
  }

  protected override step({ gradient, weight, slots: [momentum], learningRate }: StepInput): StepOutput {
    const move = ops.multiply(gradient, learningRate);
    if (momentum === undefined) return { weight: ops.subtract(weight, move), slots: [] };
    const next = ops.subtract(ops.multiply(momentum, this.config.momentum), move);
    const change = this.config.nesterov ? ops.subtract(ops.multiply(next, this.config.momentum), move) : next;
    return { weight: ops.add(weight, change), slots: [next] };
  }
}

/** Makes an {@link SGD}. */
export const sgd = (config: SGDConfig = {}): SGD => new SGD(config);

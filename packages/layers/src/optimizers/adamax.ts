import { ops } from '@kedge/graph-core';
import type { ConfigOf } from '../config/field.js';
import { momentFields } from './adam.js';
import { moved } from './averages.js';
import { optimizerFields } from './fields.js';
import { Optimizer, slot, type Slot, type StepInput, type StepOutput } from './optimizer.js';

const fields = { ...optimizerFields(0.001), ...momentFields };

export type AdamaxConfig = ConfigOf<typeof fields>;

/** `m' = beta1 m + (1 - beta1) g; u' = max(beta2 u, |g|); w - lr m' / ((1 - beta1^t) (u' + epsilon))` (Kingma and Ba, 2014). */
export class Adamax extends Optimizer<typeof fields> {
  static readonly className = 'Adamax';
  static readonly fields = fields;

  constructor(config: AdamaxConfig = {}) {
    super(config);
  }

  protected override get slots(): readonly Slot[] {
    return [slot('momentum'), slot('norm')];
  }

  protected override step({ gradient, weight, slots: [momentum = 0, norm = 0], learningRate, step }: StepInput): StepOutput {
    const { beta1, beta2, epsilon } = this.config;
    const m = moved(momentum, gradient, beta1);
    const u = ops.maximum(ops.multiply(norm, beta2), ops.abs(gradient));
    const change = ops.divide(ops.multiply(m, learningRate), ops.multiply(ops.add(u, epsilon), 1 - beta1 ** step));
    return { weight: ops.subtract(weight, change), slots: [m, u] };
  }
}

/** Makes an {@link Adamax}. */
export const adamax = (config: AdamaxConfig = {}): Adamax => new Adamax(config);

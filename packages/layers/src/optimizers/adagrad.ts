import { ops } from '@kedge/graph-core';
import { number } from '../config/basic-fields.js';
import type { ConfigOf } from '../config/field.js';
import { optimizerFields } from './fields.js';
import { Optimizer, slot, type Slot, type StepInput, type StepOutput } from './optimizer.js';

const fields = { ...optimizerFields(0.001), initialAccumulatorValue: number(0.1), epsilon: number(1e-7) };

export type AdagradConfig = ConfigOf<typeof fields>;

/** `s' = s + g^2; w - lr g / sqrt(s' + epsilon)` (Duchi et al., 2011). */
export class Adagrad extends Optimizer<typeof fields> {
  static readonly className = 'Adagrad';
  static readonly fields = fields;

  constructor(config: AdagradConfig = {}) {
    super(config);
  }

  protected override get slots(): readonly Slot[] {
    return [slot('accumulator', { initial: this.config.initialAccumulatorValue })];
  }

  protected override step({ gradient, weight, slots: [sum = 0], learningRate }: StepInput): StepOutput {
    const next = ops.add(sum, ops.square(gradient));
    const change = ops.divide(ops.multiply(gradient, learningRate), ops.sqrt(ops.add(next, this.config.epsilon)));
    return { weight: ops.subtract(weight, change), slots: [next] };
  }
}

/** Makes an {@link Adagrad}. */
export const adagrad = (config: AdagradConfig = {}): Adagrad => new Adagrad(config);

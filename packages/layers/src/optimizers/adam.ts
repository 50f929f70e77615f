import { ops } from '@kedge/graph-core';
import { boolean, number, spelled } from '../config/basic-fields.js';
import { InvalidConfigError, type ConfigOf } from '../config/field.js';
import { moved } from './averages.js';
import { optimizerFields } from './fields.js';
import { Optimizer, slot, type Slot, type StepInput, type StepOutput } from './optimizer.js';

/** How fast the averages of gradients and of their squares follow. */
export const momentFields = { beta1: spelled(number(0.9), 'beta_1'), beta2: spelled(number(0.999), 'beta_2'), epsilon: number(1e-7) };

const fields = { ...optimizerFields(0.001), ...momentFields, amsgrad: boolean(false) };

export type AdamConfig = ConfigOf<typeof fields>;

/**
 * `m' = beta1 m + (1 - beta1) g; v' = beta2 v + (1 - beta2) g^2; w - a m' / (sqrt(v') + epsilon)` with
 * `a = lr sqrt(1 - beta2^t) / (1 - beta1^t)` (Kingma and Ba, 2014); with `amsgrad` the largest `v'` so far (Reddi et al., 2018).
 */
export class Adam extends Optimizer<typeof fields> {
  static readonly className: string = 'Adam';
  static readonly fields = fields;

  constructor(config: AdamConfig = {}) {
    super(config);
  }

  protected override get slots(): readonly Slot[] {
    return [slot('momentum'), slot('velocity'), ...(this.config.amsgrad ? [slot('velocity_hat', { group: 1 })] : [])];
  }

  protected override step({ gradient, weight, slots: [momentum = 0, velocity = 0, largest], learningRate, step }: StepInput): StepOutput {
    const { beta1, beta2, epsilon } = this.config;
    const rate = (learningRate * Math.sqrt(1 - beta2 ** step)) / (1 - beta1 ** step);
    const m = moved(momentum, gradient, beta1);
    const v = moved(velocity, ops.square(gradient), beta2);
    const hat = largest === undefined ? undefined : ops.maximum(largest, v);
    const change = ops.divide(ops.multiply(m, rate), ops.add(ops.sqrt(hat ?? v), epsilon));
    return { weight: ops.subtract(weight, change), slots: hat === undefined ? [m, v] : [m, v, hat] };
  }
}

/** Makes an {@link Adam}. */
export const adam = (config: AdamConfig = {}): Adam => new Adam(config);

const decoupledFields = { ...fields, ...optimizerFields(0.001, 0.004) };

export type AdamWConfig = ConfigOf<typeof decoupledFields>;

/** {@link Adam} with weight decay, `w - lr decay w` before each step (Loshchilov and Hutter, 2017). */
export class AdamW extends Adam {
  static override readonly className: string = 'AdamW';
  static override readonly fields = decoupledFields;

  constructor(config: AdamWConfig = {}) {
    super(config);
    if (this.config.weightDecay === null) throw new InvalidConfigError("AdamW: expected a number for 'weightDecay', got null. Use Adam to have none.");
  }
}

/** Makes an {@link AdamW}. */
export const adamw = (config: AdamWConfig = {}): AdamW => new AdamW(config);

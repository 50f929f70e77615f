import { ops } from '@kedge/graph-core';
import type { ConfigOf } from '../config/field.js';
import { momentFields } from './adam.js';
import { moved } from './averages.js';
import { optimizerFields } from './fields.js';
import { Optimizer, slot, type Slot, type StepInput, type StepOutput } from './optimizer.js';

const fields = { ...optimizerFields(0.001), ...momentFields };

export type NadamConfig = ConfigOf<typeof fields>;

/** How fast the momentum of {@link Nadam} warms up. */
const WARM_UP = 0.96;

/** {@link Adam} with Nesterov's momentum, which warms up: `beta1 (1 - 0.96^t / 2)` (Dozat, 2016). */
export class Nadam extends Optimizer<typeof fields> {
  static readonly className = 'Nadam';
  static readonly fields = fields;
  /** The product of the momenta of the steps so far, and how many they are. */
  #product = { value: 1, steps: 0 };

  constructor(config: NadamConfig = {}) {
    super(config);
  }

  protected override get slots(): readonly Slot[] {
    return [slot('momentum'), slot('velocity')];
  }

  override get savedScalars(): readonly number[] {
    return [this.#productUpTo(this.iterations)];
  }

  #momentumAt(step: number): number {
    return this.config.beta1 * (1 - 0.5 * WARM_UP ** step);
  }

  #productUpTo(step: number): number {
    const known = this.#product.steps <= step ? this.#product : { value: 1, steps: 0 };
    let { value } = known;
    for (let i = known.steps + 1; i <= step; i++) value *= this.#momentumAt(i);
    this.#product = { value, steps: step };
    return value;
  }

  protected override step({ gradient, weight, slots: [momentum = 0, velocity = 0], learningRate, step }: StepInput): StepOutput {
    const { beta1, beta2, epsilon } = this.config;
    const [now, next] = [this.#momentumAt(step), this.#momentumAt(step + 1)];
    const product = this.#productUpTo(step);
    const m = moved(momentum, gradient, beta1);
    const v = moved(velocity, ops.square(gradient), beta2);
    const lookAhead = ops.add(ops.multiply(m, next / (1 - product * next)), ops.multiply(gradient, (1 - now) / (1 - product)));
    const spread = ops.sqrt(ops.multiply(v, 1 / (1 - beta2 ** step)));
    const change = ops.divide(ops.multiply(lookAhead, learningRate), ops.add(spread, epsilon));
    return { weight: ops.subtract(weight, change), slots: [m, v] };
  }
}

/** Makes a {@link Nadam}. */
export const nadam = (config: NadamConfig = {}): Nadam => new Nadam(config);

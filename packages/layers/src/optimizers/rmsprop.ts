import { ops, type Value } from '@kedge/graph-core';
import { boolean, number } from '../config/basic-fields.js';
import type { ConfigOf } from '../config/field.js';
import { blended } from './averages.js';
import { optimizerFields } from './fields.js';
import { Optimizer, slot, type Slot, type StepInput, type StepOutput } from './optimizer.js';

const fields = { ...optimizerFields(0.001), rho: number(0.9), momentum: number(0), epsilon: number(1e-7), centered: boolean(false) };

export type RMSpropConfig = ConfigOf<typeof fields>;

/**
 * `v' = rho v + (1 - rho) g^2; w - lr g / sqrt(v' + epsilon)` (Hinton, 2012); with `centered`, the square of the mean gradient
 * is taken off `v'`; with momentum, the steps are accumulated.
 */
export class RMSprop extends Optimizer<typeof fields> {
  static readonly className = 'RMSprop';
  static readonly fields = fields;

  constructor(config: RMSpropConfig = {}) {
    super(config);
  }

  protected override get slots(): readonly Slot[] {
    const { momentum, centered } = this.config;
    return [slot('velocity'), ...(momentum > 0 ? [slot('momentum', { group: 1 })] : []), ...(centered ? [slot('average_gradient', { group: 2 })] : [])];
  }

  protected override step({ gradient, weight, slots, learningRate }: StepInput): StepOutput {
    const { rho, momentum, epsilon, centered } = this.config;
    const [velocity = 0, ...more] = slots;
    const average = centered ? more.at(-1) : undefined;
    const nextVelocity = blended(velocity, ops.square(gradient), rho);
    const nextAverage = average === undefined ? undefined : blended(average, gradient, rho);
    const spread = nextAverage === undefined ? nextVelocity : ops.subtract(nextVelocity, ops.square(nextAverage));
    let move: Value = ops.divide(ops.multiply(gradient, learningRate), ops.sqrt(ops.add(spread, epsilon)));
    const next = [nextVelocity];
    if (momentum > 0) next.push((move = ops.add(ops.multiply(more[0] ?? 0, momentum), move)));
    if (nextAverage !== undefined) next.push(nextAverage);
    return { weight: ops.subtract(weight, move), slots: next };
  }
}

/** Makes an {@link RMSprop}. */
export const rmsprop = (config: RMSpropConfig = {}): RMSprop => new RMSprop(config);

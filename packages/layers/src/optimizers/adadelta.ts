import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import { number } from '../config/basic-fields.js';
import type { ConfigOf } from '../config/field.js';
import { blended } from './averages.js';
import { optimizerFields } from './fields.js';
import { Optimizer, slot, type Slot, type StepInput, type StepOutput } from './optimizer.js';

const fields = { ...optimizerFields(0.001), rho: number(0.95), epsilon: number(1e-7) };

export type AdadeltaConfig = ConfigOf<typeof fields>;

/** `s' = rho s + (1 - rho) g^2; d = -g sqrt(u + epsilon) / sqrt(s' + epsilon); u' = rho u + (1 - rho) d^2; w + lr d` (Zeiler, 2012). */
export class Adadelta extends Optimizer<typeof fields> {
  static readonly className = 'Adadelta';
  static readonly fields = fields;

  constructor(config: AdadeltaConfig = {}) {
    super(config);
  }

  protected override get slots(): readonly Slot[] {
    return [slot('accumulated_grad'), slot('accumulated_delta_var')];
  }

  protected override step({ gradient, weight, slots: [squares = 0, moves = 0], learningRate }: StepInput): StepOutput {
    const { rho, epsilon } = this.config;
    const root = (x: ValueLike): Value => ops.sqrt(ops.add(x, epsilon));
    const nextSquares = blended(squares, ops.square(gradient), rho);
    const move = ops.negative(ops.divide(ops.multiply(root(moves), gradient), root(nextSquares)));
    const nextMoves = blended(moves, ops.square(move), rho);
    return { weight: ops.add(weight, ops.multiply(move, learningRate)), slots: [nextSquares, nextMoves] };
  }
}

/** Makes an {@link Adadelta}. */
export const adadelta = (config: AdadeltaConfig = {}): Adadelta => new Adadelta(config);

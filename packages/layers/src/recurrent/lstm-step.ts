import { ops, type ValueLike } from '@kedge/graph-core';
import type { Activation } from '../activations/index.js';
import type { StepResult } from './cell.js';

/**
 * The gates of an LSTM.
 *
 * @param sum What input and output of the step before add up to, `[..., 4 * units]`: input, forget, cell and output gate.
 * @param memory `[..., units]`.
 */
export function lstmStep(sum: ValueLike, memory: ValueLike, activations: { readonly activation: Activation; readonly recurrentActivation: Activation }): StepResult {
  const { activation, recurrentActivation } = activations;
  const [input = 0, forget = 0, candidate = 0, exit = 0] = ops.split(sum, 4, -1);
  const kept = ops.multiply(recurrentActivation.call(forget), memory);
  const next = ops.add(kept, ops.multiply(recurrentActivation.call(input), activation.call(candidate)));
  const output = ops.multiply(recurrentActivation.call(exit), activation.call(next));
  return { output, states: [output, next] };
}

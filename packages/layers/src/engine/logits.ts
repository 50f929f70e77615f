import type { Value, ValueLike } from '@kedge/graph-core';
import { currentCallContext } from './call-context.js';

/**
 * Remembers what a softmax or a sigmoid was computed from, for as long as the run in progress lasts.
 *
 * A crossentropy of such an output is computed from the scores, as Keras does: exact where the probability is 0 in float32,
 * and with a gradient there.
 *
 * @param output What the activation gave.
 * @param logits What it was given.
 * @returns `output`.
 */
export function withLogits(output: Value, logits: ValueLike): Value {
  currentCallContext()?.logits.set(output, logits);
  return output;
}

/** The scores behind probabilities, if the run in progress has made both. */
export function logitsOf(output: ValueLike): ValueLike | undefined {
  return typeof output === 'object' ? currentCallContext()?.logits.get(output) : undefined;
}

import type { Model } from '@kedge/layers/engine';
import type { StoredWeights } from '../read/model-file.js';
import { withoutOwnState, type OwnArrays } from './own-state.js';
import type { WeightPlan } from './plan.js';
import { planList } from './plan-groups.js';

/** Which array goes to which weight, and which to layers that keep more than weights. */
export interface FilePlan {
  readonly plan: WeightPlan;
  readonly own: readonly OwnArrays[];
}

/**
 * Plans how the weights of a file go into a model, whatever the form of the file.
 *
 * @param source The file, for messages.
 * @throws {WeightsMismatchError} when they are another model's.
 */
export function planWeights(model: Model, stored: StoredWeights, source: string): FilePlan {
  if (stored.kind === 'store') return stored.plan(model, stored.root, source);
  const { weights, own } = withoutOwnState(stored, model.layers);
  return { own, plan: weights.kind === 'groups' ? weights.plan(model, weights.groups, source) : planList(model.layers, weights.kind === 'list' ? weights.entries : []) };
}

import { formatShape, KedgeError } from '@kedge/graph-core';
import type { WeightEntry, WeightSlot } from './entries.js';

/** Which array goes to which weight, and what is left over on both sides. */
export interface WeightPlan {
  readonly assignments: readonly { readonly slot: WeightSlot; readonly entry: WeightEntry }[];
  /** Weights for which the file has nothing. */
  readonly unset: readonly WeightSlot[];
  /** Arrays that no weight asks for. */
  readonly unused: readonly WeightEntry[];
  /** Pairs that belong together and differ in shape. */
  readonly misfits: readonly { readonly slot: WeightSlot; readonly entry: WeightEntry }[];
  /** What was decided on less than names, in words. */
  readonly notices: readonly string[];
}

/** A weights file and a model do not fit together (`WEIGHTS_MISMATCH`). */
export class WeightsMismatchError extends KedgeError {
  constructor(message: string) {
    super('WEIGHTS_MISMATCH', message);
  }
}

/** A weight for people: `block_1/conv/kernel`. */
export function slotName({ path, variable }: WeightSlot): string {
  return [...path, variable.name].join('/');
}

/** Whether an array has the shape that a weight wants. */
export function fits({ variable }: WeightSlot, { shape }: WeightEntry): boolean {
  return shape.length === variable.shape.length && shape.every((dim, i) => dim === variable.shape[i]);
}

/** Several plans as one. */
export function mergePlans(plans: readonly WeightPlan[]): WeightPlan {
  return {
    assignments: plans.flatMap((plan) => plan.assignments),
    unset: plans.flatMap((plan) => plan.unset),
    unused: plans.flatMap((plan) => plan.unused),
    misfits: plans.flatMap((plan) => plan.misfits),
    notices: plans.flatMap((plan) => plan.notices),
  };
}

const SHOWN = 5;

function list(names: readonly string[]): string {
  return names.length <= SHOWN ? names.join(', ') : `${names.slice(0, SHOWN).join(', ')} and ${names.length - SHOWN} more`;
}

/**
 * Refuses a plan that leaves anything over.
 *
 * @param source The file, for the message.
 * @throws {WeightsMismatchError} naming the first layer that differs, both shapes, and what is missing and surplus.
 */
export function expectComplete(plan: WeightPlan, source: string): void {
  const [misfit] = plan.misfits;
  if (misfit !== undefined) {
    throw new WeightsMismatchError(
      `${source}: weight '${slotName(misfit.slot)}' expects shape ${formatShape(misfit.slot.variable.shape)}, the file has ${formatShape(misfit.entry.shape)} ('${misfit.entry.name}'). ` +
        `${plan.misfits.length} of ${plan.misfits.length + plan.assignments.length + plan.unset.length} weights differ in shape. Use the file that belongs to this architecture, or load with strict: false to keep what fits.`,
    );
  }
  if (plan.unset.length > 0 || plan.unused.length > 0) {
    const missing = plan.unset.length === 0 ? '' : ` Missing in the file: ${list(plan.unset.map(slotName))}.`;
    const surplus = plan.unused.length === 0 ? '' : ` In the file but not in the model: ${list(plan.unused.map(({ name }) => name))}.`;
    throw new WeightsMismatchError(
      `${source}: the file holds weights for another model (${plan.assignments.length} match).${missing}${surplus} Load with strict: false to keep what fits.`,
    );
  }
}

import { KedgeError } from '@kedge/graph-core';
import type { Model } from '@kedge/layers/engine';
import type { ModelFile } from '../read/model-file.js';
import { applyPlan, type ApplyOptions } from '../weights/apply-plan.js';
import { readOwnState } from '../weights/own-state.js';
import { expectComplete, slotName, type WeightPlan } from '../weights/plan.js';
import { planWeights } from '../weights/plan-weights.js';
import type { LoadReport } from './report.js';

/**
 * Sets a model's weights from an open file. The whole plan is checked before one array is set.
 *
 * @param strict Whether anything missing, surplus or misfitting is an error.
 * @throws WeightsMismatchError when `strict` and something is left over.
 * @throws {KedgeError} `NOT_BUILT`, `NO_WEIGHTS`.
 */
export async function loadWeightsFrom(file: ModelFile, model: Model, strict: boolean, options: ApplyOptions): Promise<LoadReport> {
  if (!model.hasGraph) {
    throw new KedgeError('NOT_BUILT', `'${model.name}' has no weights yet, since its input shape is not known. Give it one before weights are loaded.`);
  }
  if (file.weights === undefined) {
    throw new KedgeError('NO_WEIGHTS', `${file.name}: holds an architecture and no weights. Name the file with the weights, too.`);
  }
  const { plan, own } = planWeights(model, file.weights, file.name);
  if (strict) expectComplete(plan, file.name);
  const setOwnState = await readOwnState(own, file, options.signal);
  await applyPlan(plan, file.weights.read, options);
  setOwnState();
  return reportOf(plan);
}

function reportOf(plan: WeightPlan): LoadReport {
  return {
    set: plan.assignments.length,
    unset: plan.unset.map(slotName),
    unused: plan.unused.map(({ name }) => name),
    misfits: plan.misfits.map(({ slot, entry }) => ({ weight: slotName(slot), expected: slot.variable.shape, found: entry.shape })),
    notices: plan.notices,
  };
}

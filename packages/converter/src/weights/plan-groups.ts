import type { Layer } from '@kedge/layers/engine';
import { slotsInFileOrder, slotsOf, type WeightEntry, type WeightGroup } from './entries.js';
import { isComplete, matchByName, matchGroup } from './match.js';
import { mergePlans, WeightsMismatchError, type WeightPlan } from './plan.js';

/** The arrays of a group as the layers of today have them. */
export type AdaptEntries = (layer: Layer, entries: readonly WeightEntry[]) => readonly WeightEntry[];

/**
 * Plans which array of a grouped file (`.h5`) goes where: by layer name where every layer finds its group, else in order where
 * counts and shapes all fit, as Keras loads a weights file into an architecture whose automatic names have moved. Names that
 * overlap in part prove nothing: counted from 1 in the file and from 0 in the model, all but one are on both sides, and wrong.
 *
 * @param layers The layers of the outermost model, in order.
 * @param groups The groups of the file, in the order of `layer_names`.
 * @param adapt Makes the arrays of today out of those of a layer in an older file.
 * @throws {WeightsMismatchError} when neither names nor counts agree.
 */
export function planGroups(layers: readonly Layer[], groups: readonly WeightGroup[], source: string, adapt: AdaptEntries = (_, entries) => entries): WeightPlan {
  const targets = layers.filter((layer) => layer.weights.length > 0);
  const filled = groups.filter((group) => group.entries.length > 0);
  const byName = new Map(filled.map((group) => [group.layer, group]));
  const named = targets.filter((layer) => byName.has(layer.name));
  if (named.length === targets.length) return planByLayerName(targets, byName, adapt);
  const inOrder = targets.length === filled.length ? planInOrder(targets, filled, adapt) : undefined;
  if (inOrder !== undefined && isComplete(inOrder)) return inOrder;
  if (named.length > filled.length / 2) return planByLayerName(targets, byName, adapt);
  if (inOrder === undefined) throw differentLayers(targets, filled, source);
  return inOrder;
}

function planInOrder(targets: readonly Layer[], groups: readonly WeightGroup[], adapt: AdaptEntries): WeightPlan {
  const plans = targets.map((layer, i) => matchGroup(layer.name, slotsInFileOrder(layer), adapt(layer, groups[i]?.entries ?? [])));
  const first = Math.max(targets.findIndex(({ name }, i) => name !== groups[i]?.layer), 0);
  return mergePlans([...plans, notice(`Layers were matched in order, since their names differ (first '${groups[first]?.layer ?? ''}' in the file, '${targets[first]?.name ?? ''}' in the model).`)]);
}

function planByLayerName(targets: readonly Layer[], groups: ReadonlyMap<string, WeightGroup>, adapt: AdaptEntries): WeightPlan {
  const names = new Set(targets.map(({ name }) => name));
  const plans = targets.map((layer): WeightPlan => {
    const group = groups.get(layer.name);
    if (group === undefined) return { assignments: [], unset: slotsOf(layer), unused: [], misfits: [], notices: [] };
    return matchGroup(layer.name, slotsInFileOrder(layer), adapt(layer, group.entries));
  });
  const surplus = [...groups.values()].filter((group) => !names.has(group.layer)).flatMap((group) => group.entries);
  return mergePlans([...plans, { assignments: [], unset: [], unused: surplus, misfits: [], notices: [] }]);
}

function notice(text: string): WeightPlan {
  return { assignments: [], unset: [], unused: [], misfits: [], notices: [text] };
}

function differentLayers(targets: readonly Layer[], groups: readonly WeightGroup[], source: string): WeightsMismatchError {
  const at = targets.findIndex((layer, i) => layer.weights.length !== groups[i]?.entries.length);
  const first = Math.max(at, 0);
  return new WeightsMismatchError(
    `${source}: expected weights of ${targets.length} layers, the file has ${groups.length}. They first differ at layer ${first + 1}: ` +
      `'${targets[first]?.name ?? '(none)'}' with ${targets[first]?.weights.length ?? 0} arrays in the model, '${groups[first]?.layer ?? '(none)'}' with ${groups[first]?.entries.length ?? 0} in the file. Use the architecture that the file was saved from.`,
  );
}

/**
 * Plans which array of a flat list (a tfjs manifest) goes where.
 *
 * @param layers The layers of the outermost model.
 */
export function planList(layers: readonly Layer[], entries: readonly WeightEntry[]): WeightPlan {
  return matchByName(layers.flatMap((layer) => slotsOf(layer)), entries);
}

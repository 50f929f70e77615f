import { toSnakeCase } from '@kedge/graph-core';
import { hasStoredState, type Layer, type Model } from '@kedge/layers/engine';
import { ownVariables, type WeightSlot } from './entries.js';
import type { OwnArrays } from './own-state.js';
import { fits, mergePlans, WeightsMismatchError, type WeightPlan } from './plan.js';
import { entriesOf, holdsArrays, layersOf, type StoreNode } from './store.js';

/** Where each layer of a model has its arrays: the node of the tree, and its path. */
interface Place {
  readonly layer: Layer;
  /** Names of the models around the layer, and its own. */
  readonly path: readonly string[];
  readonly node: StoreNode | undefined;
  readonly storePath: string;
}

/** What lies beside the weights of layers: of optimizer, loss and metrics, and the states of random numbers. */
const NOT_LAYERS = /^(optimizer|_?metrics|loss|_loss_tracker|_compile_metrics)\/|(^|\/)[a-z_]*seed_generator(_\d+)?\/vars\//;

/** A plan, and what belongs to layers that keep more than weights. */
export interface StorePlan {
  readonly plan: WeightPlan;
  readonly own: readonly (OwnArrays & { readonly storePath: string })[];
}

/**
 * Plans which array of a `.keras` or `.weights.h5` file goes where. Arrays lie under class and ordinal, never under the
 * layer's name; where the file tells names, too, and they are those of the model, the names decide.
 *
 * @throws {WeightsMismatchError} when the layers of a class are not as many in the file as in the model.
 */
export function planStore(model: Model, root: StoreNode, source: string): StorePlan {
  const places: Place[] = [];
  visitModel(model, { node: root, path: [], storePath: '', source }, places, new Set());
  const own = places.flatMap(({ layer, node, storePath }) =>
    hasStoredState(layer) && layer.weights.length === 0 ? [{ layer, entries: [...(node?.vars.values() ?? [])], storePath }] : [],
  );
  const kept = new Set(own.map(({ layer }) => layer as Layer));
  const plans = places.filter(({ layer }) => !kept.has(layer)).map((place) => planLayer(place, places));
  const asked = new Set([...plans.flatMap(({ assignments, misfits }) => [...assignments, ...misfits].map(({ entry }) => entry)), ...own.flatMap(({ entries }) => entries)]);
  const unused = entriesOf(root).filter((entry) => !asked.has(entry) && !NOT_LAYERS.test(entry.name));
  return { plan: mergePlans([...plans, { assignments: [], unset: [], unused, misfits: [], notices: [] }]), own };
}

interface Here {
  readonly node: StoreNode | undefined;
  readonly path: readonly string[];
  readonly storePath: string;
  readonly source: string;
}

function visitModel(model: Model, here: Here, places: Place[], seen: Set<Layer>): void {
  const container = here.node === undefined ? undefined : layersOf(here.node);
  // A functional model counts its input layers, a sequential one does not: as they list them.
  const { layers } = model;
  const nodes = assignNodes(layers, container, { seen, twins: twinsOf(layers, places) }, here.source);
  for (const layer of layers) {
    const member = nodes.get(layer);
    visitLayer(layer, { ...here, node: member?.[1], path: [...here.path, layer.name], storePath: `${here.storePath}layers/${member?.[0] ?? '?'}/` }, places, seen);
  }
}

function visitLayer(layer: Layer, here: Here, places: Place[], seen: Set<Layer>): void {
  if (seen.has(layer)) return;
  seen.add(layer);
  if (layer.isModel) return visitModel(layer as Model, here, places, seen);
  places.push({ layer, path: here.path, node: here.node, storePath: here.storePath });
  for (const part of layer.sublayers) {
    const step = layer.partName(part);
    if (step === undefined) continue;
    const legacy = layer.partName(part, 'keras2') ?? step;
    const node = here.node === undefined ? undefined : (partNode(here.node, step.split('/')) ?? partNode(here.node, legacy.split('/')));
    visitLayer(part, { ...here, node, path: [...here.path, part.name], storePath: `${here.storePath}${step}/` }, places, seen);
  }
}

/** The node of a part below that of its layer. */
function partNode(node: StoreNode, [first = '', ...rest]: readonly string[]): StoreNode | undefined {
  const next = node.members.get(first);
  return rest.length === 0 || next === undefined ? next : partNode(next, rest);
}

/** Layers that the file holds elsewhere already: the same object, or the second copy of a shared layer. */
interface Elsewhere {
  readonly seen: ReadonlySet<Layer>;
  readonly twins: ReadonlySet<Layer>;
}

const kindAndName = (layer: Layer): string => `${layer.className} ${layer.name}`;

/** The layers whose class and name stand earlier in the walk over the models. */
function twinsOf(layers: readonly Layer[], places: readonly Place[]): Set<Layer> {
  const earlier = new Set(places.map(({ layer }) => kindAndName(layer)));
  const twins = new Set<Layer>();
  for (const layer of layers) {
    if (earlier.has(kindAndName(layer))) twins.add(layer);
    if (layer.isModel) for (const name of namesWithin(layer as Model)) earlier.add(name);
  }
  return twins;
}

function namesWithin(model: Model): string[] {
  return model.layers.flatMap((layer) => [kindAndName(layer), ...(layer.isModel ? namesWithin(layer as Model) : [])]);
}

/** Finds the member of each layer among the members of `layers`. */
function assignNodes(layers: readonly Layer[], container: StoreNode | undefined, elsewhere: Elsewhere, source: string): Map<Layer, Member> {
  const found = new Map<Layer, Member>();
  if (container === undefined) return found;
  for (const [base, members] of groupBy(layers, (layer) => toSnakeCase(layer.className))) {
    const candidates = membersOfClass(container, base);
    const nodes = byName(members, candidates) ?? byOrdinal(members, base, candidates, elsewhere.twins) ?? byOrder(members, candidates, elsewhere, base, source);
    members.forEach((layer, i) => {
      const node = nodes[i];
      if (node !== undefined) found.set(layer, node);
    });
  }
  return found;
}

type Member = readonly [string, StoreNode];

function membersOfClass(container: StoreNode, base: string): Member[] {
  const ordinal = (key: string): number => Number(key.slice(base.length + 1) || 0);
  return [...container.members].filter(([key]) => key === base || (key.startsWith(`${base}_`) && /^\d+$/.test(key.slice(base.length + 1)))).sort(([a], [b]) => ordinal(a) - ordinal(b));
}

function byName(layers: readonly Layer[], candidates: readonly Member[]): (Member | undefined)[] | undefined {
  const names = new Set(layers.map(({ name }) => name));
  const named = new Map(candidates.flatMap((member) => (member[1].name !== undefined && names.has(member[1].name) ? [[member[1].name, member] as const] : [])));
  return named.size === candidates.length && named.size > 0 ? layers.map(({ name }) => named.get(name)) : undefined;
}

/** `dense`, `dense_1`, ...: every ordinal that the file has belongs to a layer; those that it lacks have nothing to store. */
function byOrdinal(layers: readonly Layer[], base: string, candidates: readonly Member[], twins: ReadonlySet<Layer>): (Member | undefined)[] | undefined {
  const byKey = new Map(candidates.map((member) => [member[0], member]));
  const nodes = layers.map((_, i) => byKey.get(i === 0 ? base : `${base}_${i}`));
  const missing = layers.filter((_, i) => nodes[i] === undefined);
  const isFull = nodes.filter((node) => node !== undefined).length === candidates.length;
  return isFull && missing.every((layer) => twins.has(layer) || layer.weights.length === 0) ? nodes : undefined;
}

/** TF 2.12 counted by two, TF on Windows began anywhere, and TF 2.15 passed shared layers over: then the order decides. */
function byOrder(layers: readonly Layer[], candidates: readonly Member[], { seen, twins }: Elsewhere, base: string, source: string): (Member | undefined)[] {
  const filled = candidates.filter(([, node]) => holdsArrays(node));
  const open = layers.filter((layer) => !seen.has(layer));
  const single = open.filter((layer) => !twins.has(layer));
  // Members without any array say nothing.
  const choices = [open, single].flatMap((of) => [[of, candidates] as const, [of.filter((layer) => layer.weights.length > 0), filled] as const]);
  const [wanted, members] = choices.find(([of, stored]) => of.length === stored.length) ?? [undefined, candidates];
  if (wanted !== undefined) return layers.map((layer) => (wanted.includes(layer) ? members[wanted.indexOf(layer)] : undefined));
  throw new WeightsMismatchError(
    `${source}: expected ${open.length} layers stored as '${base}', the file has ${candidates.length} (${candidates.slice(0, 5).map(([key]) => key).join(', ')}). Use the architecture that the file was saved from.`,
  );
}

/**
 * A layer that is used in a nested model and beside it stands twice in a config and once among the weights: the second reads
 * what the first does.
 */
function sharedNode({ layer }: Place, places: readonly Place[]): StoreNode | undefined {
  const twins = places.filter((other) => other.layer !== layer && kindAndName(other.layer) === kindAndName(layer) && other.node !== undefined);
  return twins.length === 1 ? twins[0]?.node : undefined;
}

function planLayer(place: Place, places: readonly Place[]): WeightPlan {
  const { layer, path } = place;
  const node = place.node !== undefined && holdsArrays(place.node) ? place.node : (sharedNode(place, places) ?? place.node);
  const slots: WeightSlot[] = ownVariables(layer).map((variable, index) => ({ variable, layer, path, index, owner: path.length - 1 }));
  const pairs = slots.map((slot, i) => ({ slot, entry: node?.vars.get(String(i)) }));
  const paired = pairs.flatMap(({ slot, entry }) => (entry === undefined ? [] : [{ slot, entry }]));
  return {
    assignments: paired.filter(({ slot, entry }) => fits(slot, entry)),
    misfits: paired.filter(({ slot, entry }) => !fits(slot, entry)),
    unset: pairs.filter(({ entry }) => entry === undefined).map(({ slot }) => slot),
    unused: [],
    notices: [],
  };
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(key(item)) ?? [];
    group.push(item);
    groups.set(key(item), group);
  }
  return groups;
}

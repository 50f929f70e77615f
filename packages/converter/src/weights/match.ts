import type { WeightEntry, WeightSlot } from './entries.js';
import { fits, WeightsMismatchError, type WeightPlan } from './plan.js';

/** Steps of a path that say nothing about which layer it is. */
const MARKERS = new Set(['_layer_checkpoint_dependencies', 'vars', 'layers']);

/** The steps of a weight's name: `model/dense_1/kernel:0` -> `model`, `dense_1`, `kernel`. */
export function nameSteps(name: string): string[] {
  return name
    .replace(/:\d+$/, '')
    .split('/')
    .filter((step) => step !== '' && !MARKERS.has(step));
}

/** How many of the names around a weight's layer the array's name holds too. */
function overlap(slot: WeightSlot, steps: readonly string[]): number {
  return slot.path.filter((name) => steps.includes(name)).length;
}

function hasName(slot: WeightSlot, last: string | undefined): boolean {
  const { name, legacyName } = slot.variable;
  return last === name || last === legacyName || last === String(slot.index);
}

/** The names that may stand before a weight's: its layer's, or for a part that of the layer around it, as tfjs names cells. */
const ownersOf = ({ path, owner }: WeightSlot): readonly string[] => path.slice(owner).reverse();

/** The arrays whose names end in the layer's name and the weight's. A layer's name may itself have slashes. */
function candidatesFor(slot: WeightSlot, byOwner: ReadonlyMap<string, readonly WeightEntry[]>): WeightEntry[] {
  for (const owner of ownersOf(slot)) {
    const found = (byOwner.get(owner) ?? []).filter((entry) => hasName(slot, nameSteps(entry.name).at(-1)));
    if (found.length > 0) return found;
  }
  return [];
}

function indexByOwner(slots: readonly WeightSlot[], entries: readonly WeightEntry[]): Map<string, WeightEntry[]> {
  const owners = new Set(slots.flatMap(ownersOf));
  const index = new Map<string, WeightEntry[]>();
  for (const entry of entries) {
    const steps = nameSteps(entry.name).slice(0, -1);
    for (let from = steps.length - 1; from >= 0; from--) {
      const owner = steps.slice(from).join('/');
      if (!owners.has(owner)) continue;
      const known = index.get(owner) ?? [];
      known.push(entry);
      index.set(owner, known);
    }
  }
  return index;
}

/** Of several arrays for one weight, the one whose name holds most of the models around it. */
function bestOf(slot: WeightSlot, candidates: readonly WeightEntry[]): WeightEntry | undefined {
  const scored = candidates.map((entry) => ({ entry, score: overlap(slot, nameSteps(entry.name)) }));
  const top = Math.max(...scored.map(({ score }) => score));
  const best = scored.filter(({ score }) => score === top);
  if (best.length > 1) {
    throw new WeightsMismatchError(
      `Weight '${[...slot.path, slot.variable.name].join('/')}' could be any of ${best.map(({ entry }) => `'${entry.name}'`).join(', ')}. Rename the layers so that their names differ.`,
    );
  }
  return best[0]?.entry;
}

/**
 * Matches arrays to weights by name, each for itself: naming schemes may mix, order does not matter, and a leading model or
 * scope name is passed over.
 *
 * @throws {WeightsMismatchError} when two arrays claim one weight equally well.
 */
export function matchByName(slots: readonly WeightSlot[], entries: readonly WeightEntry[]): WeightPlan {
  const byOwner = indexByOwner(slots, entries);
  const used = new Set<WeightEntry>();
  const pairs: { slot: WeightSlot; entry: WeightEntry }[] = [];
  const unset: WeightSlot[] = [];
  // Weights deep within models first: what has their models in its name is theirs, before a layer of one name further out asks.
  for (const slot of [...slots].sort((a, b) => b.path.length - a.path.length)) {
    const candidates = candidatesFor(slot, byOwner).filter((entry) => !used.has(entry));
    const entry = candidates.length === 0 ? undefined : bestOf(slot, candidates);
    if (entry === undefined) unset.push(slot);
    else {
      used.add(entry);
      pairs.push({ slot, entry });
    }
  }
  return {
    assignments: pairs.filter(({ slot, entry }) => fits(slot, entry)),
    misfits: pairs.filter(({ slot, entry }) => !fits(slot, entry)),
    unset,
    unused: entries.filter((entry) => !used.has(entry)),
    notices: [],
  };
}

/** Whether a plan leaves nothing over and nothing misfitting. */
export function isComplete({ unset, unused, misfits }: WeightPlan): boolean {
  return unset.length === 0 && unused.length === 0 && misfits.length === 0;
}

/** Matches the arrays of one layer by the last step of their names alone, for files whose layers were renamed since. */
function matchByLastStep(slots: readonly WeightSlot[], entries: readonly WeightEntry[]): WeightPlan | undefined {
  const lasts = entries.map((entry) => nameSteps(entry.name).at(-1));
  if (new Set(lasts).size !== lasts.length || lasts.length !== slots.length) return undefined;
  const pairs = slots.flatMap((slot) => {
    const entry = entries[lasts.findIndex((last) => hasName(slot, last))];
    return entry === undefined ? [] : [{ slot, entry }];
  });
  const isFull = pairs.length === slots.length && pairs.every(({ slot, entry }) => fits(slot, entry));
  return isFull ? { assignments: pairs, unset: [], unused: [], misfits: [], notices: [] } : undefined;
}

/**
 * Matches the arrays of one layer, or of one nested model, to its weights: by name, else by the last step of the name, else by
 * position, and that only if the counts and all shapes agree.
 *
 * @param slots In the order in which Keras lists the weights of such a layer.
 * @param entries In the order of the file.
 */
export function matchGroup(layer: string, slots: readonly WeightSlot[], entries: readonly WeightEntry[]): WeightPlan {
  const byName = matchByName(slots, entries);
  if (isComplete(byName)) return byName;
  const byLastStep = matchByLastStep(slots, entries);
  if (byLastStep !== undefined) return byLastStep;
  const fitsByPosition = slots.length === entries.length && slots.every((slot, i) => fits(slot, entries[i] as WeightEntry));
  if (byName.assignments.length > 0 || !fitsByPosition) return pairLeftovers(byName);
  return {
    assignments: slots.map((slot, i) => ({ slot, entry: entries[i] as WeightEntry })),
    unset: [],
    unused: [],
    misfits: [],
    notices: [`The weights of '${layer}' were matched by their order, since their names (${entries[0]?.name ?? ''}, ...) do not say which they are.`],
  };
}

/** One weight and one array left over, and nothing else in doubt, belong together: then the shape is what differs. */
function pairLeftovers(plan: WeightPlan): WeightPlan {
  if (plan.unset.length === 0 || plan.unset.length !== plan.unused.length) return plan;
  const misfits = plan.unset.map((slot, i) => ({ slot, entry: plan.unused[i] as WeightEntry })).filter(({ slot, entry }) => !fits(slot, entry));
  if (misfits.length !== plan.unset.length) return plan;
  return { ...plan, unset: [], unused: [], misfits: [...plan.misfits, ...misfits] };
}

import { KedgeError, type Tensor } from '@kedge/graph-core';
import type { Model, Variable } from '@kedge/layers/engine';
import type { ModelFile } from '../read/model-file.js';
import type { WeightEntry } from '../weights/entries.js';

type Optimizer = NonNullable<Model['optimizer']>;

/** Which array of a file is what of an optimizer. */
interface OptimizerPlan {
  readonly steps: WeightEntry | undefined;
  readonly rate: WeightEntry | undefined;
  readonly slots: readonly (readonly [Variable, WeightEntry])[];
}

/**
 * Gives the optimizer of a compiled model what the file remembers: the steps made, the learning rate, and the slots of each
 * weight, so that training goes on where it was.
 *
 * @returns Why nothing was set, if that is so.
 */
export async function loadOptimizer(file: ModelFile, model: Model, signal?: AbortSignal): Promise<string | undefined> {
  const { optimizer } = model;
  const { weights, optimizer: entries = [] } = file;
  if (optimizer === undefined || weights === undefined || entries.length === 0) return `${file.name}: holds no state of an optimizer that is read; training begins anew.`;
  optimizer.build(model.trainableWeights);
  const plan = planOptimizer(optimizer, entries);
  if (plan === undefined) {
    return `${file.name}: the state of its optimizer does not fit this model's ${optimizer.className} (${entries.length} arrays, expected ${optimizer.slotVariables.length + 2}); training begins anew.`;
  }
  const wanted = [plan.steps, plan.rate, ...plan.slots.map(([, entry]) => entry)].filter((entry) => entry !== undefined);
  const values = new Map<WeightEntry, Tensor>();
  for await (const [entry, value] of weights.read(wanted, signal)) values.set(entry, value);
  const valueOf = (entry: WeightEntry): Tensor => {
    const value = values.get(entry);
    if (value === undefined) throw new KedgeError('INTERNAL', `Expected '${entry.name}' to be read.`);
    return value;
  };
  for (const [slot, entry] of plan.slots) slot.assign({ ...valueOf(entry), shape: slot.shape });
  if (plan.steps !== undefined) optimizer.iterations = Number(valueOf(plan.steps).data[0]);
  if (plan.rate !== undefined) optimizer.learningRate = Number(valueOf(plan.rate).data[0]);
  return undefined;
}

const isScalar = ({ shape }: WeightEntry): boolean => shape.length === 0;
const sameShape = (variable: Variable, entry: WeightEntry | undefined): boolean => variable.shape.join() === entry?.shape.join();

/** How many arrays stand before the slots, and how many behind: all of them single numbers. */
const FRAMES: readonly (readonly [number, number])[] = [
  [2, 0], // Keras 3: steps, learning rate
  [1, 0], // Keras 2, and 3 with a schedule: steps
  [2, 1], // Keras 3, Nadam: and the product of its momenta
  [1, 1],
  [0, 0], // Keras before 2.3 counted no steps for some
];

function planOptimizer(optimizer: Optimizer, given: readonly WeightEntry[]): OptimizerPlan | undefined {
  const entries = withoutFillers(optimizer, given);
  const slots = inFileOrder(optimizer, entries);
  for (const [before, behind] of FRAMES) {
    const end = entries.length - behind;
    const own = entries.slice(before, end);
    const isFit = own.length === slots.length && [...entries.slice(0, before), ...entries.slice(end)].every(isScalar) && slots.every((slot, i) => sameShape(slot, own[i]));
    if (!isFit) continue;
    const rate = before === 2 && !/momentum_cache/.test(entries[1]?.name ?? '') ? entries[1] : undefined;
    return { steps: before === 0 ? undefined : entries[0], rate, slots: slots.flatMap((slot, i) => (own[i] === undefined ? [] : [[slot, own[i]] as const])) };
  }
  return undefined;
}

/** Without what an older Keras stored and never looked at: the momenta of an SGD that has none, the largest `v` of a plain Adam. */
function withoutFillers(optimizer: Optimizer, entries: readonly WeightEntry[]): readonly WeightEntry[] {
  const count = optimizer.weights.length;
  if (optimizer.className === 'SGD' && optimizer.slotVariables.length === 0) return entries.filter(isScalar);
  const isOldAdam = optimizer.slotVariables.length === 2 * count && entries.length === 1 + 3 * count && entries.slice(1 + 2 * count).every(({ shape }) => shape.join() === '1');
  return isOldAdam ? entries.slice(0, 1 + 2 * count) : entries;
}

/** Names of slots in the names of arrays, whoever wrote them. */
const SLOT = /(^|[/_])(m|v|u|vhat|rms|mg|norm|linear|momentum|velocity|velocity_hat|accumulator|average_gradient|accum(ulated)?_(grad|var|delta_var))(?=$|[/_])/g;

/** The slots in the order of the file: weight by weight as Keras has them since 2.11, slot by slot as before. */
function inFileOrder(optimizer: Optimizer, entries: readonly WeightEntry[]): readonly Variable[] {
  const slots = optimizer.namedSlots;
  const [first = '', second = ''] = entries.filter((entry) => !isScalar(entry)).map(({ name }) => name.replace(/:\d+$/, ''));
  const isStore = /vars\/\d+$/.test(first);
  const isBySlot = !isStore && (first.replaceAll(SLOT, '') === first || first.replaceAll(SLOT, '') !== second.replaceAll(SLOT, ''));
  if (!isBySlot) return slots.map(({ variable }) => variable);
  return [...new Set(slots.map(({ slot }) => slot))].flatMap((name) => slots.filter(({ slot }) => slot === name).map(({ variable }) => variable));
}

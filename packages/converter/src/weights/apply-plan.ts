import { KedgeError, type Tensor } from '@kedge/graph-core';
import type { Variable } from '@kedge/layers/engine';
import { CompactTensor } from '../tfjs/compact-tensor.js';
import type { ReadEntries, WeightEntry, WeightSlot } from './entries.js';
import { slotName, type WeightPlan } from './plan.js';

/** How a long read tells where it is. */
export interface Progress {
  /** Weights read so far, and in all. */
  readonly done: number;
  readonly total: number;
}

/** Options of {@link applyPlan}. */
export interface ApplyOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/**
 * Reads every array of a plan and sets the weights, array by array. When one cannot be read, those that were set get their
 * former values back.
 *
 * @param read Reads arrays of the file that the plan is for.
 * @throws KedgeError as the file's reader throws it.
 */
export async function applyPlan(plan: WeightPlan, read: ReadEntries, options: ApplyOptions = {}): Promise<void> {
  // The copies of a shared layer get one array.
  const slots = new Map<WeightEntry, WeightSlot[]>();
  for (const { slot, entry } of plan.assignments) slots.set(entry, [...(slots.get(entry) ?? []), slot]);
  const former: [Variable, Tensor | undefined][] = [];
  const total = slots.size;
  let done = 0;
  try {
    options.onProgress?.({ done: 0, total });
    for await (const [entry, stored] of read([...slots.keys()], options.signal)) {
      options.signal?.throwIfAborted();
      for (const slot of slots.get(entry) ?? []) {
        const { variable } = slot;
        former.push([variable, variable.isInitialized ? variable.hostValue() : undefined]);
        if (stored instanceof CompactTensor && stored.dtype === variable.dtype) variable.assignMade(() => stored.expanded(variable.shape));
        else variable.assign(asDType(stored, variable, entry.name, slotName(slot)));
      }
      done++;
      options.onProgress?.({ done, total });
    }
    if (done !== total) throw new KedgeError('INTERNAL', `Expected ${total} arrays to be read, got ${done}.`);
  } catch (error) {
    for (const [variable, value] of former) if (value !== undefined) variable.assign(value);
    throw error;
  }
}

/** The array in the dtype of its weight; the data itself where that is what it has. */
function asDType(value: Tensor, variable: Variable, entry: string, slot: string): Tensor {
  if (value.dtype === variable.dtype) return { ...value, shape: variable.shape };
  if (value.dtype === 'string') {
    throw new KedgeError('DTYPE_MISMATCH', `Weight '${slot}' expects ${variable.dtype}, the file has strings ('${entry}').`);
  }
  switch (variable.dtype) {
    case 'float32':
      return { data: Float32Array.from(value.data), shape: variable.shape, dtype: 'float32' };
    case 'int32':
      return { data: Int32Array.from(value.data), shape: variable.shape, dtype: 'int32' };
    default:
      throw new KedgeError('DTYPE_MISMATCH', `Weight '${slot}' expects ${variable.dtype}, the file has ${value.dtype} ('${entry}').`);
  }
}

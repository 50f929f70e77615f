import type { NumericTensor, Tensor } from '@kedge/graph-core';
import type { ReadEntries, WeightEntry } from './entries.js';

/** An array that a file does not hold as it is needed: it is made of others. */
export interface DerivedEntry extends WeightEntry {
  readonly parts: readonly WeightEntry[];
  /** Makes the array of its parts. */
  readonly derive: (parts: readonly Float32Array[]) => Float32Array;
}

/** An entry made of others. */
export function derived(name: string, shape: readonly number[], parts: readonly WeightEntry[], derive: DerivedEntry['derive']): DerivedEntry {
  return { name, shape, parts, derive };
}

const isDerived = (entry: WeightEntry): entry is DerivedEntry => 'derive' in entry;

/** A reader that makes derived arrays, too, each from its parts, which are read for it alone. */
export function withDerived(read: ReadEntries): ReadEntries {
  return async function* (entries, signal) {
    const plain = entries.filter((entry) => !isDerived(entry));
    if (plain.length > 0) yield* read(plain, signal);
    for (const entry of entries.filter(isDerived)) yield [entry, await make(entry, withDerived(read), signal)] as const;
  };
}

async function make(entry: DerivedEntry, read: ReadEntries, signal?: AbortSignal): Promise<Tensor> {
  const found = new Map<WeightEntry, Tensor>();
  for await (const [part, value] of read(entry.parts, signal)) found.set(part, value);
  const data = entry.derive(entry.parts.map((part) => Float32Array.from((found.get(part) as NumericTensor).data)));
  return { dtype: 'float32', shape: entry.shape, data };
}

import { InvalidArgumentError, isSymbolicTensor } from '@kedge/graph-core';
import { isSerializedObject } from '../config/keras-object.js';
import type { Model } from '../engine/model.js';

/** A setting for every output, or one for each: in order, or by name. */
export type PerOutput<T> = T | readonly (T | null)[] | { readonly [output: string]: T | null };

/** What the outputs are called in `loss`, `metrics`, `y` and logs: by the keys of the record that they are in, or by layer. */
export function outputKeys(model: Model): readonly string[] {
  const structure = model.graph.outputStructure as object;
  const isRecord = !Array.isArray(structure) && !isSymbolicTensor(structure) && Object.values(structure).every(isSymbolicTensor);
  return isRecord ? Object.keys(structure).sort() : unique(model.outputNames);
}

/** A layer that is called twice gives two outputs of one name. */
function unique(names: readonly string[]): string[] {
  const counts = new Map<string, number>();
  return names.map((name) => {
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    return count === 0 ? name : `${name}_${count}`;
  });
}

const isRecordOf = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype && !isSerializedObject(value);

/** How a setting that came is to be read. */
export interface Setting {
  /** For messages, e.g. `loss`. */
  readonly what: string;
  readonly outputs: readonly string[];
  /** Whether a record must name every output; null stands for none. */
  readonly isComplete?: boolean;
}

/**
 * The setting of each output.
 *
 * @throws {InvalidArgumentError} for a list of another length, and for a name that is no output; the message lists the outputs.
 */
export function perOutput<T>(given: PerOutput<T>, { what, outputs, isComplete = false }: Setting): (T | null)[] {
  const names = outputs.map((name) => `'${name}'`).join(', ');
  if (Array.isArray(given)) {
    if (given.length !== outputs.length) throw new InvalidArgumentError(`${what}: expected one for each of ${outputs.length} outputs (${names}), got ${given.length}.`);
    return given.map((item) => (item ?? null) as T | null);
  }
  if (!isRecordOf(given)) return outputs.map(() => given as T);
  const unknown = Object.keys(given).filter((name) => !outputs.includes(name));
  if (unknown.length > 0) throw new InvalidArgumentError(`${what}: ${unknown.map((name) => `'${name}'`).join(', ')} is no output. Outputs: ${names}.`);
  const missing = isComplete ? outputs.filter((name) => !Object.hasOwn(given, name)) : [];
  if (missing.length > 0) throw new InvalidArgumentError(`${what}: nothing for ${missing.map((name) => `'${name}'`).join(', ')}. Outputs: ${names}. Write null for an output that is not trained.`);
  return outputs.map((name) => (given[name] ?? null) as T | null);
}

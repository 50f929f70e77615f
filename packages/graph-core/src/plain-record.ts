import { isTensor } from './tensor.js';
import { VALUE_KIND } from './value.js';

/**
 * Whether a value is an object literal that holds others. A plain tensor is one value, and so are an instance of a class and
 * whatever carries our brand.
 */
export function isPlainRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && !(VALUE_KIND in value) && !isTensor(value);
}

/** Keys in the order in which Keras flattens a dictionary: sorted. */
export function sortedKeys(record: object): string[] {
  return Object.keys(record).sort();
}

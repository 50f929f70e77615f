import { isRecord } from './json.js';

/** Keys that Keras 1 wrote and later versions do not; one of its layers at the latest has one of them. */
const MARKS = ['init', 'dim_ordering', 'border_mode', 'p', 'sigma', 'input_dtype', 'mode', 'gamma_init', 'length', 'pool_length', 'consume_less'];

/**
 * Whether some layer of a model config may be one of Keras 1. A key of the same name in a class of a later Keras, or in a user's own,
 * makes no difference: what such layers hold is left alone.
 */
export function mayBeKeras1(value: unknown): boolean {
  const pending: unknown[] = [value];
  // The list grows while it is walked.
  for (const item of pending) {
    if (Array.isArray(item)) for (const inner of item as unknown[]) pending.push(inner);
    if (!isRecord(item)) continue;
    if (MARKS.some((key) => key in item) || isRecord(item.padding)) return true;
    pending.push(item.config, item.layers, item.layer);
  }
  return false;
}

import { sharedState } from './shared-state.js';

/** `GlobalAveragePooling2D` -> `global_average_pooling2d`: how Keras names a layer after its class. */
export function toSnakeCase(className: string): string {
  return className
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

/** The next free automatic name: `dense`, `dense_1`, `dense_2`, ... as in Keras. */
export function uniqueName(prefix: string): string {
  const counts = sharedState().nameCounts;
  const count = counts.get(prefix) ?? 0;
  counts.set(prefix, count + 1);
  return count === 0 ? prefix : `${prefix}_${count}`;
}

/** Starts automatic names from the beginning, as `keras.utils.clear_session` does. */
export function resetNames(): void {
  sharedState().nameCounts.clear();
}

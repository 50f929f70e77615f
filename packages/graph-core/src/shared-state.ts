import type { EagerBackend } from './backend.js';
import type { TraceScope } from './trace-scope.js';

/** What every installed copy of this package in one realm must agree on. */
export interface SharedState {
  /** The innermost open trace scope. */
  scope: TraceScope | undefined;
  /** The backend that computes values. */
  backend: EagerBackend | undefined;
  /** How often each automatic name has been given out. */
  readonly nameCounts: Map<string, number>;
}

const KEY = Symbol.for('kedge.state/1');

let known: SharedState | undefined;

/**
 * The state that all copies share. It is made when a function first needs it, never when the package is imported, and is
 * versioned as values are (see `VALUE_KIND`): a layer of one copy that calls an op of another is in the same trace.
 */
export function sharedState(): SharedState {
  if (known !== undefined) return known;
  const realm = globalThis as { [KEY]?: SharedState };
  if (realm[KEY] === undefined) {
    const fresh: SharedState = { scope: undefined, backend: undefined, nameCounts: new Map() };
    Object.defineProperty(realm, KEY, { value: fresh, configurable: true });
  }
  known = realm[KEY] as SharedState;
  return known;
}

import { createTfjsBackend } from '@kedge/backend-tfjs';
import type { EagerBackend } from '@kedge/graph-core';

/** Where the tests of this package compute values. */
export const BACKENDS = ['cpu', 'wasm'] as const;

const made = new Map<string, Promise<EagerBackend>>();

/** The backend of this name, started once. */
export function backendFor(name: (typeof BACKENDS)[number]): Promise<EagerBackend> {
  const backend = made.get(name) ?? createTfjsBackend({ backend: name });
  made.set(name, backend);
  return backend;
}

import type { Step } from '@kedge/compiler';
import { KedgeError } from '@kedge/graph-core';

/** The error of a step that no kernel does. */
export function unsupported({ primitive, name }: Step, what: string): KedgeError {
  return new KedgeError('UNSUPPORTED_OP', `The WASM engine has no kernel for '${primitive}' (step '${name}'): ${what}.`);
}

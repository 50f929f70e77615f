import { KedgeError } from '@kedge/graph-core';
import type { Packed } from '../plan/kernel-call.js';
import type { Plan } from '../plan/plan.js';
import type { Numbers } from './engine-core.js';
import type { BuildName } from './module.js';

/** What the host asks the worker that leads. */
export type Request =
  | { readonly kind: 'start'; readonly module: WebAssembly.Module; readonly build: BuildName; readonly memory: WebAssembly.Memory | undefined; readonly threads: number }
  | { readonly kind: 'missing'; readonly plan: Plan }
  | { readonly kind: 'pack'; readonly packed: Packed; readonly values: Uint8Array; readonly owner: number }
  | { readonly kind: 'load'; readonly plan: Plan; readonly owner: number }
  | { readonly kind: 'run'; readonly handle: number; readonly inputs: readonly Numbers[] }
  | { readonly kind: 'profile'; readonly handle: number; readonly inputs: readonly Numbers[] }
  | { readonly kind: 'unload'; readonly handle: number }
  | { readonly kind: 'forget'; readonly owner: number }
  | { readonly kind: 'stop' };

/** What the worker answers to each kind. */
export interface Answers {
  readonly start: { readonly contexts: readonly number[]; readonly team: number };
  readonly missing: readonly Packed[];
  readonly pack: undefined;
  readonly load: number;
  readonly run: Numbers[];
  readonly profile: number[];
  readonly unload: undefined;
  readonly forget: undefined;
  readonly stop: undefined;
}

/** What a thread that helps is told, once. */
export interface HelpRequest {
  readonly kind: 'help';
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly context: number;
  readonly team: number;
}

/** A request or an answer on its way; an answer has the number of its request. */
export interface Envelope<T> {
  readonly id: number;
  readonly content: T;
}

/** An answer: what was asked for, an error in words, or the last words of a thread that can go on no more. */
export type Reply = { readonly value: unknown } | { readonly died: string } | { readonly error: { readonly code: string; readonly message: string } };

/** An error as data. When a kernel has trapped, other threads may wait for it for ever: that is the end of the engine. */
export function asReply(error: unknown): Reply {
  if (error instanceof WebAssembly.RuntimeError) return { died: `a kernel failed: ${error.message}` };
  const code = error instanceof KedgeError ? error.code : 'INTERNAL';
  return { error: { code, message: error instanceof Error ? error.message : String(error) } };
}

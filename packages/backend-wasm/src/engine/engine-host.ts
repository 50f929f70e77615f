import type { Packed } from '../plan/kernel-call.js';
import type { Plan } from '../plan/plan.js';
import type { Numbers } from './engine-core.js';

/** Where plans are run: on this thread, or by workers. */
export interface EngineHost {
  readonly threads: number;
  /** Why there are fewer threads than were asked for; empty when there are as many. */
  readonly threadsReason: string;
  /** Why nothing can be run any more; `undefined` while it can. */
  readonly failure: string | undefined;
  missing(plan: Plan): Promise<readonly Packed[]>;
  /** Takes the values over: their buffer is not the caller's any more. */
  pack(packed: Packed, values: Uint8Array, owner: number): Promise<void>;
  load(plan: Plan, owner: number): Promise<number>;
  run(handle: number, inputs: readonly Numbers[]): Promise<Numbers[]>;
  profile(handle: number, inputs: readonly Numbers[]): Promise<number[]>;
  unload(handle: number): Promise<void>;
  /** Frees the constants of a model. */
  forget(owner: number): Promise<void>;
  /** Ends the workers; what was asked and not answered fails. */
  stop(): Promise<void>;
}

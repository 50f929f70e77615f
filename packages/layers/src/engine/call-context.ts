import type { Value, ValueLike } from '@kedge/graph-core';
import type { Variable } from './variable.js';

/** What holds during one run of a model: layers read `training` from it and leave updates and losses in it. */
export interface CallContext {
  readonly training: boolean;
  /** New values of state, e.g. batch-norm statistics; whoever runs the model applies them, or not. */
  readonly updates: Map<Variable, Value>;
  /** Scalars to be added to the loss. */
  readonly losses: Value[];
  /** For outputs of softmax and sigmoid, what they were computed from. */
  readonly logits: WeakMap<object, ValueLike>;
  /** Which layers train in this run, where that is not what they say of themselves now. */
  readonly trainable?: ReadonlyMap<object, boolean> | undefined;
}

let current: CallContext | undefined;

/** A context in which nothing was declared yet. */
export function newCallContext(training: boolean): CallContext {
  return { training, updates: new Map(), losses: [], logits: new WeakMap() };
}

/** The context of the run in progress, if any. */
export function currentCallContext(): CallContext | undefined {
  return current;
}

/** Runs `fn`, which must be synchronous, in a context. */
export function withCallContext<T>(context: CallContext, fn: () => T): T {
  const outer = current;
  current = context;
  try {
    return fn();
  } finally {
    current = outer;
  }
}

/**
 * The two levels of tracing.
 *
 * Outside any scope an operation on symbolic tensors becomes a node of the user's graph (layer level). Inside a scope
 * every primitive becomes a node of that scope's own graph (primitive level), layers and composite operations are
 * inlined, and nothing is seen of it outside. Shape inference, loop bodies and lowering open such scopes.
 */
export class TraceScope {
  /** Called for tensors that were made in an enclosing scope; gives what stands for them here. */
  readonly capture: ((tensor: unknown) => unknown) | undefined;
  /** Path that names of new operations begin with, e.g. the layer being lowered; `''` for none. */
  prefix = '';
  readonly #counts = new Map<string, number>();

  constructor(options: { capture?: (tensor: unknown) => unknown } = {}) {
    this.capture = options.capture;
  }

  /** A name that is unique in this scope. */
  uniqueName(base: string): string {
    const name = this.prefix === '' ? base : `${this.prefix}/${base}`;
    const count = this.#counts.get(name) ?? 0;
    this.#counts.set(name, count + 1);
    return count === 0 ? name : `${name}_${count}`;
  }

  /** Runs `fn` with a further step on the path that names of new operations begin with. */
  within<T>(step: string, fn: () => T): T {
    const outer = this.prefix;
    this.prefix = outer === '' ? step : `${outer}/${step}`;
    try {
      return fn();
    } finally {
      this.prefix = outer;
    }
  }

  /** Runs `fn` at primitive level in this scope. `fn` must be synchronous. */
  run<T>(fn: () => T): T {
    const outer = current;
    current = this;
    try {
      return fn();
    } finally {
      current = outer;
    }
  }
}

let current: TraceScope | undefined;

/** The innermost open scope; `undefined` at layer level. */
export function currentTraceScope(): TraceScope | undefined {
  return current;
}

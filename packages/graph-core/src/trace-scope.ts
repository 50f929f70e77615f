import { InvalidArgumentError } from './errors.js';
import type { Shape } from './shape.js';
import { sharedState } from './shared-state.js';

/** How a {@link TraceScope} behaves. */
export interface TraceScopeOptions {
  /** Called for tensors that were made in an enclosing scope; gives what stands for them here. Without it they are refused. */
  readonly capture?: (tensor: unknown) => unknown;
  /** Whether primitives become nodes. Where only shapes and dtypes are asked for, nobody looks at nodes. Default `true`. */
  readonly records?: boolean;
  /**
   * Shapes that operations are known to put out, by their names in this scope, where their rule leaves sizes open: those that
   * depend on values.
   */
  readonly outputShapes?: ReadonlyMap<string, readonly Shape[]>;
}

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
  /** Whether primitives in this scope become nodes of a graph. */
  readonly records: boolean;
  /** Shapes that operations are known to put out, by their names. */
  readonly outputShapes: ReadonlyMap<string, readonly Shape[]> | undefined;
  readonly #counts = new Map<string, number>();

  constructor(options: TraceScopeOptions = {}) {
    this.capture = options.capture;
    this.records = options.records ?? true;
    this.outputShapes = options.outputShapes;
  }

  /** A name that is unique in this scope. */
  uniqueName(base: string): string {
    const name = this.prefix === '' ? base : `${this.prefix}/${base}`;
    const count = this.#counts.get(name);
    if (count === undefined && !this.#isNumbered(name)) {
      this.#counts.set(name, 1);
      return name;
    }
    let next = count ?? 1;
    // `x_1` may have been asked for by that name.
    while (this.#counts.has(`${name}_${next}`)) next += 1;
    this.#counts.set(name, next + 1);
    return `${name}_${next}`;
  }

  /** Whether a name was given out as the second, third, ... of another one. */
  #isNumbered(name: string): boolean {
    const [, base = '', number = ''] = /^(.+)_([1-9]\d*)$/.exec(name) ?? [];
    return (this.#counts.get(base) ?? 0) > Number(number || Infinity);
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

  /**
   * Runs `fn` at primitive level in this scope.
   *
   * @throws {InvalidArgumentError} when `fn` is asynchronous: what follows its first `await` would run outside the scope.
   */
  run<T>(fn: () => T): T {
    const state = sharedState();
    const outer = state.scope;
    state.scope = this;
    try {
      return expectSynchronous(fn());
    } finally {
      state.scope = outer;
    }
  }
}

function expectSynchronous<T>(result: T): T {
  if (result instanceof Promise) {
    // Nobody will wait for it, and a second, unhandled report of its failure would hide this error.
    result.catch(() => {});
    throw new InvalidArgumentError('Expected a computation that is traced to return its result, got a promise. Do asynchronous work before, and pass what it gives as an argument.');
  }
  return result;
}

/** The innermost open scope; `undefined` at layer level. */
export function currentTraceScope(): TraceScope | undefined {
  return sharedState().scope;
}

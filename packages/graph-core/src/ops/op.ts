import { activeEagerBackend } from '../backend.js';
import { inferOutputSpec } from '../infer.js';
import { toSnakeCase, uniqueName } from '../names.js';
import { Operation } from '../operation.js';
import { currentTraceScope } from '../trace-scope.js';
import { flattenTree, hasLeaf } from '../tree.js';
import { isEagerValue, isSymbolicTensor } from '../value.js';

const snakeCases = new Map<string, string>();

type Computation = (...args: readonly unknown[]) => unknown;

/** What each function of `ops` was made of. */
const definitions = new WeakMap<object, { readonly opName: string; readonly run: Computation; readonly kerasCall: string | undefined }>();

function snakeCaseOf(opName: string): string {
  const known = snakeCases.get(opName) ?? toSnakeCase(opName);
  snakeCases.set(opName, known);
  return known;
}

/** A call of a function of `ops` on tensors of the user's graph: one node there, whatever it is made of inside. */
export class OpCall extends Operation {
  /** Name of the function, as `ops` exports it. */
  readonly opName: string;
  /** How Keras calls this function, in the notation of `kerasSignatureOf`; `undefined` for one that Keras lacks. */
  readonly kerasCall: string | undefined;
  readonly #fn: Computation;

  /**
   * @param kerasCall How Keras calls it, for a function that it has.
   * @param name By default one that is not taken.
   */
  constructor(opName: string, fn: Computation, kerasCall?: string, name = uniqueName(snakeCaseOf(opName))) {
    super(name);
    this.opName = opName;
    this.#fn = fn;
    this.kerasCall = kerasCall;
  }

  override get typeName(): string {
    return `ops.${this.opName}`;
  }

  override computeOutputSpec(args: readonly unknown[]): unknown {
    return inferOutputSpec((inner) => this.#fn(...inner), args);
  }

  override run(args: readonly unknown[]): unknown {
    return this.#fn(...args);
  }
}

/** Runs a function of `ops` on values and frees what it makes on the way. */
function runOnValues(run: (...args: readonly unknown[]) => unknown, args: readonly unknown[]): unknown {
  const backend = flattenTree(args, isEagerValue)[0]?.backend ?? activeEagerBackend();
  return backend === undefined ? run(...args) : backend.tidy(() => run(...args));
}

/**
 * Makes a function of `ops` out of a function over primitives.
 *
 * Called on tensors of the user's graph, it records one node under its own name; called inside a layer or a loop body it
 * runs; called on values it runs and leaves nothing behind but its result.
 *
 * @param opName The name that it is exported under.
 * @param fn The computation.
 * @param kerasCall How Keras calls the same function, in the notation of `kerasSignatureOf`.
 */
export function op<F extends (...args: never[]) => unknown>(opName: string, fn: F, kerasCall?: string): F {
  const run = fn as unknown as (...args: readonly unknown[]) => unknown;
  const dispatch = (...args: readonly unknown[]): unknown => {
    if (currentTraceScope() !== undefined) return run(...args);
    if (hasLeaf(args, isSymbolicTensor)) return new OpCall(opName, run, kerasCall).symbolicCall(args);
    return runOnValues(run, args);
  };
  definitions.set(dispatch, { opName, run, kerasCall });
  return dispatch as unknown as F;
}

/** How Keras calls a function of `ops`, in the notation of `kerasSignatureOf`; `undefined` for one that Keras lacks. */
export function kerasCallOf(fn: unknown): string | undefined {
  return typeof fn === 'function' ? definitions.get(fn)?.kerasCall : undefined;
}

/** An operation of a given name that is yet to be called, for a function of `ops`; `undefined` for any other function. */
export function opCallOf(fn: unknown, name: string): OpCall | undefined {
  const definition = typeof fn === 'function' ? definitions.get(fn) : undefined;
  return definition === undefined ? undefined : new OpCall(definition.opName, definition.run, definition.kerasCall, name);
}

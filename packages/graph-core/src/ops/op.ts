import { inferOutputSpec } from '../infer.js';
import { toSnakeCase, uniqueName } from '../names.js';
import { Operation } from '../operation.js';
import { currentTraceScope } from '../trace-scope.js';
import { flattenTree } from '../tree.js';
import { isSymbolicTensor } from '../value.js';

/** A call of a function of `ops` on tensors of the user's graph: one node there, whatever it is made of inside. */
export class OpCall extends Operation {
  /** Name of the function, as `ops` exports it. */
  readonly opName: string;
  readonly #fn: (...args: readonly unknown[]) => unknown;

  constructor(opName: string, fn: (...args: readonly unknown[]) => unknown) {
    super(uniqueName(toSnakeCase(opName)));
    this.opName = opName;
    this.#fn = fn;
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

/**
 * Makes a function of `ops` out of a function over primitives.
 *
 * Called on tensors of the user's graph, it records one node under its own name; called inside a layer or a loop body, or
 * on values, it runs.
 *
 * @param opName The name that it is exported under.
 * @param fn The computation.
 */
export function op<F extends (...args: never[]) => unknown>(opName: string, fn: F): F {
  const run = fn as unknown as (...args: readonly unknown[]) => unknown;
  const dispatch = (...args: readonly unknown[]): unknown => {
    if (currentTraceScope() === undefined && flattenTree(args, isSymbolicTensor).length > 0) {
      return new OpCall(opName, run).symbolicCall(args);
    }
    return run(...args);
  };
  return dispatch as unknown as F;
}

import { BackendNotReadyError } from './errors.js';
import type { PrimitiveName, PrimitiveAttrs } from './ops/primitives.js';
import { sharedState } from './shared-state.js';
import type { Tensor } from './tensor.js';
import type { EagerValue, TensorSpec } from './value.js';

/**
 * What computes values, one primitive at a time.
 *
 * Implementations hold one kernel per primitive and nothing else about layers or graphs.
 */
export interface EagerBackend {
  /** For reports and errors, e.g. `tfjs-cpu`. */
  readonly name: string;
  /**
   * Computes one primitive.
   *
   * @param primitive Its name.
   * @param inputs Values of this backend that already passed the primitive's shape and dtype rule.
   * @param attrs The primitive's attributes, normalised.
   * @param outputs What the rule says will come out.
   * @returns As many values as `outputs` has entries.
   */
  execute<K extends PrimitiveName>(
    primitive: K,
    inputs: readonly EagerValue[],
    attrs: PrimitiveAttrs<K>,
    outputs: readonly TensorSpec[],
  ): EagerValue[];
  /** Copies host values to the backend. */
  fromTensor(tensor: Tensor): EagerValue;
  /** Copies values back to host memory. */
  read(value: EagerValue): Promise<Tensor>;
  /** Runs `fn` and frees every value made in it that it does not return and that was not kept. */
  tidy<T>(fn: () => T): T;
  /** Exempts a value from the enclosing {@link EagerBackend.tidy}. */
  keep(value: EagerValue): EagerValue;
  /**
   * Value and gradients of a scalar function.
   *
   * @param fn Computes the scalar from `xs`, which it closes over.
   * @param xs Values to differentiate by.
   * @returns The scalar, and for each of `xs` a gradient of its shape, or `undefined` when the scalar does not depend on it.
   */
  valueAndGradients(fn: () => EagerValue, xs: readonly EagerValue[]): { value: EagerValue; gradients: (EagerValue | undefined)[] };
}

/** Makes a backend the one that computes values from now on; `undefined` for none. */
export function setEagerBackend(backend: EagerBackend | undefined): void {
  sharedState().backend = backend;
}

/** The backend that computes values, if one is ready. */
export function activeEagerBackend(): EagerBackend | undefined {
  return sharedState().backend;
}

/**
 * The backend that computes values.
 *
 * @param what What was to be computed, for the message.
 * @throws {BackendNotReadyError} when none is ready.
 */
export function requireEagerBackend(what: string): EagerBackend {
  const active = activeEagerBackend();
  if (active === undefined) {
    throw new BackendNotReadyError(
      `${what} needs a backend to compute values, and none is ready. Call 'await useBackend("auto")' of @kedge/layers first, or pass symbolic tensors.`,
    );
  }
  return active;
}

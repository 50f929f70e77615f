import { KedgeError } from '../errors.js';
import { areCompatible, formatShape } from '../shape.js';
import type { Tensor } from '../tensor.js';
import type { TensorSpec, Value, ValueLike } from '../value.js';
import { callPrimitive, definePrimitive } from './primitive.js';

/**
 * A computation that needs no backend: it reads and gives values in host memory. Everything on strings is one.
 *
 * Its own enumerable properties are what it is printed and told apart by: two of the same name and the same properties compute
 * the same. Large tables stand behind an object with a short description.
 */
export abstract class HostFunction {
  /** What it does, e.g. `lookup`. */
  abstract readonly name: string;
  /**
   * Shapes and dtypes of the results; null where a size depends on the values.
   *
   * @throws ShapeMismatchError or DTypeMismatchError when the inputs do not fit.
   */
  abstract infer(inputs: readonly TensorSpec[]): readonly TensorSpec[];
  /** Computes the results from values that passed {@link HostFunction.infer}. */
  abstract compute(inputs: readonly Tensor[]): readonly Tensor[];
}

export interface HostAttrs {
  readonly function: HostFunction;
}

export const hostPrimitive = definePrimitive({
  name: 'host',
  arity: 'many',
  infer: (inputs: readonly TensorSpec[], { function: fn }: HostAttrs): readonly TensorSpec[] => fn.infer(inputs),
});

/**
 * Applies a {@link HostFunction}: records one primitive when a graph is being traced, computes otherwise.
 *
 * @param fn What to compute.
 * @param inputs Its arguments.
 * @returns Its results, in order.
 */
export function callHost(fn: HostFunction, inputs: readonly ValueLike[]): Value[] {
  return callPrimitive(hostPrimitive, inputs, { function: fn });
}

/**
 * Checks what a {@link HostFunction} gave against what it had promised.
 *
 * @throws {KedgeError} `INTERNAL` when it broke its word.
 */
export function expectHostResults(name: string, results: readonly Tensor[], promised: readonly TensorSpec[]): void {
  const isKept = results.length === promised.length && promised.every(({ shape, dtype }, i) => results[i]?.dtype === dtype && areCompatible(results[i].shape, shape));
  if (isKept) return;
  const show = (specs: readonly TensorSpec[]): string => specs.map(({ shape, dtype }) => `${dtype} ${formatShape(shape)}`).join(', ');
  throw new KedgeError('INTERNAL', `The host's '${name}' should give ${show(promised)} and gave ${show(results)}.`);
}

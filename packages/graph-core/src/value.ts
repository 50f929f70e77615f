import type { EagerBackend } from './backend.js';
import type { DType } from './dtype.js';
import type { Shape } from './shape.js';
import type { SymbolicTensor } from './symbolic-tensor.js';
import type { Tensor } from './tensor.js';

/**
 * The property that tells what a value is. Registered globally and versioned, so that two installed copies of this
 * package recognise each other's values, which `instanceof` would not.
 */
export const VALUE_KIND: unique symbol = Symbol.for('kedge.value/1');

/** Shape and element type, without values. */
export interface TensorSpec {
  readonly shape: Shape;
  readonly dtype: DType;
}

/** An opaque handle on values that a backend holds. */
export interface EagerValue {
  readonly [VALUE_KIND]: 'eager';
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly backend: EagerBackend;
  /** Frees the memory that the backend holds for it. Calling it twice does nothing. */
  dispose(): void;
}

/** A named array that outlives a call: what a layer's weight looks like from here. */
export interface VariableLike {
  readonly [VALUE_KIND]: 'variable';
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: DType;
  /** The values in host memory. */
  hostValue(): Tensor;
  /** What gives the values of now, also when others have been set by then; by default those of {@link VariableLike.hostValue}. */
  snapshot?(): () => Tensor;
  /** The values on a backend; made once and kept there until they change. */
  eagerValue(backend: EagerBackend): EagerValue;
}

/** What operations return: symbolic while a graph is traced, values otherwise. */
export type Value = SymbolicTensor | EagerValue;

/** What operations take. */
export type ValueLike = Value | VariableLike | Tensor | number | boolean;

function kindOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? (value as { [VALUE_KIND]?: unknown })[VALUE_KIND] : undefined;
}

/** Whether a value is a {@link SymbolicTensor}, of whichever copy of this package. */
export function isSymbolicTensor(value: unknown): value is SymbolicTensor {
  return kindOf(value) === 'symbolic';
}

/** Whether a value is an {@link EagerValue}. */
export function isEagerValue(value: unknown): value is EagerValue {
  return kindOf(value) === 'eager';
}

/** Whether a value is a {@link VariableLike}. */
export function isVariable(value: unknown): value is VariableLike {
  return kindOf(value) === 'variable';
}

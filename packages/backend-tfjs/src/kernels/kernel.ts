import type * as tf from '@tensorflow/tfjs-core';
import type { DType, EagerBackend, EagerValue, PrimitiveAttrs, PrimitiveInputs, PrimitiveName } from '@kedge/graph-core';

/** Shape and type of a result. */
export interface KnownSpec {
  readonly shape: readonly number[];
  readonly dtype: DType;
}

/** What a kernel may need beside tensors and attributes. */
export interface KernelContext {
  /** What the primitive's rule says will come out. */
  readonly outputs: readonly KnownSpec[];
  /** The inputs as values, for kernels that run other primitives. */
  readonly values: readonly EagerValue[];
  readonly backend: EagerBackend;
}

/**
 * Computes one primitive. It runs inside a tidy, gets tensors that passed the primitive's rule, and never an empty result
 * to compute. What it returns may be one of its inputs.
 */
export type Kernel<K extends PrimitiveName> = (
  inputs: PrimitiveInputs<K, tf.Tensor>,
  attrs: PrimitiveAttrs<K>,
  context: KernelContext,
) => tf.Tensor | readonly tf.Tensor[];

/** A kernel for each primitive but `host`, which brings its own computation. */
export type KernelTable = { readonly [K in Exclude<PrimitiveName, 'host'>]: Kernel<K> };

/** Shape and type of the only result. */
export function resultSpec({ outputs: [spec] }: KernelContext): KnownSpec {
  // Every primitive has at least one output.
  return spec as KnownSpec;
}

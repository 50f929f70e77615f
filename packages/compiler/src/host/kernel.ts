import type { PrimitiveName, TensorSpec } from '@kedge/graph-core';
import type { LoweredAttrs } from '../graph/step.js';
import type { HostArray, Precision } from './host-array.js';

/**
 * Computes one primitive in host memory, floats in double precision.
 *
 * @param inputs Arrays that passed the primitive's shape and dtype rule.
 * @param attrs Its attributes.
 * @param outputs What the rule says will come out.
 * @param precision How floats are wanted; a kernel may give doubles all the same.
 */
export type HostKernel<Attrs = object> = (
  inputs: readonly HostArray[],
  attrs: Attrs,
  outputs: readonly TensorSpec[],
  precision?: Precision,
) => readonly HostArray[];

/** Kernels by primitive. */
export type HostKernels = { readonly [K in PrimitiveName]?: HostKernel<LoweredAttrs<K>> };

/** The input at a position; a kernel may rely on the arity having been checked. */
export function inputAt(inputs: readonly HostArray[], index: number): HostArray {
  const input = inputs[index];
  if (input === undefined) throw new RangeError(`A kernel looked for input ${index} of ${inputs.length}.`);
  return input;
}

/** The known sizes of an output. */
export function sizesAt(outputs: readonly TensorSpec[], index = 0): readonly number[] {
  return (outputs[index]?.shape ?? []).map((dim) => dim ?? 0);
}

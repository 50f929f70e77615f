import type { PrimitiveName, TensorSpec } from '@kedge/graph-core';
import type { LoweredAttrs } from '../graph/step.js';
import { binaryKernels } from './binary.js';
import { elementwiseKernels } from './elementwise.js';
import { rounded, type HostArray, type Precision } from './host-array.js';
import type { HostKernel, HostKernels } from './kernel.js';
import { movementKernels } from './movement.js';
import { reductionKernels } from './reduction.js';

/** Computes primitives on constants while a graph is rewritten. */
export interface Evaluator {
  /** Whether it can compute this call. */
  supports<K extends PrimitiveName>(primitive: K, inputs: readonly TensorSpec[], attrs: LoweredAttrs<K>): boolean;
  /**
   * Computes one primitive.
   *
   * @param inputs Arrays that passed the primitive's shape and dtype rule; floats may be doubles that were not rounded yet.
   * @param outputs What the rule says will come out.
   * @param precision Whether floats are wanted as doubles, because more is computed from them; rounded ones may come as doubles, too.
   */
  evaluate<K extends PrimitiveName>(
    primitive: K,
    inputs: readonly HostArray[],
    attrs: LoweredAttrs<K>,
    outputs: readonly TensorSpec[],
    precision?: Precision,
  ): readonly HostArray[];
}

/**
 * Primitives that take doubles as they come. All others, among them those that jump (`floor`, `equal`, a cast to integers),
 * see what they would see if every step rounded its result.
 */
const TAKES_DOUBLES: ReadonlySet<PrimitiveName> = new Set<PrimitiveName>([
  'add', 'subtract', 'multiply', 'divide', 'negative', 'reciprocal', 'rsqrt', 'sqrt', 'square', 'maximum', 'minimum',
  'sum', 'mean', 'identity', 'stopGradient', 'reshape', 'expandDims', 'squeeze', 'transpose', 'broadcastTo', 'concatenate',
  'split', 'slice', 'stridedSlice', 'pad', 'reverse', 'tile', 'gather',
]);

/** The primitives that a graph of weights is made of: elementwise ones, reductions, and those that only move elements. */
export const hostKernels: HostKernels = { ...elementwiseKernels, ...binaryKernels, ...reductionKernels, ...movementKernels };

function isSupported(kernels: HostKernels, primitive: PrimitiveName, inputs: readonly TensorSpec[], attrs: object): boolean {
  if (kernels[primitive] === undefined || inputs.some(({ dtype }) => dtype === 'string')) return false;
  // Doubles lose bits of large integer powers, and the host gathers whole axes only.
  if (primitive === 'power') return inputs[0]?.dtype === 'float32';
  return primitive !== 'gather' || (attrs as LoweredAttrs<'gather'>).batchDims === 0;
}

/**
 * Makes an {@link Evaluator} that needs no backend.
 *
 * @param kernels What it can compute.
 */
export function hostEvaluator(kernels: HostKernels = hostKernels): Evaluator {
  return {
    supports: (primitive, inputs, attrs) => isSupported(kernels, primitive, inputs, attrs),
    evaluate: (primitive, inputs, attrs, outputs, precision) => {
      const kernel = kernels[primitive] as HostKernel<LoweredAttrs<typeof primitive>> | undefined;
      if (kernel === undefined) throw new RangeError(`The host has no kernel for '${primitive}'. Ask supports() first.`);
      return kernel(TAKES_DOUBLES.has(primitive) ? inputs : inputs.map(rounded), attrs, outputs, precision);
    },
  };
}

import { isFullyKnown, type TensorSpec } from '@kedge/graph-core';
import { hostArrayOf, rounded, type HostArray } from '../src/host/host-array.js';
import type { HostKernel, HostKernels } from '../src/host/kernel.js';
import { inferOutputs, isConstant, RESULT, type Epilogue, type Operand, type PrimitiveGraph, type Step } from '../src/index.js';
import { referenceKernels } from './reference-kernels.js';

/** How a graph is evaluated. */
export interface EvaluateOptions {
  readonly kernels?: HostKernels;
  /** Applied to every constant, e.g. its absolute value. */
  readonly constant?: (array: HostArray) => HostArray;
  /** Whether every step rounds its results to float32, as a backend does. */
  readonly rounds?: boolean;
}

function call(kernels: HostKernels, step: Pick<Step | Epilogue, 'primitive' | 'attrs'>, inputs: readonly HostArray[]): readonly HostArray[] {
  const kernel = kernels[step.primitive] as HostKernel | undefined;
  if (kernel === undefined) throw new Error(`No kernel for ${step.primitive}.`);
  const outputs: readonly TensorSpec[] = inferOutputs(step.primitive, inputs, step.attrs);
  if (!outputs.every(({ shape }) => isFullyKnown(shape))) throw new Error(`${step.primitive} leaves a size open.`);
  return kernel(inputs, step.attrs, outputs);
}

/** Computes a graph without loops in host memory, in double precision from the rounded constants. */
export function evaluateGraph(graph: PrimitiveGraph, inputs: readonly HostArray[], options: EvaluateOptions = {}): HostArray[] {
  const { kernels = referenceKernels, constant = (array) => array, rounds = false } = options;
  const values = new Map<Operand, HostArray>(graph.inputs.map(({ value }, i) => [value, inputs[i] as HostArray]));
  const valueOf = (operand: Operand): HostArray => (isConstant(operand) ? constant(hostArrayOf(operand.value())) : (values.get(operand) as HostArray));
  const store = (array: HostArray): HostArray => (rounds ? rounded(array) : array);
  for (const step of graph.steps) {
    let results = call(kernels, step, step.inputs.map(valueOf)).map(store);
    for (const next of step.epilogue) {
      const [result] = results as [HostArray];
      results = call(kernels, next, next.inputs.map((operand) => (operand === RESULT ? result : valueOf(operand)))).map(store);
    }
    step.outputs.forEach((id, i) => values.set(id, results[i] as HostArray));
  }
  return graph.outputs.map(({ operand }) => valueOf(operand));
}

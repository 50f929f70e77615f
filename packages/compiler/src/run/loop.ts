import { ShapeMismatchError, type EagerBackend, type EagerValue } from '@kedge/graph-core';
import type { PrimitiveGraph } from '../graph/primitive-graph.js';
import type { LoweredAttrs } from '../graph/step.js';
import { executeForOne } from './execute.js';
import { Holdings } from './holdings.js';

type RunGraph = (graph: PrimitiveGraph, inputs: readonly EagerValue[]) => EagerValue[];

function stepCount(sequences: readonly EagerValue[], { length, carryCount, body }: LoweredAttrs<'scan'>): number {
  const steps = length ?? sequences[0]?.shape[0];
  if (steps === undefined || (steps === 0 && body.outputs.length > carryCount)) {
    throw new ShapeMismatchError(`scan: expected at least one step with a known count, got ${steps ?? 'an unknown one'}.`);
  }
  return steps;
}

/** The slice at an index along the first dimension, without that dimension. */
function sliceAt(backend: EagerBackend, x: EagerValue, index: number, holdings: Holdings): EagerValue {
  const size = [1, ...x.shape.slice(1)];
  const slice = holdings.hold(executeForOne(backend, 'slice', [x], { begin: x.shape.map((_, i) => (i === 0 ? index : 0)), size }));
  const result = holdings.hold(executeForOne(backend, 'reshape', [slice], { newShape: x.shape.slice(1) }));
  holdings.drop(slice);
  return result;
}

/** Tensors of one shape along a new first dimension. */
function stacked(backend: EagerBackend, parts: readonly EagerValue[], holdings: Holdings): EagerValue {
  const rows = parts.map((part) => holdings.hold(executeForOne(backend, 'reshape', [part], { newShape: [1, ...part.shape] })));
  const result = holdings.hold(executeForOne(backend, 'concatenate', rows, { axis: 0 }));
  for (const row of rows) holdings.drop(row);
  return result;
}

/**
 * Runs a loop step by step.
 *
 * @param inputs Carried tensors, sequences, captured tensors; they stay the caller's.
 * @param runGraph Runs the body.
 * @returns The carried tensors after the last step, then the outputs of all steps, the caller's to dispose of.
 */
export function runLoop(backend: EagerBackend, inputs: readonly EagerValue[], attrs: LoweredAttrs<'scan'>, runGraph: RunGraph): EagerValue[] {
  const { body, carryCount, sequenceCount, reverse } = attrs;
  const sequences = inputs.slice(carryCount, carryCount + sequenceCount);
  const captured = inputs.slice(carryCount + sequenceCount);
  const steps = stepCount(sequences, attrs);
  const holdings = new Holdings(inputs);
  try {
    let carry = inputs.slice(0, carryCount);
    const collected: EagerValue[][] = body.outputs.slice(carryCount).map(() => []);
    for (let i = 0; i < steps; i++) {
      const at = reverse ? steps - 1 - i : i;
      const slices = sequences.map((x) => sliceAt(backend, x, at, holdings));
      const results = runGraph(body, [...carry, ...slices, ...captured]).map((value) => holdings.hold(value));
      for (const value of [...carry, ...slices]) holdings.drop(value);
      carry = results.slice(0, carryCount);
      results.slice(carryCount).forEach((value, k) => (collected[k] ?? [])[reverse ? 'unshift' : 'push'](value));
    }
    const outputs = collected.map((parts) => stacked(backend, parts, holdings));
    for (const value of collected.flat()) holdings.drop(value);
    return [...carry, ...outputs];
  } catch (error) {
    holdings.dropAll();
    throw error;
  }
}

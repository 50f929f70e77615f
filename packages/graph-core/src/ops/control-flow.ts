import { DTypeMismatchError, InvalidArgumentError, ShapeMismatchError } from '../errors.js';
import { FunctionGraph } from '../function-graph.js';
import { placeholder } from '../placeholder.js';
import { areCompatible, formatShape, isSize, type Dim } from '../shape.js';
import type { SymbolicTensor } from '../symbolic-tensor.js';
import { TraceScope } from '../trace-scope.js';
import { isSymbolicTensor, type EagerValue, type TensorSpec, type Value, type ValueLike } from '../value.js';
import { identity } from './elementwise.js';
import { dtypeOf, shapeOf } from './operands.js';
import { callPrimitive, definePrimitive } from './primitive.js';
import { expandDims, squeeze, concatenate } from './reshaping.js';
import { slice } from './indexing.js';

/**
 * A loop: `body` takes the carried tensors, one slice of each sequence, and the captured tensors, and gives the next
 * carried tensors and one slice of each output.
 */
export interface ScanAttrs {
  readonly body: FunctionGraph;
  readonly carryCount: number;
  readonly sequenceCount: number;
  /** Steps, where no sequence tells; `null` otherwise. */
  readonly length: Dim;
  /** Whether the sequences are walked from the end; outputs keep the order of the sequences. */
  readonly reverse: boolean;
}

function stepCount(inputs: readonly TensorSpec[], { carryCount, sequenceCount, length }: ScanAttrs): Dim {
  const dims = inputs.slice(carryCount, carryCount + sequenceCount).map(({ shape }) => shape[0] ?? null);
  const known = [length, ...dims].filter((dim) => dim !== null);
  if (new Set(known).size > 1) {
    throw new ShapeMismatchError(`scan: expected sequences of one length along their first dimension, got ${known.join(', ')}.`);
  }
  return known[0] ?? null;
}

export const scanPrimitive = definePrimitive({
  name: 'scan',
  arity: 'many',
  infer: (inputs, attrs: ScanAttrs): readonly TensorSpec[] => {
    const steps = stepCount(inputs, attrs);
    attrs.body.outputs.slice(0, attrs.carryCount).forEach((next, i) => {
      const carried = inputs[i];
      if (carried !== undefined && !areCompatible(carried.shape, next.shape)) {
        throw new ShapeMismatchError(`scan: carried tensor ${i} enters with shape ${formatShape(carried.shape)} and leaves a step with ${formatShape(next.shape)}.`);
      }
      if (carried !== undefined && carried.dtype !== next.dtype) {
        throw new DTypeMismatchError(`scan: carried tensor ${i} enters as ${carried.dtype} and leaves a step as ${next.dtype}. Cast it at the end of the step.`);
      }
    });
    return attrs.body.outputs.map(({ shape, dtype }, i) => ({ shape: i < attrs.carryCount ? shape : [steps, ...shape], dtype }));
  },
});

/** One step of a loop: from the carried tensors and this step's slices to the next carried tensors and the outputs. */
export type ScanStep = (carry: Value[], slices: Value[]) => { readonly carry: readonly Value[]; readonly outputs: readonly Value[] };

function expectLoop(sequences: readonly ValueLike[], length: number | undefined): void {
  const scalar = sequences.findIndex((x) => shapeOf(x).length === 0);
  if (scalar >= 0) throw new ShapeMismatchError(`scan: expected sequences of shape [steps, ...], got a scalar as sequence ${scalar}.`);
  if (length === undefined ? sequences.length === 0 : !isSize(length)) {
    throw new InvalidArgumentError(`scan: expected a sequence, or a length that is a whole number from 0, got ${length ?? 'neither'}.`);
  }
}

function specOf(x: ValueLike): TensorSpec {
  return { shape: shapeOf(x), dtype: dtypeOf(x) };
}

/** Traces a step; tensors of outside that it uses are found and become inputs of the body. */
function traceBody(step: ScanStep, init: readonly ValueLike[], sequences: readonly ValueLike[]): { body: FunctionGraph; captured: ValueLike[] } {
  const captured = new Map<unknown, SymbolicTensor>();
  const scope: TraceScope = new TraceScope({
    capture: (outer) => {
      const known = captured.get(outer) ?? placeholder(specOf(outer as Value), scope.uniqueName('captured'));
      captured.set(outer, known);
      return known;
    },
  });
  return scope.run(() => {
    const carry = init.map((x) => placeholder(specOf(x), scope.uniqueName('carry')));
    const slices = sequences.map((x) => placeholder({ shape: shapeOf(x).slice(1), dtype: dtypeOf(x) }, scope.uniqueName('slice')));
    const result = step([...carry], [...slices]);
    if (result.carry.length !== carry.length) {
      throw new InvalidArgumentError(`scan: expected a step that returns ${carry.length} carried tensors, got ${result.carry.length}.`);
    }
    // A result may be a tensor of outside or an input handed through: identity makes it a tensor of the body.
    const outputs = [...result.carry, ...result.outputs].map((x) => (isSymbolicTensor(x) && x.scope === scope ? x : identity(x)) as SymbolicTensor);
    const body = FunctionGraph.trace([...carry, ...slices, ...captured.values()], outputs);
    return { body, captured: [...captured.keys()] as ValueLike[] };
  });
}

/**
 * Runs a step once for each slice along the first dimension of the sequences, carrying tensors from step to step.
 *
 * @param step Traced once, so it must not look at values.
 * @param init Tensors carried into the first step.
 * @param sequences Tensors of shape `[steps, ...]`.
 * @param options `length` when there are no sequences; `reverse` to walk from the end.
 * @returns The carried tensors after the last step (shapes as `init`), and the outputs of all steps (`[steps, ...]`).
 * @throws {ShapeMismatchError} when sequences have several lengths, or a step changes the shape of what it carries.
 * @throws {DTypeMismatchError} when a step changes its dtype.
 */
export function scan(
  step: ScanStep,
  init: readonly ValueLike[],
  sequences: readonly ValueLike[],
  options: { readonly length?: number; readonly reverse?: boolean } = {},
): { carry: Value[]; outputs: Value[] } {
  expectLoop(sequences, options.length);
  const { body, captured } = traceBody(step, init, sequences);
  const results = callPrimitive(scanPrimitive, [...init, ...sequences, ...captured], {
    body,
    carryCount: init.length,
    sequenceCount: sequences.length,
    length: options.length ?? null,
    reverse: options.reverse ?? false,
  });
  return { carry: results.slice(0, init.length), outputs: results.slice(init.length) };
}

function sliceAt(x: EagerValue, index: number): Value {
  const begin = x.shape.map((_, i) => (i === 0 ? index : 0));
  return squeeze(slice(x, begin, [1, ...x.shape.slice(1)]), 0);
}

/**
 * Computes a `scan` on values, step by step, by running its body: what a backend without a loop of its own does.
 *
 * @param inputs Carried tensors, sequences and captured tensors, as the primitive takes them.
 */
export function interpretScan(inputs: readonly EagerValue[], attrs: ScanAttrs): EagerValue[] {
  const { body, carryCount, sequenceCount } = attrs;
  const sequences = inputs.slice(carryCount, carryCount + sequenceCount);
  const captured = inputs.slice(carryCount + sequenceCount);
  const steps = stepCount(inputs, attrs);
  if (steps === null || (steps === 0 && body.outputs.length > carryCount)) {
    throw new ShapeMismatchError(`scan: expected at least one step with a known count, got ${steps ?? 'an unknown one'}.`);
  }
  const runStep = (carried: readonly unknown[], at: number): unknown[] =>
    body.run([...carried, ...sequences.map((x) => sliceAt(x, at)), ...captured], ({ operation, args, kwargs }) => operation.run(args, kwargs));
  // What a step leaves behind is freed before the next: memory does not grow with the steps but by their outputs.
  const backend = inputs[0]?.backend;
  const tidy = <T>(fn: () => T): T => (backend === undefined ? fn() : backend.tidy(fn));
  let carry: unknown[] = inputs.slice(0, carryCount);
  const collected: unknown[][] = [];
  const kept = new Set<unknown>(inputs);
  for (let i = 0; i < steps; i++) {
    const at = attrs.reverse ? steps - 1 - i : i;
    const results = tidy(() => runStep(carry, at));
    collected[at] = results.slice(carryCount);
    for (const output of collected[at]) kept.add(output);
    for (const value of new Set(carry)) if (!kept.has(value) && !results.includes(value)) (value as EagerValue).dispose();
    carry = results.slice(0, carryCount);
  }
  const outputs = body.outputs.slice(carryCount).map((_, k) =>
    concatenate(collected.map((results) => expandDims(results[k] as EagerValue, 0)), 0),
  );
  return [...carry, ...outputs] as EagerValue[];
}

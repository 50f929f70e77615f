import { InvalidArgumentError, ops, ShapeMismatchError, formatShape, type TensorSpec, type Value, type ValueLike } from '@kedge/graph-core';
import type { FieldMap } from '../config/field.js';
import { Layer, type CallOptions } from '../engine/layer.js';
import { rankOf, shapeOf } from '../layout/channels.js';

/** The masks of the inputs, one by one; all null where there are none. */
export function masksPerInput(inputs: readonly unknown[], mask: unknown): readonly (ValueLike | null)[] {
  return Array.isArray(mask) ? (mask as readonly (ValueLike | null)[]) : inputs.map(() => null);
}

/** A mask over `[batch, time]` in the shape of what it masks. */
export function spreadMask(mask: ValueLike, x: ValueLike): Value {
  return ops.broadcastTo(ops.expandDims(mask, -1), shapeOf(x));
}

/** A layer that makes one tensor out of a list of them. */
export abstract class MergeBase<F extends FieldMap = Record<never, never>> extends Layer<F> {
  /** How many inputs it takes at least, and at most. */
  protected get inputCount(): readonly [least: number, most: number] {
    return [1, Infinity];
  }

  /**
   * @param inputs Of equal rank where {@link MergeBase.alignsRanks} says so.
   * @param masks One for each input.
   */
  protected abstract merge(inputs: readonly ValueLike[], masks: readonly (ValueLike | null)[]): Value;

  /** Whether inputs of lower rank get dimensions of size 1 after the batch. */
  protected get alignsRanks(): boolean {
    return true;
  }

  protected override build(inputs: readonly TensorSpec[]): void {
    const [least, most] = this.inputCount;
    if (inputs.length < least || inputs.length > most) {
      throw new InvalidArgumentError(`${this.className} '${this.name}': expected a list of ${least === most ? least : `at least ${least}`} tensors, got ${inputs.length}.`);
    }
    const batches = new Set(inputs.map(({ shape }) => shape[0] ?? null).filter((dim) => dim !== null && dim !== 1));
    if (batches.size > 1) {
      throw new ShapeMismatchError(`${this.className} '${this.name}': expected inputs of one batch size, got ${inputs.map(({ shape }) => formatShape(shape)).join(', ')}.`);
    }
  }

  protected override call(inputs: readonly ValueLike[], { mask }: CallOptions): Value {
    if (!Array.isArray(inputs)) throw new InvalidArgumentError(`${this.className} '${this.name}': expected a list of tensors, got one tensor. Call it as layer.apply([a, b]).`);
    const rank = Math.max(...inputs.map(rankOf));
    const aligned = this.alignsRanks ? inputs.map((x) => widen(x, rank)) : inputs;
    return this.merge(aligned, masksPerInput(inputs, mask));
  }

  /** A position counts when it counts in any input; where one input has no mask there is none. */
  protected override computeMask(inputs: readonly ValueLike[], mask: unknown): unknown {
    const masks = masksPerInput(inputs, mask);
    return masks.reduce((either, next) => (either === null || next === null ? null : ops.logicalOr(either, next)));
  }
}

function widen(x: ValueLike, rank: number): ValueLike {
  let wide = x;
  for (let i = rankOf(x); i < rank; i++) wide = ops.expandDims(wide, 1);
  return wide;
}

/** Joins tensors two by two from the left. */
export function fold(inputs: readonly ValueLike[], join: (a: ValueLike, b: ValueLike) => Value): Value {
  const [first = 0, ...rest] = inputs;
  return rest.reduce<ValueLike>((a, b) => join(a, b), rest.length === 0 ? ops.identity(first) : first) as Value;
}

/**
 * Joins tensors by a function that has no neutral element: where an input is masked, what the others say counts.
 *
 * @param masks One for each input, `[batch, time]`.
 */
export function foldMasked(inputs: readonly ValueLike[], masks: readonly (ValueLike | null)[], join: (a: ValueLike, b: ValueLike) => Value): Value {
  const [first = 0, ...rest] = inputs;
  if (rest.length === 0 || masks.every((mask) => mask === null)) return fold(inputs, join);
  let output: ValueLike = first;
  const [firstMask = null] = masks;
  let outputMask = firstMask === null ? null : spreadMask(firstMask, first);
  rest.forEach((x, i) => {
    const given = masks[i + 1] ?? null;
    const mask = given === null ? null : spreadMask(given, x);
    const next = mask === null ? x : ops.where(mask, x, output);
    if (outputMask !== null) output = ops.where(outputMask, output, next);
    outputMask = mask !== null && outputMask !== null ? ops.logicalOr(outputMask, mask) : null;
    output = join(output, next);
  });
  return output as Value;
}

import { flattenTree, isTyped, ops, type Shape, type Value, type ValueLike } from '@kedge/graph-core';
import type { FieldMap } from '../config/field.js';
import { Layer, type CallOptions } from '../engine/layer.js';
import { shapeOf } from '../layout/channels.js';

/** What one step of a cell gives. */
export interface StepResult {
  readonly output: Value;
  readonly states: readonly Value[];
}

/**
 * One step of a recurrent layer.
 *
 * A call draws its random choices first, then works on the inputs of all steps at once, as far as no state is needed, and
 * then goes step by step.
 */
export abstract class RecurrentCell<Drawn = unknown, F extends FieldMap = FieldMap> extends Layer<F> {
  /**
   * The shapes of the states.
   *
   * @param step Shape of the input of one step, batch included.
   */
  abstract stateShapes(step: Shape): readonly Shape[];

  /** Which of the states has the shape of the output. */
  get outputState(): number {
    return 0;
  }

  /** Draws what stays the same over all steps of one call. */
  abstract draw(step: Shape, training: boolean): Drawn;

  /**
   * Computes what needs no state.
   *
   * @param x Inputs of one step `[batch, ...]`, or of all `[time, batch, ...]`.
   */
  abstract project(x: ValueLike, drawn: Drawn): ValueLike;

  /** Goes one step, from what {@link RecurrentCell.project} gave for it. */
  abstract step(projected: ValueLike, states: readonly ValueLike[], drawn: Drawn): StepResult;

  override get argumentNames(): readonly string[] {
    return ['states'];
  }

  /**
   * One step by itself.
   *
   * @returns The output, then the next states.
   */
  protected override call(x: ValueLike, { training, args }: CallOptions): Value[] {
    const step = shapeOf(x);
    const given = flattenTree(args.states, isTyped);
    const drawn = this.draw(step, training);
    const { output, states } = this.step(this.project(x, drawn), given.length > 0 ? given : this.zeroStates(step), drawn);
    return [output, ...states];
  }

  /** The states before the first step. */
  zeroStates(step: Shape): Value[] {
    return this.stateShapes(step).map((shape) => ops.zeros(shape));
  }
}

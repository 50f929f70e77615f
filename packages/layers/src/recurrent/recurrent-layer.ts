import { flattenTree, formatShape, isFullyKnown, isTyped, ops, zeros, type Shape, type TensorSpec, type Value, type ValueLike } from '@kedge/graph-core';
import { InvalidConfigError, type FieldMap, type ResolvedConfig } from '../config/field.js';
import { currentCallContext } from '../engine/call-context.js';
import { Layer, type CallOptions } from '../engine/layer.js';
import { Variable } from '../engine/variable.js';
import { rankOf } from '../layout/channels.js';
import { toMask } from '../layout/to-float.js';
import type { RecurrentCell } from './cell.js';
import type { recurrentFields } from './cell-fields.js';
import { recur } from './recur.js';

/** Exchanges batch and time. */
function swap(x: ValueLike): Value {
  return ops.transpose(x, [1, 0, ...Array.from({ length: rankOf(x) - 2 }, (_, i) => i + 2)]);
}

/**
 * A layer that runs a cell over a sequence.
 *
 * Input `[batch, time, ...]`, or a list of it and the states to begin with. Output of the last step, or of all steps with
 * `returnSequences`; with `returnState` a list of the output and the last states.
 */
export abstract class RecurrentLayer<F extends typeof recurrentFields & FieldMap> extends Layer<F> {
  #states: readonly Variable[] = [];

  /** The cell that goes the steps. */
  abstract get cell(): RecurrentCell<unknown, FieldMap>;

  /** The config as every recurrent layer has it. */
  protected get common(): ResolvedConfig<typeof recurrentFields> {
    return this.config as unknown as ResolvedConfig<typeof recurrentFields>;
  }

  override get argumentNames(): readonly string[] {
    return ['initialState', 'mask', 'training'];
  }

  /** The states that a stateful layer keeps from call to call. They are no weights: files do not hold them. */
  get states(): readonly Variable[] {
    return this.#states;
  }

  /** Sets the states of a stateful layer back to zero. */
  resetStates(): void {
    for (const state of this.#states) state.assign(zeros(state.shape));
  }

  protected override build([input]: readonly TensorSpec[]): void {
    const shape = input?.shape ?? [];
    if (shape.length < 3) {
      throw new InvalidConfigError(`${this.className} '${this.name}': expected sequences of shape [batch, time, ...features], got ${formatShape(shape)}.`);
    }
    const [first = null, second = null, ...features] = shape;
    const step = [this.common.timeMajor ? second : first, ...features];
    this.cell.buildFor([{ shape: step, dtype: 'float32' }]);
    if (this.common.stateful) this.#states = this.cell.stateShapes(step).map((state, i) => this.#makeState(state, i));
  }

  #makeState(shape: Shape, index: number): Variable {
    if (!isFullyKnown(shape)) {
      throw new InvalidConfigError(`${this.className} '${this.name}': a stateful layer needs a known batch size, as it keeps a state of that shape, got ${formatShape(shape)}. Give the input layer a batchShape.`);
    }
    const variable = new Variable({ name: `state_${index}`, shape, trainable: false, initialize: zeros });
    variable.path = `${this.name}/state_${index}`;
    return variable;
  }

  protected override call(inputs: ValueLike | readonly ValueLike[], { training, mask, args }: CallOptions): unknown {
    const { timeMajor, goBackwards, returnSequences, returnState, zeroOutputForMask } = this.common;
    const [x = 0, ...extra] = (Array.isArray(inputs) ? inputs : [inputs]) as readonly ValueLike[];
    const sequences = timeMajor ? x : swap(x);
    const given = maskOfSequence(mask);
    const { last, outputs, states } = recur({
      cell: this.cell,
      sequences,
      states: this.#firstStates(sequences, extra.length > 0 ? extra : flattenTree(args.initialState, isTyped)),
      mask: given === null ? null : toMask(timeMajor ? given : swap(given)),
      isReversed: goBackwards,
      zeroesMasked: zeroOutputForMask,
      keepsOutputs: returnSequences,
      training,
    });
    this.#states.forEach((variable, i) => this.addUpdate(variable, states[i] ?? last));
    const output = outputs === undefined ? last : this.#arrange(outputs);
    return returnState ? [output, ...states] : output;
  }

  #firstStates(sequences: ValueLike, given: readonly ValueLike[]): readonly ValueLike[] {
    if (given.length > 0) return given;
    const pending = currentCallContext()?.updates;
    if (this.common.stateful) return this.#states.map((variable) => pending?.get(variable) ?? variable);
    const step = (typeof sequences === 'object' ? sequences.shape : []).slice(1);
    return this.cell.zeroStates(step);
  }

  /** All outputs in the layout of the inputs; backwards they come in the order in which they were made. */
  #arrange(outputs: Value): Value {
    const ordered = this.common.goBackwards ? ops.flip(outputs, 0) : outputs;
    return this.common.timeMajor ? ordered : swap(ordered);
  }

  protected override computeMask(_inputs: unknown, mask: unknown): unknown {
    const { returnSequences, returnState } = this.common;
    const output = returnSequences ? maskOfSequence(mask) : null;
    return returnState ? [output, ...this.cell.stateShapes([]).map(() => null)] : output;
  }
}

/** The mask of the sequence, which stands first where states are given. */
function maskOfSequence(mask: unknown): ValueLike | null {
  const [first = null] = (Array.isArray(mask) ? mask : [mask]) as readonly (ValueLike | null)[];
  return first;
}

import { ops, type Tensor, type TensorSpec, type Value, type ValueLike } from '@kedge/graph-core';
import { string } from '../config/basic-fields.js';
import type { FieldMap } from '../config/field.js';
import { KerasObject } from '../config/keras-object.js';
import { maskOf } from '../engine/masks.js';
import { floats } from './ranks.js';
import { reduceWeighted, reduction, type Reduction } from './reduction.js';

/** Keys that every loss takes. */
// The type follows from the fields.
export const lossFields = (name: string) => ({ name: string(name), reduction: reduction() });

/** What a loss may be told besides targets and predictions. */
export interface LossOptions {
  /** How much each example counts, `[batch]`; or each element of the losses. */
  readonly sampleWeight?: ValueLike | null;
  /** Which positions count; by default the mask that travels with the predictions. */
  readonly mask?: ValueLike | null;
}

/** A function of targets and predictions that gives a loss, or a score, for each element. */
export type ElementFunction = (yTrue: ValueLike, yPred: ValueLike) => Value;

/**
 * What training makes smaller. A loss of your own extends this class and implements `call`.
 *
 * @example
 * class SquaredError extends Loss {
 *   static readonly className = 'SquaredError';
 *   static readonly fields = lossFields('squared_error');
 *   call(yTrue, yPred) { return ops.mean(ops.square(ops.subtract(yTrue, yPred)), -1); }
 * }
 */
export abstract class Loss<F extends FieldMap = FieldMap> extends KerasObject<F> {
  /**
   * The loss of each element.
   *
   * @param yTrue Targets.
   * @param yPred Predictions, `[batch, ...]`.
   * @returns Mostly `[batch, ...]` without the last dimension.
   */
  abstract call(yTrue: ValueLike, yPred: ValueLike): Value;

  /** What is wrong with targets, seen from the host; `undefined` when they are fine. */
  checkTargets(_yTrue: Tensor, _predictions: TensorSpec): string | undefined {
    return undefined;
  }

  get #own(): { readonly name: string; readonly reduction: Reduction } {
    return this.config as unknown as { readonly name: string; readonly reduction: Reduction };
  }

  /** Name in logs. */
  get name(): string {
    return this.#own.name;
  }

  /**
   * The loss, reduced as the config says.
   *
   * @param yTrue Targets.
   * @param yPred Predictions, `[batch, ...]`.
   * @returns A scalar; with reduction `none` the losses of the elements.
   */
  apply(yTrue: ValueLike, yPred: ValueLike, options: LossOptions = {}): Value {
    const values = this.call(floats(yTrue), floats(yPred));
    const masks = [options.mask === undefined ? maskOf(yPred) : options.mask, maskOf(values)].filter((mask) => mask !== null);
    const [first = null, second] = masks;
    const mask = first === null || second === undefined ? first : ops.logicalAnd(first, second);
    return reduceWeighted(values, options.sampleWeight ?? null, mask, this.#own.reduction);
  }
}

import type { Value, ValueLike } from '@kedge/graph-core';
import type { FieldMap } from '../config/field.js';
import { KerasObject } from '../config/keras-object.js';

/** Puts a weight back into bounds after each training step. */
export abstract class Constraint<F extends FieldMap = FieldMap> extends KerasObject<F> {
  /** @returns The weight in its bounds, in the same shape. */
  abstract call(weight: ValueLike): Value;
}

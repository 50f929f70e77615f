import type { Value, ValueLike } from '@kedge/graph-core';
import type { FieldMap } from '../config/field.js';
import { KerasObject } from '../config/keras-object.js';

/** Adds a penalty on a weight, or on a layer's output, to the loss. */
export abstract class Regularizer<F extends FieldMap = FieldMap> extends KerasObject<F> {
  /** @returns The penalty, a scalar. */
  abstract call(x: ValueLike): Value;
}

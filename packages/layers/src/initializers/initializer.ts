import type { Tensor } from '@kedge/graph-core';
import type { FieldMap } from '../config/field.js';
import { KerasObject } from '../config/keras-object.js';

/** Makes the first values of a weight. */
export abstract class Initializer<F extends FieldMap = FieldMap> extends KerasObject<F> {
  /**
   * @param shape Of the weight.
   * @returns float32 values.
   */
  abstract initialize(shape: readonly number[]): Tensor;

  /**
   * The same computation with its randomness settled now, so that values can be made later, or never, without changing what
   * other initializers draw.
   */
  bind(): (shape: readonly number[]) => Tensor {
    return (shape) => this.initialize(shape);
  }
}

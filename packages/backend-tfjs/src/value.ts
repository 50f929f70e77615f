import type * as tf from '@tensorflow/tfjs-core';
import { InvalidArgumentError, KedgeError, VALUE_KIND, type DType, type EagerBackend, type EagerValue } from '@kedge/graph-core';

/** A handle on a tfjs tensor. `uint8` values lie in an `int32` tensor, as tfjs has no bytes. */
export class TfjsValue implements EagerValue {
  readonly [VALUE_KIND] = 'eager';
  readonly backend: EagerBackend;
  readonly dtype: DType;
  readonly #tensor: tf.Tensor;

  constructor(backend: EagerBackend, tensor: tf.Tensor, dtype: DType) {
    this.backend = backend;
    this.#tensor = tensor;
    this.dtype = dtype;
  }

  get shape(): readonly number[] {
    return this.#tensor.shape;
  }

  /** The tensor that holds the values; the handle owns it. */
  get tensor(): tf.Tensor {
    return this.#tensor;
  }

  dispose(): void {
    this.#tensor.dispose();
  }
}

/** Whether a value is one of ours, of whichever tfjs backend. */
export function isTfjsValue(value: unknown): value is TfjsValue {
  return value instanceof TfjsValue;
}

/**
 * The tensor behind a value.
 *
 * @param value A value of `backend`.
 * @param where What needs it, for the message.
 * @throws {InvalidArgumentError} when another backend holds it.
 * @throws {KedgeError} `VALUE_DISPOSED` when its memory was freed.
 */
export function tensorOn(backend: EagerBackend, value: EagerValue, where: string): tf.Tensor {
  if (value.backend !== backend || !isTfjsValue(value)) {
    throw new InvalidArgumentError(
      `${where}: expected a value of backend '${backend.name}', got one of '${value.backend.name}'. Read it there and hand the plain tensor over.`,
    );
  }
  if (value.tensor.isDisposed) {
    throw new KedgeError('VALUE_DISPOSED', `${where}: a value of shape [${value.shape.join(', ')}] was disposed of before it was used. Keep it, or return it from the enclosing tidy.`);
  }
  return value.tensor;
}

import { tensor, type Tensor } from '@kedge/graph-core';
import { OpaqueObject } from '../config/keras-object.js';
import { Initializer } from '../initializers/index.js';

/** The bias of an LSTM that begins by remembering: ones at the forget gate, the second of four, and what is stated elsewhere. */
export class ForgetGateBias extends Initializer<Record<never, never>> {
  static readonly className = 'ForgetGateBias';
  static readonly fields = {};
  readonly #others: Initializer | OpaqueObject;

  constructor(others: Initializer | OpaqueObject) {
    super();
    this.#others = others;
  }

  override initialize(shape: readonly number[]): Tensor {
    const units = (shape[0] ?? 0) / 4;
    const others = this.#others;
    if (others instanceof OpaqueObject) return others.refuse('make a bias');
    const first = others.initialize([units]).data as Float32Array;
    const rest = others.initialize([2 * units]).data as Float32Array;
    return tensor(Float32Array.from([...first, ...Array.from({ length: units }, () => 1), ...rest]), shape);
  }
}

import { formatShape, ops, ShapeMismatchError, tensor, type Value, type ValueLike } from '@kedge/graph-core';
import { oneOf } from '../config/basic-fields.js';
import type { ConfigOf } from '../config/field.js';
import { shapeOf } from '../layout/channels.js';
import { penalty } from './penalty-field.js';
import { Regularizer } from './regularizer.js';

/** The least square of a length that a row is divided by, as in Keras' `normalize`. */
const EPSILON = 1e-12;

const fields = { factor: penalty(0.01), mode: oneOf(['rows', 'columns'], 'rows') };

/** `factor` times the mean of |cos| of the angles between the rows of a matrix, or between its columns. */
export class OrthogonalRegularizer extends Regularizer<typeof fields> {
  static readonly className = 'OrthogonalRegularizer';
  static readonly fields = fields;

  constructor(config: ConfigOf<typeof fields> = {}) {
    super(config);
  }

  override call(x: ValueLike): Value {
    const { factor, mode } = this.config;
    const shape = shapeOf(x);
    const size = shape[mode === 'rows' ? 0 : 1] ?? null;
    if (shape.length !== 2 || size === null) throw new ShapeMismatchError(`OrthogonalRegularizer: expected a matrix of known size, got ${formatShape(shape)}.`);
    const rows = mode === 'rows' ? x : ops.transpose(x);
    const unit = ops.multiply(rows, ops.rsqrt(ops.maximum(ops.sum(ops.square(rows), 1, true), EPSILON)));
    const others = tensor(Array.from({ length: size * size }, (_, i) => (i % (size + 1) === 0 ? 0 : 1)), [size, size]);
    const cosines = ops.multiply(ops.matmul(unit, ops.transpose(unit)), others);
    return ops.multiply(ops.sum(ops.abs(cosines)), (factor * 0.5) / ((size * (size - 1)) / 2));
  }
}

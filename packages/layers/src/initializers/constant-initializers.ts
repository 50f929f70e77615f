import { sizeOf, tensor, zeros, type Tensor } from '@kedge/graph-core';
import { number } from '../config/basic-fields.js';
import type { ConfigOf } from '../config/field.js';
import { InvalidConfigError } from '../config/field.js';
import { Initializer } from './initializer.js';

/** Zeros everywhere. */
export class Zeros extends Initializer<Record<never, never>> {
  static readonly className = 'Zeros';
  static readonly fields = {};

  override initialize(shape: readonly number[]): Tensor {
    return zeros(shape);
  }
}

/** Ones everywhere. */
export class Ones extends Initializer<Record<never, never>> {
  static readonly className = 'Ones';
  static readonly fields = {};

  override initialize(shape: readonly number[]): Tensor {
    return tensor(new Float32Array(sizeOf(shape)).fill(1), shape);
  }
}

const constantFields = { value: number(0) };

/** One number everywhere. */
export class Constant extends Initializer<typeof constantFields> {
  static readonly className = 'Constant';
  static readonly fields = constantFields;

  constructor(config: ConfigOf<typeof constantFields> = {}) {
    super(config);
  }

  override initialize(shape: readonly number[]): Tensor {
    return tensor(new Float32Array(sizeOf(shape)).fill(this.config.value), shape);
  }
}

const identityFields = { gain: number(1) };

/** The identity matrix times `gain`. */
export class Identity extends Initializer<typeof identityFields> {
  static readonly className = 'Identity';
  static readonly fields = identityFields;

  constructor(config: ConfigOf<typeof identityFields> = {}) {
    super(config);
  }

  override initialize(shape: readonly number[]): Tensor {
    const [rows = 0, columns = 0] = shape;
    if (shape.length !== 2) throw new InvalidConfigError(`Identity: expected a matrix, got a weight of rank ${shape.length}.`);
    return tensor(Float32Array.from({ length: rows * columns }, (_, i) => (i % (columns + 1) === 0 ? this.config.gain : 0)), shape);
  }
}

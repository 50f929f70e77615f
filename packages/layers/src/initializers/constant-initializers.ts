import { sizeOf, tensor, zeros, type Tensor } from '@kedge/graph-core';
import { number, whenSetIn } from '../config/basic-fields.js';
import type { ConfigOf } from '../config/field.js';
import { InvalidConfigError, unexpectedValue, type Field } from '../config/field.js';
import { isSerializedObject, type SerializedObject } from '../config/keras-object.js';
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

type Nested = number | readonly Nested[];

const isNested = (value: unknown): value is Nested => typeof value === 'number' || (Array.isArray(value) && value.every(isNested));

/** Arrays of files of Keras 3 stand in an object that says what they were. */
function unwrapped(value: unknown): unknown {
  if (!isSerializedObject(value) || !['__numpy__', '__tensor__'].includes(value.class_name)) return value;
  return value.config['value'];
}

/** One number, or an array of them. */
const constantValue: Field<Nested | SerializedObject, Nested, false> = {
  required: false,
  defaultValue: () => 0,
  parse: (value, place) => {
    const plain = unwrapped(value);
    if (!isNested(plain)) throw unexpectedValue(place, 'a number, or an array of numbers', value);
    return plain;
  },
  serialize: (value, dialect) => (typeof value === 'number' || dialect === 'keras2' ? value : { class_name: '__numpy__', config: { value, dtype: 'float32' } }),
};

function shapeOf(value: Nested): number[] {
  return typeof value === 'number' ? [] : [value.length, ...shapeOf(value[0] ?? 0)];
}

const flat = (value: Nested): number[] => (typeof value === 'number' ? [value] : value.flatMap(flat));

const constantFields = { value: constantValue };

/** One number everywhere, or an array that is repeated along leading axes and those of size 1. */
export class Constant extends Initializer<typeof constantFields> {
  static readonly className = 'Constant';
  static readonly fields = constantFields;

  constructor(config: ConfigOf<typeof constantFields> = {}) {
    super(config);
  }

  override initialize(shape: readonly number[]): Tensor {
    const { value } = this.config;
    if (typeof value === 'number') return tensor(new Float32Array(sizeOf(shape)).fill(value), shape);
    const [from, data] = [shapeOf(value), flat(value)];
    const skipped = shape.length - from.length;
    const fits = skipped >= 0 && data.length === sizeOf(from) && from.every((size, i) => size === 1 || size === shape[skipped + i]);
    if (!fits) throw new InvalidConfigError(`Constant: expected an array that fits a weight of shape [${shape.join(', ')}], got one of shape [${from.join(', ')}].`);
    return tensor(Float32Array.from({ length: sizeOf(shape) }, (_, i) => data[placeIn(from, shape, i)] ?? 0), shape);
  }
}

/** Where in an array of shape `from` the value of place `i` in one of shape `to` stands. */
function placeIn(from: readonly number[], to: readonly number[], i: number): number {
  let [rest, place, stride] = [i, 0, 1];
  for (let axis = to.length - 1; axis >= 0; axis--) {
    const size = to[axis] ?? 1;
    const own = from[axis - to.length + from.length] ?? 1;
    place += own === 1 ? 0 : (rest % size) * stride;
    stride *= own;
    rest = Math.floor(rest / size);
  }
  return place;
}

/** Keras 3 does not write it, and reads it. */
const identityFields = { gain: whenSetIn('keras3', number(1)) };

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
    return tensor(Float32Array.from({ length: rows * columns }, (_, i) => (Math.floor(i / columns) === i % columns ? this.config.gain : 0)), shape);
  }
}

import type { DType } from '../dtype.js';
import { areCompatible, expectShape, type Shape } from '../shape.js';
import { ShapeMismatchError } from '../errors.js';
import type { TensorSpec, Value, ValueLike } from '../value.js';
import { op } from './op.js';
import { asType, expectDType } from './operands.js';
import { callForOne, definePrimitive, type Primitive } from './primitive.js';

const SEED: readonly DType[] = ['int32'];

function random<const Name extends string, Attrs extends { readonly shape: Shape }>(name: Name): Primitive<Name, Attrs, 1> {
  return definePrimitive({
    name,
    arity: 1,
    infer: ([seed], { shape }: Attrs): readonly TensorSpec[] => {
      expectDType(seed, SEED, name);
      expectShape(shape, name);
      if (!areCompatible(seed.shape, [2])) throw new ShapeMismatchError(`${name}: expected a seed of two int32 numbers.`);
      return [{ shape, dtype: 'float32' }];
    },
  });
}

export interface RandomUniformAttrs {
  readonly shape: Shape;
  readonly minval: number;
  readonly maxval: number;
}

export interface RandomNormalAttrs {
  readonly shape: Shape;
  readonly mean: number;
  readonly stddev: number;
}

export const randomNormalPrimitive = random<'randomNormal', RandomNormalAttrs>('randomNormal');
export const randomTruncatedNormalPrimitive = random<'randomTruncatedNormal', RandomNormalAttrs>('randomTruncatedNormal');
export const randomUniformPrimitive = random<'randomUniform', RandomUniformAttrs>('randomUniform');

/** Numbers of a normal distribution, chosen by a seed of two int32 numbers. Shape: `shape`. */
export const randomNormal = op('randomNormal', (shape: Shape, seed: ValueLike, options: { readonly mean?: number; readonly stddev?: number } = {}): Value =>
  callForOne(randomNormalPrimitive, [asType(seed, 'int32')], { shape, mean: options.mean ?? 0, stddev: options.stddev ?? 1 }),
);

/** Numbers of a normal distribution cut at two standard deviations, chosen by a seed of two int32 numbers. Shape: `shape`. */
export const randomTruncatedNormal = op(
  'randomTruncatedNormal',
  (shape: Shape, seed: ValueLike, options: { readonly mean?: number; readonly stddev?: number } = {}): Value =>
    callForOne(randomTruncatedNormalPrimitive, [asType(seed, 'int32')], { shape, mean: options.mean ?? 0, stddev: options.stddev ?? 1 }),
);

/** Numbers evenly spread over `[minval, maxval)`, chosen by a seed of two int32 numbers. Shape: `shape`. */
export const randomUniform = op('randomUniform', (shape: Shape, seed: ValueLike, options: { readonly minval?: number; readonly maxval?: number } = {}): Value =>
  callForOne(randomUniformPrimitive, [asType(seed, 'int32')], { shape, minval: options.minval ?? 0, maxval: options.maxval ?? 1 }),
);

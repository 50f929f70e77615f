import { InvalidArgumentError, ShapeMismatchError } from '../errors.js';
import { expectShape, formatShape, type Dim } from '../shape.js';
import type { TensorSpec, Value, ValueLike } from '../value.js';
import { inFormat, type DataFormat } from './data-format.js';
import { op } from './op.js';
import { asFloat, expectDType } from './operands.js';
import { callForOne, definePrimitive } from './primitive.js';

/** Kernels of `tf.image.resize`, version 2 (half-pixel centres). */
export type Interpolation = 'nearest' | 'bilinear' | 'bicubic' | 'lanczos3' | 'lanczos5';

export interface ResizeAttrs {
  /** Rows and columns of the result. */
  readonly size: readonly [number, number];
  readonly interpolation: Interpolation;
  /** Whether the kernel widens when the picture shrinks. */
  readonly antialias: boolean;
}

export const resizePrimitive = definePrimitive({
  name: 'resize',
  arity: 1,
  infer: ([x], { size }: ResizeAttrs): readonly TensorSpec[] => {
    expectDType(x, ['float32'], 'resize');
    if (x.shape.length !== 4) throw new ShapeMismatchError(`resize: expected [batch, height, width, channels], got ${formatShape(x.shape)}.`);
    return [{ shape: [x.shape[0] ?? null, ...size, x.shape[3] ?? null], dtype: 'float32' }];
  },
});

/**
 * Resizes pictures as TensorFlow does. Shape: `[batch, ...size, channels]`.
 *
 * @param size Rows and columns; null while shapes are inferred and a size is not known yet.
 */
export const resize = op(
  'resize',
  (x: ValueLike, size: readonly [Dim, Dim], options: { readonly interpolation?: Interpolation; readonly antialias?: boolean; readonly dataFormat?: DataFormat } = {}): Value => {
    if (size.length !== 2) throw new InvalidArgumentError(`resize: expected a number of rows and one of columns, got [${String(size)}].`);
    expectShape(size, 'resize size');
    // Values have known sizes, so that backends only ever see numbers.
    const attrs = { size: size as ResizeAttrs['size'], interpolation: options.interpolation ?? 'bilinear', antialias: options.antialias ?? false };
    return inFormat(x, options.dataFormat, (last) => callForOne(resizePrimitive, [asFloat(last)], attrs));
  },
  'image.resize(images, size*, {interpolation*, antialias*, data_format*, crop_to_aspect_ratio*!, pad_to_aspect_ratio*!, fill_mode*~, fill_value*~})',
);

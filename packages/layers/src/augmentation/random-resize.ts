import { InvalidArgumentError, ops, uniformNumbers, type Shape, type TensorSpec, type Value, type ValueLike } from '@kedge/graph-core';
import { oneOf } from '../config/basic-fields.js';
import { unexpectedValue, type Field, type FieldMap } from '../config/field.js';
import { shapeOf } from '../layout/channels.js';
import type { Bounds } from './factor-field.js';
import { pictureSize } from '../preprocessing/crop-box.js';
import { MovingLayer, randomFields, type BatchSize } from './random-picture-layer.js';

const isPair = (value: unknown): value is Bounds => Array.isArray(value) && value.length === 2 && value.every((item) => typeof item === 'number');

/** By which share a size grows: a number for up to that, in both directions, or bounds. */
const growth: Field<number | Bounds, number | Bounds, true> = {
  required: true,
  defaultValue: () => 0,
  parse: (value, place) => {
    const [lower, upper] = isPair(value) ? value : [-value, value];
    if (!(typeof lower === 'number' && typeof upper === 'number' && lower <= upper && lower >= -1)) throw unexpectedValue(place, 'a number from 0 to 1, or a pair of numbers from -1 in ascending order', value);
    return value;
  },
  serialize: (value) => value,
};

/** Kernels that pictures are resized by. */
const KERNELS = ['bilinear', 'nearest', 'bicubic', 'lanczos3', 'lanczos5'] as const;
/** Kernels of Keras 2 that only training would need. */
const UNKNOWN_KERNELS = ['area', 'gaussian', 'mitchellcubic'] as const;

/** Keys of the layers that resize pictures at random. */
export const resizeFields = { factor: growth, interpolation: oneOf([...KERNELS, ...UNKNOWN_KERNELS], 'bilinear'), ...randomFields };

/** The size along one axis, in pixels. */
export interface RandomSize {
  readonly size: number;
}

/** A layer of Keras 2 that gives the pictures of a batch another size along one axis in training. */
export abstract class RandomResize<F extends typeof resizeFields & FieldMap> extends MovingLayer<F, RandomSize> {
  /** 0 for rows, 1 for columns. */
  protected abstract readonly axis: 0 | 1;

  protected override drawFor({ rows, columns }: BatchSize): RandomSize {
    const { factor } = this.config as unknown as { readonly factor: number | Bounds };
    const [lower, upper] = typeof factor === 'number' ? [-factor, factor] : factor;
    const [u = 0] = uniformNumbers(this.nextHostSeed(), 1);
    return { size: Math.trunc((1 + lower + u * (upper - lower)) * (this.axis === 0 ? rows : columns)) };
  }

  protected override augment(x: ValueLike, { size }: RandomSize, interpolation?: 'nearest' | 'bilinear'): Value {
    const config = this.config as unknown as { readonly interpolation: string };
    const wanted = interpolation ?? config.interpolation;
    const kernel = KERNELS.find((known) => known === wanted);
    if (kernel === undefined) throw new InvalidArgumentError(`${this.className} '${this.name}': expected one of ${KERNELS.join(', ')} for training, got interpolation '${wanted}'. Outside of training the layer needs none.`);
    const [rows, columns] = pictureSize(shapeOf(x)) ?? [0, 0];
    return ops.resize(x, this.axis === 0 ? [size, columns] : [rows, size], { interpolation: kernel });
  }

  /** The shape with the size that is drawn left open, which Keras declares. */
  protected declared(shape: Shape): Shape {
    const at = shape.length - 3 + this.axis;
    return shape.map((dim, i) => (i === at ? null : dim));
  }

  override computeOutputSpec(args: readonly unknown[], kwargs: Readonly<Record<string, unknown>>): unknown {
    const inferred = super.computeOutputSpec(args, kwargs) as TensorSpec | Readonly<Record<string, TensorSpec>>;
    const spec = ({ shape, dtype }: TensorSpec): TensorSpec => ({ shape: this.declared(shape), dtype });
    return isSpec(inferred) ? spec(inferred) : { ...inferred, ...(inferred['images'] === undefined ? {} : { images: spec(inferred['images']) }) };
  }
}

const isSpec = (value: object): value is TensorSpec => 'shape' in value && 'dtype' in value;

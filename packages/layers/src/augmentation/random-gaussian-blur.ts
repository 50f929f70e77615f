import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import { unexpectedValue, type Field } from '../config/field.js';
import type { LayerConfig } from '../engine/layer.js';
import { boundsOr, type Bounds } from './factor-field.js';
import { blur, gaussianWindow } from './gaussian-blur.js';
import { perPicture, randomFields, RandomPictureLayer, type BatchSize } from './random-picture-layer.js';
import { valueRange } from './value-range.js';

/** Keeps a window of no width from dividing by zero. */
const LEAST_WIDTH = 1e-6;

const kernelSize: Field<number | Bounds, Bounds, false> = {
  required: false,
  defaultValue: () => [3, 3],
  parse: (value, place) => {
    const sizes: readonly unknown[] = Array.isArray(value) ? value : [value, value];
    const isOdd = (size: unknown): size is number => typeof size === 'number' && Number.isInteger(size) && size > 0 && size % 2 === 1;
    const [first, second, ...more] = sizes;
    if (!isOdd(first) || !isOdd(second) || more.length > 0) throw unexpectedValue(place, 'an odd whole number, or two of them', value);
    return [first, second];
  },
  serialize: (value) => value,
};

const fields = { factor: boundsOr([0, 1], [0, 1]), kernelSize, sigma: boundsOr([0, 1], [0, 1]), valueRange: valueRange(), ...randomFields };

export type RandomGaussianBlurConfig = LayerConfig<typeof fields>;

/** Which pictures change, `[batch]`, and the widths of the window, `[2]`, in pixels. */
export interface RandomGaussianBlurTransformation {
  readonly shouldApplyBlur: ValueLike;
  readonly blurFactor: ValueLike;
}

/** In training, blurs each picture with a probability drawn from `factor`, a batch with one window. Output: shape of the input. */
export class RandomGaussianBlur extends RandomPictureLayer<typeof fields, RandomGaussianBlurTransformation> {
  static readonly className = 'RandomGaussianBlur';
  static readonly fields = fields;

  constructor(config: RandomGaussianBlurConfig = {}) {
    super(config);
  }

  protected override drawFor({ batch }: BatchSize): RandomGaussianBlurTransformation {
    const { factor, sigma } = this.config;
    return { shouldApplyBlur: this.chance(batch, factor), blurFactor: ops.add(this.uniform([2], sigma), LEAST_WIDTH) };
  }

  protected override augment(x: ValueLike, { shouldApplyBlur, blurFactor }: RandomGaussianBlurTransformation): Value {
    const { kernelSize, valueRange } = this.config;
    const [first = 1, second = 1] = ops.split(blurFactor, 2, 0);
    const blurred = blur(x, gaussianWindow(kernelSize[0], first), gaussianWindow(kernelSize[1], second));
    return ops.clip(ops.where(perPicture(shouldApplyBlur), blurred, x), valueRange[0], valueRange[1]);
  }
}

/** Makes a {@link RandomGaussianBlur}. */
export const randomGaussianBlur = (config: RandomGaussianBlurConfig = {}): RandomGaussianBlur => new RandomGaussianBlur(config);

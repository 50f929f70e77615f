import { InvalidArgumentError, ops, type Value, type ValueLike } from '@kedge/graph-core';
import { count, integer } from '../config/basic-fields.js';
import { toCamelKey } from '../config/naming.js';
import type { CallOptions, LayerConfig } from '../engine/layer.js';
import { rankOf, shapeOf } from '../layout/channels.js';
import { augmentationFields, RandomPictureLayer, type BoundingBoxes, type PictureData } from './random-picture-layer.js';

/** Keras takes a value to fill up with and does not write it. */
const fillValue = { ...integer(-1), serialize: () => undefined };

const fields = { maxNumber: count(), fillValue, ...augmentationFields };

export type MaxNumBoundingBoxesConfig = LayerConfig<typeof fields>;

/**
 * As many bounding boxes for each picture as `maxNumber` says, in training and outside of it: what is too much is cut off, what
 * is missing is filled up with `fillValue`. Input: a record of `images` and `boundingBoxes`; pictures stay as they are.
 */
export class MaxNumBoundingBoxes extends RandomPictureLayer<typeof fields, object> {
  static readonly className = 'MaxNumBoundingBoxes';
  static readonly fields = fields;

  constructor(config: MaxNumBoundingBoxesConfig) {
    super(config);
  }

  protected override drawFor(): object {
    return {};
  }

  protected override augment(x: ValueLike): ValueLike {
    return x;
  }

  protected override call(data: ValueLike | PictureData, options: CallOptions): unknown {
    const called = super.call(data, options) as PictureData | Value;
    if (!('images' in called)) return called;
    return Object.fromEntries(Object.entries(called).map(([key, value]) => [key, toCamelKey(key) === 'boundingBoxes' ? this.transformBoundingBoxes(value as unknown as BoundingBoxes) : value]));
  }

  override transformBoundingBoxes({ boxes, labels }: BoundingBoxes): BoundingBoxes {
    return { boxes: this.#fit(boxes), labels: this.#fit(labels) };
  }

  #fit(x: ValueLike): Value {
    const { maxNumber, fillValue } = this.config;
    const there = shapeOf(x)[1] ?? null;
    if (there === null) throw new InvalidArgumentError(`MaxNumBoundingBoxes '${this.name}': expected boxes whose number is known, got [${shapeOf(x).join(', ')}].`);
    const begin = shapeOf(x).map(() => 0);
    const cut = there > maxNumber ? ops.slice(x, begin, begin.map((_, i) => (i === 1 ? maxNumber : -1))) : x;
    const missing = Array.from({ length: rankOf(x) }, (_, i) => [0, i === 1 ? Math.max(maxNumber - there, 0) : 0] as const);
    return ops.pad(cut, missing, { value: fillValue });
  }
}

/** Makes a {@link MaxNumBoundingBoxes}. */
export const maxNumBoundingBoxes = (config: MaxNumBoundingBoxesConfig): MaxNumBoundingBoxes => new MaxNumBoundingBoxes(config);

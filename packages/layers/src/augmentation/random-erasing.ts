import { ops, tensor, type Value, type ValueLike } from '@kedge/graph-core';
import { unexpectedValue, type Field } from '../config/field.js';
import type { LayerConfig } from '../engine/layer.js';
import { fromChannelsLast } from '../layout/channels.js';
import { boundsOr } from './factor-field.js';
import { boxMask, extent } from './random-box.js';
import { perPicture, randomFields, RandomPictureLayer, type BatchSize } from './random-picture-layer.js';
import { valueRange } from './value-range.js';

type Fill = number | readonly number[] | null;

const fillValue: Field<Fill, Fill, false> = {
  required: false,
  defaultValue: () => null,
  parse: (value, place) => {
    const isColour = Array.isArray(value) && value.length === 3 && value.every((item) => typeof item === 'number');
    if (value !== null && typeof value !== 'number' && !isColour) throw unexpectedValue(place, 'null for noise, a number, or three of them', value);
    return value;
  },
  serialize: (value) => value,
};

const fields = { factor: boundsOr([0, 1], [0, 1]), scale: boundsOr([0, 1], [0.02, 0.33]), fillValue, valueRange: valueRange(), ...randomFields };

export type RandomErasingConfig = LayerConfig<typeof fields>;

/** Which pictures change, `[batch]`; which of their pixels, and what stands there then, both in the shape of the pictures. */
export interface RandomErasingTransformation {
  readonly applyErasing: ValueLike;
  readonly batchMasks: ValueLike;
  readonly fillValue: ValueLike;
}

/**
 * In training, covers a random box of each picture, with a probability drawn from `factor`: with a colour, or with noise. The
 * box's share of rows, and of columns, is the root of a number drawn from `scale`. Output: shape of the input.
 */
export class RandomErasing extends RandomPictureLayer<typeof fields, RandomErasingTransformation> {
  static readonly className = 'RandomErasing';
  static readonly fields = fields;

  constructor(config: RandomErasingConfig = {}) {
    super(config);
  }

  protected override drawFor(size: BatchSize): RandomErasingTransformation {
    const { factor, scale } = this.config;
    const { batch, rows, columns } = size;
    const share = (): Value => ops.sqrt(this.uniform([batch], scale));
    const horizontal = extent(share(), columns, this.uniform([batch], [0, 1]));
    const vertical = extent(share(), rows, this.uniform([batch], [0, 1]));
    return { applyErasing: this.chance(batch, factor), batchMasks: boxMask(size, horizontal, vertical, this.dataFormat), fillValue: this.#fill(size) };
  }

  #fill({ batch, rows, columns, channels }: BatchSize): Value {
    const { fillValue, valueRange } = this.config;
    const shape = [batch, rows, columns, channels];
    const filling = fillValue === null ? ops.multiply(this.normal(shape), valueRange[1]) : ops.broadcastTo(typeof fillValue === 'number' ? tensor([fillValue], [1]) : tensor(fillValue, [fillValue.length]), shape);
    return fromChannelsLast(ops.clip(filling, valueRange[0], valueRange[1]), this.dataFormat);
  }

  protected override augment(x: ValueLike, { applyErasing, batchMasks, fillValue }: RandomErasingTransformation): Value {
    const erased = ops.where(this.channelsLast(batchMasks), this.channelsLast(fillValue), x);
    return ops.where(perPicture(applyErasing), erased, x);
  }
}

/** Makes a {@link RandomErasing}. */
export const randomErasing = (config: RandomErasingConfig = {}): RandomErasing => new RandomErasing(config);

import { ops, type Dim, type Value, type ValueLike } from '@kedge/graph-core';
import { integer, nullable } from '../config/basic-fields.js';
import { unexpectedValue, type Field } from '../config/field.js';
import { Layer, type CallOptions, type LayerConfig } from '../engine/layer.js';
import { shapeOf } from '../layout/channels.js';
import { drop } from './drop.js';
import { LayerSeed } from './layer-seed.js';
import { rate } from './rate-field.js';

/** The shape of a random choice; null means the size of the input there. */
export const noiseShape = (): Field<readonly Dim[] | null, readonly Dim[] | null, false> => ({
  required: false,
  defaultValue: () => null,
  parse: (value, place) => {
    const isShape = value === null || (Array.isArray(value) && value.every((dim) => dim === null || (Number.isInteger(dim) && dim > 0)));
    if (!isShape) throw unexpectedValue(place, 'null, or a list of sizes with null for those of the input', value);
    return value;
  },
  serialize: (value) => value,
});

const fields = { rate: rate(), seed: nullable(integer(0)), noiseShape: noiseShape() };

export type DropoutConfig = LayerConfig<typeof fields>;

/**
 * In training, sets a share `rate` of the elements to zero and scales the rest by `1 / (1 - rate)`; hands its input through
 * otherwise.
 *
 * Output: shape of the input. Where `noiseShape` has size 1, all elements along that axis share one choice.
 */
export class Dropout extends Layer<typeof fields> {
  static readonly className = 'Dropout';
  static readonly fields = fields;
  readonly #seed = new LayerSeed(this.config.seed);

  constructor(config: DropoutConfig) {
    super(config);
  }

  protected override get supportsMasking(): boolean {
    return true;
  }

  protected override call(x: ValueLike, { training }: CallOptions): Value {
    const { rate, noiseShape } = this.config;
    if (!training || rate === 0) return ops.identity(x);
    const shape = shapeOf(x);
    return drop(x, rate, noiseShape === null ? shape : noiseShape.map((dim, i) => dim ?? shape[i] ?? null), this.#seed.next());
  }
}

/** Makes a {@link Dropout}. */
export const dropout = (config: DropoutConfig): Dropout => new Dropout(config);

import { ops, type Tensor, type Value, type ValueLike } from '@kedge/graph-core';
import { integer, nullable } from '../config/basic-fields.js';
import type { FieldMap } from '../config/field.js';
import type { CallOptions } from '../engine/layer.js';
import { shapeOf } from '../layout/channels.js';
import { LayerSeed } from '../regularization/layer-seed.js';
import type { Bounds } from './factor-field.js';
import { PictureLayer, pictureFields } from './picture-layer.js';

/** Keys of every random layer over pictures. */
export const randomFields = { seed: nullable(integer(0)), ...pictureFields };

/** A layer that changes pictures at random in training, each for itself, and hands them through otherwise. */
export abstract class RandomPictureLayer<F extends typeof randomFields & FieldMap> extends PictureLayer<F> {
  #seed: LayerSeed | undefined;

  /** @param pictures `[batch, rows, columns, channels]`, float. */
  protected abstract augment(pictures: ValueLike): Value;

  protected override transform(pictures: ValueLike, { training }: CallOptions): Value {
    return training ? this.augment(pictures) : ops.identity(pictures);
  }

  /** One random number for each picture, evenly spread. Shape `[batch, 1, ...]` of some rank. */
  protected draw(pictures: ValueLike, [minval, maxval]: Bounds, rank: number): Value {
    const [batch = null] = shapeOf(pictures);
    return ops.randomUniform([batch, ...Array.from({ length: rank - 1 }, () => 1)], this.#nextSeed(), { minval, maxval });
  }

  #nextSeed(): Tensor {
    this.#seed ??= new LayerSeed((this.config as { readonly seed: number | null }).seed);
    return this.#seed.next();
  }
}

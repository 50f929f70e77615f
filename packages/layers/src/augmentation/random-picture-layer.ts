import { activeEagerBackend, currentTraceScope, InvalidArgumentError, isEagerValue, isSymbolicTensor, isTyped, ops, type Dim, type EagerValue, type Seed, type Shape, type SymbolicTensor, type Tensor, type Value, type ValueLike } from '@kedge/graph-core';
import { integer, nullable, oneOf } from '../config/basic-fields.js';
import type { Field, FieldMap } from '../config/field.js';
import { toCamelKey } from '../config/naming.js';
import type { CallArguments, CallOptions } from '../engine/layer.js';
import { rankOf, shapeOf, toChannelsLast } from '../layout/channels.js';
import { untilSizesAreKnown } from '../layout/open-sizes.js';
import { toFloat } from '../layout/to-float.js';
import { LayerSeed } from '../regularization/layer-seed.js';
import type { Sampling } from './affine-transform.js';
import type { Bounds } from './factor-field.js';
import { PictureLayer, pictureFields } from '../preprocessing/picture-layer.js';

const boxFormat = nullable(oneOf(['xyxy', 'yxyx', 'xywh', 'center_xywh', 'center_yxhw', 'rel_xyxy', 'rel_yxyx', 'rel_xywh', 'rel_center_xywh'], 'xyxy'));

/** How bounding boxes are written down; in files only where it is said. */
const boundingBoxFormat: Field<string | null, string | null, false> = {
  ...(boxFormat as Field<string | null, string | null, false>),
  serialize: (value) => value ?? undefined,
};

/** Keys of every layer that changes pictures in training. */
export const augmentationFields = { boundingBoxFormat, ...pictureFields };

/** Keys of every layer that changes pictures at random. */
export const randomFields = { seed: nullable(integer(0)), ...augmentationFields };

/** Pictures, and what belongs to them. */
export interface PictureData {
  /** `[batch, rows, columns, channels]`, or one picture. */
  readonly images: ValueLike;
  /** `[batch, classes]`. */
  readonly labels?: ValueLike;
  /** `[batch, rows, columns, 1]`. */
  readonly segmentationMasks?: ValueLike;
  readonly boundingBoxes?: BoundingBoxes;
}

/** `boxes`: `[batch, count, 4]`, `labels`: `[batch, count]`. */
export interface BoundingBoxes {
  readonly boxes: ValueLike;
  readonly labels: ValueLike;
}

/** The size of a batch of pictures, whatever the order of its axes. */
export interface BatchSize {
  readonly batch: number;
  readonly rows: number;
  readonly columns: number;
  readonly channels: number;
}

const isPictureData = (data: ValueLike | PictureData): data is PictureData => typeof data === 'object' && !isTyped(data) && 'images' in data;

/**
 * A layer that changes pictures at random in training, each for itself, and hands them through otherwise.
 *
 * Drawing and applying are two steps, as in Keras: {@link RandomPictureLayer.getRandomTransformation} draws parameters, and
 * {@link RandomPictureLayer.transformImages} applies them. Input: pictures, or a record of pictures and what belongs to them
 * ({@link PictureData}); the output has the same form.
 */
export abstract class RandomPictureLayer<F extends typeof augmentationFields & FieldMap, T extends object> extends PictureLayer<F> {
  #seed: LayerSeed | undefined;

  /** Draws parameters for a batch. */
  protected abstract drawFor(size: BatchSize): T;

  /**
   * Applies parameters.
   *
   * @param pictures `[batch, rows, columns, channels]`, float.
   */
  protected abstract augment(pictures: ValueLike, drawn: T): ValueLike;

  /**
   * Draws the parameters of a change, one for each picture where they differ.
   *
   * @param images `[batch, rows, columns, channels]` or one picture, in the layer's order of axes; all sizes known.
   * @returns Parameters by Keras' names.
   */
  getRandomTransformation(images: ValueLike): T {
    const size = this.#sizeOf(images);
    if (size === undefined) throw new InvalidArgumentError(`${this.className} '${this.name}': expected pictures whose sizes are all known, got [${shapeOf(images).join(', ')}].`);
    return tidily(images, () => this.drawFor(size));
  }

  /**
   * Applies what was drawn to pictures.
   *
   * @param images `[batch, rows, columns, channels]` or one picture, in the layer's order of axes.
   * @param training Without it pictures stay as they are.
   * @returns Pictures, float.
   */
  transformImages(images: ValueLike, transformation: T, training = true): Value {
    return tidily(images, () => (training ? this.onBatch(images, (pictures) => this.augment(pictures, transformation)) : ops.identity(toFloat(images))));
  }

  /**
   * Applies what was drawn to labels.
   *
   * @param labels `[batch, classes]`.
   */
  transformLabels(labels: ValueLike, _transformation: T, _training = true): ValueLike {
    return labels;
  }

  /**
   * Applies what was drawn to masks, which name a class for each pixel: places move, classes stay.
   *
   * @param masks `[batch, rows, columns, 1]`, in the layer's order of axes.
   */
  transformSegmentationMasks(masks: ValueLike, _transformation: T, _training = true): ValueLike {
    return masks;
  }

  /** Applies what was drawn to boxes. Layers that leave pixels in their places leave boxes, too. */
  transformBoundingBoxes(boxes: BoundingBoxes, _transformation: T, _training = true): BoundingBoxes {
    return boxes;
  }

  /**
   * Applies the layer.
   *
   * @param inputs Pictures, or a record of pictures and what belongs to them.
   * @param args `training: true` lets it draw.
   * @returns Pictures, or a record of the same form.
   */
  override apply(inputs: PictureData, args?: CallArguments): PictureData;
  override apply(inputs: SymbolicTensor | readonly SymbolicTensor[], args?: CallArguments): SymbolicTensor;
  override apply(inputs: EagerValue | Tensor | readonly (EagerValue | Tensor)[], args?: CallArguments): EagerValue;
  override apply(inputs: ValueLike | readonly ValueLike[], args?: CallArguments): Value;
  override apply(inputs: unknown, args?: CallArguments): unknown {
    return super.apply(inputs as ValueLike, args);
  }

  protected override tensorsForBuild(data: ValueLike | PictureData): unknown {
    return isPictureData(data) ? data.images : data;
  }

  protected override transform(pictures: ValueLike): Value {
    return ops.identity(pictures);
  }

  protected override call(data: ValueLike | PictureData, { training }: CallOptions): unknown {
    const images = isPictureData(data) ? data.images : data;
    const size = training ? this.#sizeOf(images) : undefined;
    const drawn = size === undefined ? undefined : this.drawFor(size);
    const changed = drawn === undefined ? this.onBatch(images, (pictures) => (training ? untilSizesAreKnown(pictures) : this.transform(pictures))) : this.transformImages(images, drawn);
    if (!isPictureData(data)) return changed;
    const companions = drawn === undefined ? data : Object.fromEntries(Object.entries(data).map(([key, value]) => [key, this.#companion(key, value, drawn)]));
    return { ...companions, images: changed };
  }

  /** What belongs to the pictures, changed with them; keys may be spelled as in files of Keras. */
  #companion(key: string, value: unknown, drawn: T): unknown {
    switch (toCamelKey(key)) {
      case 'labels':
        return this.transformLabels(value as ValueLike, drawn);
      case 'segmentationMasks':
        return this.transformSegmentationMasks(value as ValueLike, drawn);
      case 'boundingBoxes':
        return this.transformBoundingBoxes(value as BoundingBoxes, drawn);
      default:
        return value;
    }
  }

  #sizeOf(images: ValueLike): BatchSize | undefined {
    const shape = shapeOf(images);
    const [batch, ...picture]: readonly Dim[] = rankOf(images) === 3 ? [1, ...shape] : shape;
    const [rows = null, columns = null, channels = null] = this.dataFormat === 'channels_last' ? picture : [picture[1] ?? null, picture[2] ?? null, picture[0] ?? null];
    if (batch === null || batch === undefined || rows === null || columns === null || channels === null) return undefined;
    return { batch, rows, columns, channels };
  }

  /** Draws parameters for a batch of a size, as part of another layer. */
  drawForBatch(size: BatchSize): T {
    return this.drawFor(size);
  }

  /** Numbers evenly spread between bounds. */
  protected uniform(shape: Shape, [minval, maxval]: Bounds): Value {
    return ops.randomUniform(shape, this.#nextSeed(), { minval, maxval });
  }

  /** Numbers of the standard normal distribution. */
  protected normal(shape: Shape): Value {
    return ops.randomNormal(shape, this.#nextSeed());
  }

  /** For each picture, true with a probability that is drawn for it between bounds. Shape `[batch]`. */
  protected chance(batch: number, probability: Bounds): Value {
    const wanted = this.uniform([batch], probability);
    return ops.less(this.uniform([batch], [0, 1]), wanted);
  }

  /** The next seed, for numbers that are drawn in host memory. */
  protected nextHostSeed(): Seed {
    const [first = 0, second = 0] = this.#nextSeed().data;
    return [Number(first), Number(second)];
  }

  /** An operand in the pictures' order of axes, with its channels last. */
  protected channelsLast(x: ValueLike): ValueLike {
    return toChannelsLast(x, this.dataFormat);
  }

  #nextSeed(): Tensor {
    this.#seed ??= new LayerSeed((this.config as { readonly seed?: number | null }).seed ?? null);
    return this.#seed.next();
  }
}

/** Frees what is made on the way, where values are computed outside of everything that does so. */
export function tidily<R>(x: ValueLike, fn: () => R): R {
  if (currentTraceScope() !== undefined || isSymbolicTensor(x)) return fn();
  const backend = isEagerValue(x) ? x.backend : activeEagerBackend();
  return backend === undefined ? fn() : backend.tidy(fn);
}

/** One number for each picture, to be met with pictures. Shape `[batch, 1, 1, 1]`. */
export const perPicture = (x: ValueLike): Value => ops.reshape(x, [-1, 1, 1, 1]);

/** A layer that moves pixels: masks move with the pictures, boxes would have to. */
export abstract class MovingLayer<F extends typeof augmentationFields & FieldMap, T extends object> extends RandomPictureLayer<F, T> {
  protected abstract override augment(pictures: ValueLike, drawn: T, interpolation?: Sampling['interpolation']): ValueLike;

  override transformSegmentationMasks(masks: ValueLike, transformation: T, training = true): ValueLike {
    return training ? tidily(masks, () => this.onBatch(masks, (pictures) => this.augment(pictures, transformation, 'nearest'))) : masks;
  }

  override transformBoundingBoxes(boxes: BoundingBoxes, _transformation: T, training = true): BoundingBoxes {
    if (!training) return boxes;
    throw new InvalidArgumentError(`${this.className} '${this.name}': expected no bounding boxes in training, since it moves pixels and does not move boxes with them. Leave 'boundingBoxes' out, or use a layer that keeps pixels in their places.`);
  }
}

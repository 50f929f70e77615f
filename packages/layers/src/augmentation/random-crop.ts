import { ops, tensor, type Dim, type Shape, type TensorSpec, type Value, type ValueLike } from '@kedge/graph-core';
import { count } from '../config/basic-fields.js';
import type { Dialect } from '../config/dialect.js';
import { InvalidConfigError, type Field } from '../config/field.js';
import type { LayerConfig } from '../engine/layer.js';
import { rankOf, shapeOf } from '../layout/channels.js';
import { cropToProportions, pictureSize } from '../preprocessing/crop-box.js';
import { MovingLayer, randomFields, type BatchSize } from './random-picture-layer.js';

type OutsideTraining = 'keep' | 'resize';
const DIALECT_OF: Readonly<Record<OutsideTraining, Dialect>> = { keep: 'keras3', resize: 'keras2' };

/** What comes out without training is no key of Keras: each of its versions does its own. */
const outsideTraining: Field<OutsideTraining | null, OutsideTraining, false> = {
  required: false,
  defaultValue: (dialect) => (dialect === 'keras2' ? 'resize' : 'keep'),
  parse: (value) => value ?? 'keep',
  serialize: () => undefined,
};

const fields = { height: count(), width: count(), outsideTraining, ...randomFields };

export type RandomCropConfig = LayerConfig<typeof fields>;

/** The upper left corner: row and column, whole numbers. */
export interface RandomCropTransformation {
  readonly hStart: ValueLike;
  readonly wStart: ValueLike;
}

/**
 * In training, a random part of `height` rows and `width` columns, the same for all pictures of a batch; pictures that are too
 * small are cropped to its proportions and resized.
 *
 * Output: `[batch, height, width, channels]`. Outside of training it hands pictures through, as Keras 3 does whatever their
 * size, or resizes them as Keras 2 does (`outsideTraining: 'resize'`, which files of Keras 2 mean).
 */
export class RandomCrop extends MovingLayer<typeof fields, RandomCropTransformation> {
  static readonly className = 'RandomCrop';
  static readonly fields = fields;

  constructor(config: RandomCropConfig) {
    super(config);
  }

  /** @throws {InvalidConfigError} when layers of that Keras do something else outside of training. */
  override getConfig(dialect: Dialect = 'keras3'): Record<string, unknown> {
    const { outsideTraining } = this.config;
    if (DIALECT_OF[outsideTraining] === dialect) return super.getConfig(dialect);
    const what = { keep: "keeps pictures as they are outside of training ('keep'), which Keras 2 does not", resize: "resizes pictures outside of training ('resize'), which Keras 3 does not" }[outsideTraining];
    throw new InvalidConfigError(`RandomCrop '${this.name}': it ${what}. Set 'outsideTraining', or save in the other dialect.`);
  }

  /** Keras declares the size of training wherever it is asked. */
  override computeOutputSpec(args: readonly unknown[], kwargs: Readonly<Record<string, unknown>>): unknown {
    const inferred = super.computeOutputSpec(args, kwargs) as TensorSpec | Readonly<Record<string, unknown>>;
    const spec = ({ shape, dtype }: TensorSpec): TensorSpec => ({ shape: this.#declared(shape), dtype });
    return isSpec(inferred) ? spec(inferred) : { ...inferred, images: spec(inferred['images'] as TensorSpec) };
  }

  #declared(shape: Shape): Shape {
    const axis = shape.length - (this.dataFormat === 'channels_last' ? 3 : 2);
    const sizes: readonly Dim[] = [this.config.height, this.config.width];
    return [...shape.slice(0, axis), ...sizes, ...shape.slice(axis + 2)];
  }

  protected override drawFor({ rows, columns }: BatchSize): RandomCropTransformation {
    const { height, width } = this.config;
    if (rows > height && columns > width) {
      const start = (room: number): Value => ops.cast(ops.floor(this.uniform([], [0, room + 1])), 'int32');
      return { hStart: start(rows - height), wStart: start(columns - width) };
    }
    const cropped = [Math.trunc((columns * height) / width), Math.trunc((rows * width) / height)].map((size, i) => Math.max(Math.min([rows, columns][i] ?? 1, size), 1));
    return { hStart: Math.trunc((rows - (cropped[0] ?? 1)) / 2), wStart: Math.trunc((columns - (cropped[1] ?? 1)) / 2) };
  }

  protected override augment(x: ValueLike, { hStart, wStart }: RandomCropTransformation): Value {
    const { height, width } = this.config;
    const cropped = part(part(x, 1, hStart, height), 2, wStart, width);
    const size = pictureSize(shapeOf(cropped)) ?? [];
    return size[0] === height && size[1] === width ? cropped : ops.resize(cropped, [height, width]);
  }

  protected override transform(x: ValueLike): Value {
    const { height, width, outsideTraining } = this.config;
    if (outsideTraining === 'keep') return ops.identity(x);
    return ops.resize(cropToProportions(x, [height, width]), [height, width]);
  }
}

const isSpec = (value: object): value is TensorSpec => 'shape' in value && 'dtype' in value;

/** As many cells of an axis as there are from `start`, `size` at most. */
function part(x: ValueLike, axis: number, start: ValueLike, size: number): Value {
  const there = shapeOf(x)[axis] ?? 0;
  if (typeof start === 'number') {
    const begin = Array.from({ length: rankOf(x) }, (_, i) => (i === axis ? start : 0));
    return ops.slice(x, begin, begin.map((_, i) => (i === axis ? Math.min(size, there - start) : -1)));
  }
  return ops.take(x, ops.add(tensor(Array.from({ length: size }, (_, i) => i), [size], 'int32'), start), axis);
}

/** Makes a {@link RandomCrop}. */
export const randomCrop = (config: RandomCropConfig): RandomCrop => new RandomCrop(config);

import { InvalidArgumentError, ops, type Value, type ValueLike } from '@kedge/graph-core';
import type { LayerConfig } from '../engine/layer.js';
import { boundsOr } from './factor-field.js';
import { mixLabels, permutation } from './mix-labels.js';
import { boxMask, extent } from './random-box.js';
import { randomBeta } from './random-gamma.js';
import { randomFields, RandomPictureLayer, type BatchSize, type BoundingBoxes } from './random-picture-layer.js';

/** Keeps the parameter of the beta distribution above 0. */
const LEAST_ALPHA = 1e-6;

const fields = { factor: boundsOr([0, 1], [0, 1]), ...randomFields };

export type CutMixConfig = LayerConfig<typeof fields>;

/** Which picture each is mixed with and how much of it is left, `[batch]`; which pixels go, in the shape of the pictures. */
export interface CutMixTransformation {
  readonly permutationOrder: ValueLike;
  readonly batchMasks: ValueLike;
  readonly mixWeight: ValueLike;
}

/**
 * In training, puts a box of another picture of the batch into each, and mixes their labels by area; the area that is left is
 * beta distributed, with a parameter drawn from `factor`. Output: shape of the input.
 */
export class CutMix extends RandomPictureLayer<typeof fields, CutMixTransformation> {
  static readonly className = 'CutMix';
  static readonly fields = fields;

  constructor(config: CutMixConfig = {}) {
    super(config);
  }

  protected override drawFor(size: BatchSize): CutMixTransformation {
    const { batch, rows, columns } = size;
    const uniform = (shape: readonly number[]): Value => this.uniform(shape, [0, 1]);
    const alpha = ops.add(this.uniform([], this.config.factor), LEAST_ALPHA);
    const ratio = ops.sqrt(ops.subtract(1, randomBeta(alpha, batch, { uniform, normal: (shape) => this.normal(shape) })));
    const horizontal = extent(ratio, columns, uniform([batch]));
    const vertical = extent(ratio, rows, uniform([batch]));
    const area = ops.multiply(ops.subtract(horizontal[1], horizontal[0]), ops.subtract(vertical[1], vertical[0]));
    return {
      batchMasks: boxMask(size, horizontal, vertical, this.dataFormat),
      mixWeight: ops.subtract(1, ops.divide(area, rows * columns)),
      permutationOrder: permutation(uniform([batch]), batch),
    };
  }

  protected override augment(x: ValueLike, { batchMasks, permutationOrder }: CutMixTransformation): Value {
    return ops.where(this.channelsLast(batchMasks), ops.take(x, permutationOrder, 0), x);
  }

  override transformLabels(labels: ValueLike, { mixWeight, permutationOrder }: CutMixTransformation, training = true): ValueLike {
    return training ? mixLabels(labels, mixWeight, permutationOrder) : labels;
  }

  /** Masks of one channel are cut as one channel of the pictures is. */
  override transformSegmentationMasks(masks: ValueLike, { batchMasks, permutationOrder }: CutMixTransformation, training = true): ValueLike {
    if (!training) return masks;
    const first = ops.slice(batchMasks, [0, 0, 0, 0], this.dataFormat === 'channels_last' ? [-1, -1, -1, 1] : [-1, 1, -1, -1]);
    return ops.where(first, ops.take(masks, permutationOrder, 0), masks);
  }

  override transformBoundingBoxes(boxes: BoundingBoxes, _drawn: CutMixTransformation, training = true): BoundingBoxes {
    if (!training) return boxes;
    throw new InvalidArgumentError(`CutMix '${this.name}': expected no bounding boxes in training, since boxes of which a part is cut away have no place in Keras, either. Leave 'boundingBoxes' out.`);
  }
}

/** Makes a {@link CutMix}. */
export const cutMix = (config: CutMixConfig = {}): CutMix => new CutMix(config);

import { ops, uniformNumbers, type Value, type ValueLike } from '@kedge/graph-core';
import { boolean, integer, number, oneOf } from '../config/basic-fields.js';
import type { LayerConfig } from '../engine/layer.js';
import { AUGMENTERS, augmenters, type Augmenter, type AugmenterName } from './augmentation-chain.js';
import { boundsOr } from './factor-field.js';
import { randomBeta, randomDirichlet, type RandomSource } from './random-gamma.js';
import { randomFields, RandomPictureLayer, type BatchSize } from './random-picture-layer.js';
import { valueRange } from './value-range.js';

/** What AugMix does without `allOps`: the test sets of corruptions hold the rest. */
const WITHOUT_COLOUR: readonly AugmenterName[] = ['random_shear', 'random_translation', 'random_rotation', 'random_posterization', 'solarization', 'auto_contrast', 'equalization'];

const fields = {
  valueRange: valueRange(),
  numChains: integer(3, 1),
  chainDepth: integer(3, 1),
  factor: boundsOr([0, 1], [0, 0.3]),
  alpha: number(1),
  allOps: boolean(true),
  interpolation: oneOf(['bilinear', 'nearest'], 'bilinear'),
  ...randomFields,
};

export type AugMixConfig = LayerConfig<typeof fields>;

/** One step of a chain: which layer, by Keras' name, and what it drew. */
export interface AugMixStep {
  readonly layerName: AugmenterName;
  readonly transformation: object;
}

/** How much each chain counts, `[chains]`; how much of the pictures is left, a scalar; the steps of each chain. */
export interface AugMixTransformation {
  readonly chainMixingWeights: ValueLike;
  readonly weightSample: ValueLike;
  readonly chainTransforms: readonly (readonly AugMixStep[])[];
}

/**
 * In training, sends a batch through several chains of random changes and mixes what comes out with what went in. Output: shape
 * of the input. Hendrycks and others, AugMix (2019).
 */
export class AugMix extends RandomPictureLayer<typeof fields, AugMixTransformation> {
  static readonly className = 'AugMix';
  static readonly fields = fields;
  readonly #layers: Readonly<Record<AugmenterName, Augmenter>>;

  constructor(config: AugMixConfig = {}) {
    super(config);
    this.#layers = augmenters({ ...this.config, name: this.name });
  }

  protected override drawFor(size: BatchSize): AugMixTransformation {
    const { numChains, chainDepth, alpha } = this.config;
    const source: RandomSource = { uniform: (shape) => this.uniform(shape, [0, 1]), normal: (shape) => this.normal(shape) };
    return {
      chainMixingWeights: randomDirichlet(alpha, numChains, source),
      weightSample: ops.reshape(randomBeta(alpha, 1, source), []),
      chainTransforms: Array.from({ length: numChains }, () => this.#chain(chainDepth, size)),
    };
  }

  /** Steps, each a layer or, as probably as any one of them, none. */
  #chain(depth: number, size: BatchSize): readonly AugMixStep[] {
    const names = this.config.allOps ? AUGMENTERS : WITHOUT_COLOUR;
    return Array.from(uniformNumbers(this.nextHostSeed(), depth)).flatMap((u) => {
      const layerName = names[Math.floor(u * (names.length + 1))];
      return layerName === undefined ? [] : [{ layerName, transformation: this.#layers[layerName].drawForBatch(size) }];
    });
  }

  protected override augment(pictures: ValueLike, { chainMixingWeights, weightSample, chainTransforms }: AugMixTransformation): Value {
    const { valueRange } = this.config;
    const weights = ops.split(chainMixingWeights, chainTransforms.length, 0);
    const chains = chainTransforms.map((steps, i) => {
      const changed = steps.reduce((x, { layerName, transformation }) => this.#layers[layerName].transformImages(x, transformation as never), pictures);
      return ops.multiply(changed, weights[i] ?? 0);
    });
    const mixed = chains.reduce((sum, chain) => ops.add(sum, chain));
    return ops.clip(ops.add(ops.multiply(weightSample, pictures), ops.multiply(ops.subtract(1, weightSample), mixed)), valueRange[0], valueRange[1]);
  }
}

/** Makes an {@link AugMix}. */
export const augMix = (config: AugMixConfig = {}): AugMix => new AugMix(config);

import type { ValueLike } from '@kedge/graph-core';
import type { Field } from '../config/field.js';
import type { LayerConfig } from '../engine/layer.js';
import type { Bounds } from './factor-field.js';
import { RandomBrightness, type RandomBrightnessTransformation } from './random-brightness.js';
import { RandomContrast, type RandomContrastTransformation } from './random-contrast.js';
import { RandomHue, type RandomHueTransformation } from './random-hue.js';
import { randomFields, RandomPictureLayer, type BatchSize } from './random-picture-layer.js';
import { RandomSaturation, type RandomSaturationTransformation } from './random-saturation.js';
import { valueRange } from './value-range.js';

type Factor = number | Bounds | null;

/** A factor of one of the layers inside, which checks it. */
const innerFactor: Field<Factor, Factor, false> = { required: false, defaultValue: () => null, parse: (value) => value, serialize: (value) => value };

const fields = { valueRange: valueRange(), brightnessFactor: innerFactor, contrastFactor: innerFactor, saturationFactor: innerFactor, hueFactor: innerFactor, ...randomFields };

export type RandomColorJitterConfig = LayerConfig<typeof fields>;

/** What each of the layers inside draws; nothing for one without a factor. */
export interface RandomColorJitterTransformation {
  readonly brightness?: RandomBrightnessTransformation;
  readonly contrast?: RandomContrastTransformation;
  readonly saturation?: RandomSaturationTransformation;
  readonly hue?: RandomHueTransformation;
}

/**
 * In training, changes brightness, contrast, saturation and hue of each picture at random, in this order, each as far as it has
 * a factor. Output: shape of the input.
 */
export class RandomColorJitter extends RandomPictureLayer<typeof fields, RandomColorJitterTransformation> {
  static readonly className = 'RandomColorJitter';
  static readonly fields = fields;
  readonly #brightness: RandomBrightness | undefined;
  readonly #contrast: RandomContrast | undefined;
  readonly #saturation: RandomSaturation | undefined;
  readonly #hue: RandomHue | undefined;

  constructor(config: RandomColorJitterConfig = {}) {
    super(config);
    const { brightnessFactor, contrastFactor, saturationFactor, hueFactor, valueRange, seed } = this.config;
    const inner = (part: string): { name: string; valueRange: Bounds; seed: number | null } => ({ name: `${this.name}_${part}`, valueRange, seed });
    if (brightnessFactor !== null) this.#brightness = new RandomBrightness({ ...inner('brightness'), factor: brightnessFactor });
    if (contrastFactor !== null) this.#contrast = new RandomContrast({ ...inner('contrast'), factor: typeof contrastFactor === 'number' ? [0, contrastFactor] : contrastFactor });
    if (saturationFactor !== null) this.#saturation = new RandomSaturation({ ...inner('saturation'), factor: saturationFactor });
    if (hueFactor !== null) this.#hue = new RandomHue({ ...inner('hue'), factor: hueFactor });
  }

  protected override drawFor(size: BatchSize): RandomColorJitterTransformation {
    const [brightness, contrast, saturation, hue] = [this.#brightness, this.#contrast, this.#saturation, this.#hue];
    return {
      ...(brightness === undefined ? {} : { brightness: brightness.drawForBatch(size) }),
      ...(contrast === undefined ? {} : { contrast: contrast.drawForBatch(size) }),
      ...(saturation === undefined ? {} : { saturation: saturation.drawForBatch(size) }),
      ...(hue === undefined ? {} : { hue: hue.drawForBatch(size) }),
    };
  }

  protected override augment(pictures: ValueLike, { brightness, contrast, saturation, hue }: RandomColorJitterTransformation): ValueLike {
    const bright = brightness === undefined || this.#brightness === undefined ? pictures : this.#brightness.transformImages(pictures, brightness);
    const contrasting = contrast === undefined || this.#contrast === undefined ? bright : this.#contrast.transformImages(bright, contrast);
    const saturated = saturation === undefined || this.#saturation === undefined ? contrasting : this.#saturation.transformImages(contrasting, saturation);
    return hue === undefined || this.#hue === undefined ? saturated : this.#hue.transformImages(saturated, hue);
  }
}

/** Makes a {@link RandomColorJitter}. */
export const randomColorJitter = (config: RandomColorJitterConfig = {}): RandomColorJitter => new RandomColorJitter(config);

import type { Value, ValueLike } from '@kedge/graph-core';
import { AutoContrast } from './auto-contrast.js';
import { Equalization } from './equalization.js';
import type { Bounds } from './factor-field.js';
import { RandomBrightness } from './random-brightness.js';
import { RandomColorDegeneration } from './random-color-degeneration.js';
import { RandomContrast } from './random-contrast.js';
import type { BatchSize } from './random-picture-layer.js';
import { RandomPosterization } from './random-posterization.js';
import { RandomRotation } from './random-rotation.js';
import { RandomSharpness } from './random-sharpness.js';
import { RandomShear } from './random-shear.js';
import { RandomTranslation } from './random-translation.js';
import { Solarization } from './solarization.js';

/** What the layers of a chain have in common. */
export interface ChainSettings {
  readonly name: string;
  readonly factor: Bounds;
  readonly valueRange: Bounds;
  readonly interpolation: 'bilinear' | 'nearest';
  readonly seed: number | null;
}

/** One way to change pictures: by Keras' name, with what it draws. */
export interface Augmenter {
  drawForBatch(size: BatchSize): object;
  transformImages(images: ValueLike, drawn: never): Value;
}

/** The names of {@link augmenters}, in the order in which Keras counts them. */
export const AUGMENTERS = [
  'random_shear',
  'random_translation',
  'random_rotation',
  'random_brightness',
  'random_color_degeneration',
  'random_contrast',
  'random_sharpness',
  'random_posterization',
  'solarization',
  'auto_contrast',
  'equalization',
] as const;

/** A name of one of {@link AUGMENTERS}. */
export type AugmenterName = (typeof AUGMENTERS)[number];

/** The layers that RandAugment and AugMix choose from; they work on pictures with their channels last. */
export function augmenters({ name, factor, valueRange, interpolation, seed }: ChainSettings): Readonly<Record<AugmenterName, Augmenter>> {
  const common = (part: AugmenterName): { name: string; seed: number | null } => ({ name: `${name}_${part}`, seed });
  return {
    random_shear: new RandomShear({ ...common('random_shear'), xFactor: factor, yFactor: factor, interpolation }),
    random_translation: new RandomTranslation({ ...common('random_translation'), heightFactor: factor, widthFactor: factor, interpolation }),
    random_rotation: new RandomRotation({ ...common('random_rotation'), factor, interpolation }),
    random_brightness: new RandomBrightness({ ...common('random_brightness'), factor, valueRange }),
    random_color_degeneration: new RandomColorDegeneration({ ...common('random_color_degeneration'), factor, valueRange }),
    random_contrast: new RandomContrast({ ...common('random_contrast'), factor, valueRange }),
    random_sharpness: new RandomSharpness({ ...common('random_sharpness'), factor, valueRange }),
    random_posterization: new RandomPosterization({ ...common('random_posterization'), factor: Math.max(1, Math.trunc(8 * factor[1])), valueRange }),
    solarization: new Solarization({ ...common('solarization'), additionFactor: factor, thresholdFactor: factor, valueRange }),
    auto_contrast: new AutoContrast({ name: `${name}_auto_contrast`, valueRange }),
    equalization: new Equalization({ name: `${name}_equalization`, valueRange }),
  };
}

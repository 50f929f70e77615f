import type { PreprocessMode } from './preprocess-input.js';

/** What is known of an application besides its layers. */
export interface ApplicationFacts {
  /** Name of the function here. */
  readonly name: string;
  /** How its pixels are scaled: `tf` x / 127.5 - 1, `caffe` BGR minus means, `torch` normalised. */
  readonly preprocess: PreprocessMode;
  /** Rows and columns of the pictures that it was trained on. */
  readonly inputSize: number;
  /** Smallest rows and columns that it takes. */
  readonly minSize: number;
}

/** Every application, with how its pictures are prepared. */
export const applications: readonly ApplicationFacts[] = [
  { name: 'inceptionV3', preprocess: 'tf', inputSize: 299, minSize: 75 },
  { name: 'mobileNetV2', preprocess: 'tf', inputSize: 224, minSize: 32 },
];

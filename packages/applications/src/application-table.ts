import type { PreprocessMode } from './preprocess-input.js';

/** The file that an application is built in, with its kin. */
export type ApplicationFamily =
  | 'vgg'
  | 'res-net'
  | 'inception-v3'
  | 'inception-res-net-v2'
  | 'xception'
  | 'mobile-net'
  | 'mobile-net-v2'
  | 'mobile-net-v3'
  | 'dense-net'
  | 'nas-net'
  | 'efficient-net'
  | 'efficient-net-v2'
  | 'conv-next';

/** What is known of an application besides its layers. */
export interface ApplicationFacts {
  /** Name of the function here. */
  readonly name: string;
  readonly family: ApplicationFamily;
  /** How its pixels are scaled: `tf` x / 127.5 - 1, `caffe` BGR minus means, `torch` normalised, `none` where it does so itself. */
  readonly preprocess: PreprocessMode;
  /** Rows and columns of the pictures that it was trained on. */
  readonly inputSize: number;
  /** Smallest rows and columns that it takes. */
  readonly minSize: number;
}

/** Applications that differ in the size of their pictures. */
const kin = (family: ApplicationFamily, preprocess: PreprocessMode, minSize: number, sizes: Readonly<Record<string, number>>): ApplicationFacts[] =>
  Object.entries(sizes).map(([name, inputSize]) => ({ name, family, preprocess, inputSize, minSize }));

/** Every application, with how its pictures are prepared. `loadApplication` of `@kedge/applications/load-application` gives the function. */
export const applications: readonly ApplicationFacts[] = [
  ...kin('vgg', 'caffe', 32, { vgg16: 224, vgg19: 224 }),
  ...kin('res-net', 'caffe', 32, { resNet50: 224, resNet101: 224, resNet152: 224 }),
  ...kin('res-net', 'tf', 32, { resNet50V2: 224, resNet101V2: 224, resNet152V2: 224 }),
  ...kin('inception-v3', 'tf', 75, { inceptionV3: 299 }),
  ...kin('inception-res-net-v2', 'tf', 75, { inceptionResNetV2: 299 }),
  ...kin('xception', 'tf', 71, { xception: 299 }),
  ...kin('mobile-net', 'tf', 32, { mobileNet: 224 }),
  ...kin('mobile-net-v2', 'tf', 32, { mobileNetV2: 224 }),
  ...kin('mobile-net-v3', 'none', 32, { mobileNetV3Small: 224, mobileNetV3Large: 224 }),
  ...kin('dense-net', 'torch', 32, { denseNet121: 224, denseNet169: 224, denseNet201: 224 }),
  ...kin('nas-net', 'tf', 32, { nasNetMobile: 224, nasNetLarge: 331 }),
  ...kin('efficient-net', 'none', 32, { efficientNetB0: 224, efficientNetB1: 240, efficientNetB2: 260, efficientNetB3: 300 }),
  ...kin('efficient-net', 'none', 32, { efficientNetB4: 380, efficientNetB5: 456, efficientNetB6: 528, efficientNetB7: 600 }),
  ...kin('efficient-net-v2', 'none', 32, { efficientNetV2B0: 224, efficientNetV2B1: 240, efficientNetV2B2: 260, efficientNetV2B3: 300 }),
  ...kin('efficient-net-v2', 'none', 32, { efficientNetV2S: 384, efficientNetV2M: 480, efficientNetV2L: 480 }),
  ...kin('conv-next', 'none', 32, { convNeXtTiny: 224, convNeXtSmall: 224, convNeXtBase: 224, convNeXtLarge: 224, convNeXtXLarge: 224 }),
];

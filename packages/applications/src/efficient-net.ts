import type { SymbolicTensor } from '@kedge/graph-core';
import { normalization, rescaling, zeroPadding2d, type Model } from '@kedge/layers';
import { assemble } from './assemble.js';
import { chain, normalizer, plainConv, plainDepthwise } from './chain.js';
import { addShortcut, convInitializer, dropRateAt, headOf, prefixOf, squeeze, squeezedFrom, swish } from './efficient-blocks.js';
import { addHead } from './head.js';
import { IMAGENET_SCALING_RULE, type ApplicationOptions } from './options.js';
import { paddingFor } from './padding-for.js';
import { divisibleByEight } from './round-channels.js';

/*
 * Tan and Le, "EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks" (2019), as
 * keras.applications.EfficientNetB0 ... B7 build them.
 */

/** Options of {@link efficientNetB0} and its larger kin. */
export interface EfficientNetOptions extends ApplicationOptions {
  /**
   * Whether pixels are scaled once more after they are normalized, as the official ImageNet weights expect it; false when missing.
   * Keras has that layer when it downloads those weights, and not when it is told to load the same file.
   */
  readonly imagenetScaling?: boolean;
}

/** A stage: rows and columns of its window, blocks and channels before scaling, how many times wider blocks are inside, first stride. */
type Stage = readonly [window: 3 | 5, repeats: number, filters: number, expansion: number, stride: 1 | 2];

const STAGES: readonly Stage[] = [
  [3, 1, 16, 1, 1],
  [3, 2, 24, 6, 2],
  [5, 2, 40, 6, 2],
  [3, 3, 80, 6, 2],
  [5, 3, 112, 6, 1],
  [5, 4, 192, 6, 2],
  [3, 1, 320, 6, 1],
];

/** Width, depth, size of pictures and share dropped before the classifier, by the number in the name. */
const SCALES = [
  [1, 1, 224, 0.2],
  [1, 1.1, 240, 0.2],
  [1.1, 1.2, 260, 0.3],
  [1.2, 1.4, 300, 0.3],
  [1.4, 1.8, 380, 0.4],
  [1.6, 2.2, 456, 0.4],
  [1.8, 2.6, 528, 0.5],
  [2, 3.1, 600, 0.5],
] as const;

/** Deviations of ImageNet's channels. */
const DEVIATIONS = [0.229, 0.224, 0.225];

const normalize = normalizer({ axis: 3 });
const initialized = (): { readonly kernelInitializer: ReturnType<typeof convInitializer> } => ({ kernelInitializer: convInitializer() });

function block(x: SymbolicTensor, prefix: string, [window, , filters, expansion]: Stage, strides: 1 | 2, dropRate: number): SymbolicTensor {
  const channels = x.shape.at(-1) ?? 0;
  let y = x;
  if (expansion > 1) {
    const widen = plainConv(channels * expansion, 1, `${prefix}expand_conv`, { padding: 'same', ...initialized() });
    y = chain(y, widen, normalize(`${prefix}expand_bn`), swish(`${prefix}expand_activation`));
  }
  if (strides === 2) y = zeroPadding2d({ padding: paddingFor(y, window), name: `${prefix}dwconv_pad` }).apply(y);
  const depthwise = plainDepthwise(window, `${prefix}dwconv`, { strides, padding: strides === 2 ? 'valid' : 'same', depthwiseInitializer: convInitializer() });
  y = squeeze(chain(y, depthwise, normalize(`${prefix}bn`), swish(`${prefix}activation`)), squeezedFrom(channels), prefix);
  y = chain(y, plainConv(filters, 1, `${prefix}project_conv`, { padding: 'same', ...initialized() }), normalize(`${prefix}project_bn`));
  return strides === 1 && channels === filters ? addShortcut(x, y, dropRate, prefix) : y;
}

function efficientNet(index: number, options: EfficientNetOptions): Model {
  const [width, depth, defaultSize, dropoutRate] = SCALES[index] ?? SCALES[0];
  const wide = (filters: number): number => divisibleByEight(filters * width);
  const deep = (repeats: number): number => Math.ceil(depth * repeats);
  const plan = { application: `efficientNetB${index}`, modelName: `efficientnetb${index}`, defaultSize, minSize: 32, ownRules: [IMAGENET_SCALING_RULE] };
  return assemble(options, plan, (entry, names) => {
    let x = chain(entry, rescaling({ scale: 1 / 255, name: names('rescaling') }), normalization({ axis: 3, name: names('normalization') }));
    if (options.imagenetScaling === true) x = rescaling({ scale: DEVIATIONS.map((deviation) => 1 / Math.sqrt(deviation)), name: names('rescaling') }).apply(x);
    x = zeroPadding2d({ padding: paddingFor(x, 3), name: 'stem_conv_pad' }).apply(x);
    x = chain(x, plainConv(wide(32), 3, 'stem_conv', { strides: 2, ...initialized() }), normalize('stem_bn'), swish('stem_activation'));
    const count = STAGES.reduce((sum, [, repeats]) => sum + deep(repeats), 0);
    let done = 0;
    STAGES.forEach(([window, repeats, filters, expansion, stride], i) => {
      const stage: Stage = [window, repeats, wide(filters), expansion, stride];
      for (let j = 0; j < deep(repeats); j++) x = block(x, prefixOf(i, j), stage, j === 0 ? stride : 1, dropRateAt(done++, count));
    });
    x = chain(x, plainConv(wide(1280), 1, 'top_conv', { padding: 'same', ...initialized() }), normalize('top_bn'), swish('top_activation'));
    return addHead(x, options, names, headOf(dropoutRate));
  });
}

/**
 * EfficientNetB0 with weights from its initializers. It takes pixels from 0 to 255 and scales them itself.
 *
 * @param options As in `keras.applications.EfficientNetB0`; pictures of 224 x 224 by default, 32 x 32 at least.
 * @returns With a top `[batch, classes]`, else feature maps `[batch, rows, columns, 1280]` or, pooled, `[batch, 1280]`.
 * @throws InvalidArgumentError for options that do not fit or that there are not.
 */
export const efficientNetB0 = (options: EfficientNetOptions = {}): Model => efficientNet(0, options);

/** EfficientNetB1: as {@link efficientNetB0}, deeper, for pictures of 240 x 240. */
export const efficientNetB1 = (options: EfficientNetOptions = {}): Model => efficientNet(1, options);

/** EfficientNetB2: as {@link efficientNetB0}, wider and deeper, for pictures of 260 x 260. */
export const efficientNetB2 = (options: EfficientNetOptions = {}): Model => efficientNet(2, options);

/** EfficientNetB3: as {@link efficientNetB0}, wider and deeper, for pictures of 300 x 300. */
export const efficientNetB3 = (options: EfficientNetOptions = {}): Model => efficientNet(3, options);

/** EfficientNetB4: as {@link efficientNetB0}, wider and deeper, for pictures of 380 x 380. */
export const efficientNetB4 = (options: EfficientNetOptions = {}): Model => efficientNet(4, options);

/** EfficientNetB5: as {@link efficientNetB0}, wider and deeper, for pictures of 456 x 456. */
export const efficientNetB5 = (options: EfficientNetOptions = {}): Model => efficientNet(5, options);

/** EfficientNetB6: as {@link efficientNetB0}, wider and deeper, for pictures of 528 x 528. */
export const efficientNetB6 = (options: EfficientNetOptions = {}): Model => efficientNet(6, options);

/** EfficientNetB7: as {@link efficientNetB0}, wider and deeper, for pictures of 600 x 600. */
export const efficientNetB7 = (options: EfficientNetOptions = {}): Model => efficientNet(7, options);

import type { SymbolicTensor } from '@kedge/graph-core';
import { initializers, normalization, rescaling, type Model } from '@kedge/layers';
import { assemble } from './assemble.js';
import { chain, normalizer, plainConv, plainDepthwise } from './chain.js';
import { addShortcut, convInitializer, dropRateAt, headOf, prefixOf, squeeze, squeezedFrom, swish } from './efficient-blocks.js';
import { addHead } from './head.js';
import type { LayerNames } from './layer-names.js';
import { PREPROCESSING_RULE, type ApplicationOptions } from './options.js';
import { nearestEight } from './round-channels.js';

/*
 * Tan and Le, "EfficientNetV2: Smaller Models and Faster Training" (2021), as keras.applications.EfficientNetV2B0 ... B3, S, M and L
 * build them.
 */

/** Options of {@link efficientNetV2B0} and its larger kin. */
export interface EfficientNetV2Options extends ApplicationOptions {
  /** Whether the network scales pixels from 0..255 by itself; true when missing. */
  readonly includePreprocessing?: boolean;
}

/**
 * A stage: whether widening and the window are one convolution (`fused`), how many times wider blocks are inside, blocks and
 * channels before scaling, first stride. Blocks that are not fused squeeze.
 */
type Stage = readonly [kind: 'fused' | 'split', expansion: number, repeats: number, filters: number, stride: 1 | 2];

/** A network before scaling. */
interface Architecture {
  /** Channels of the first convolution. */
  readonly stem: number;
  readonly stages: readonly Stage[];
}

const BASE: Architecture = {
  stem: 32,
  stages: [
    ['fused', 1, 1, 16, 1],
    ['fused', 4, 2, 32, 2],
    ['fused', 4, 2, 48, 2],
    ['split', 4, 3, 96, 2],
    ['split', 6, 5, 112, 1],
    ['split', 6, 8, 192, 2],
  ],
};

const SMALL: Architecture = {
  stem: 24,
  stages: [
    ['fused', 1, 2, 24, 1],
    ['fused', 4, 4, 48, 2],
    ['fused', 4, 4, 64, 2],
    ['split', 4, 6, 128, 2],
    ['split', 6, 9, 160, 1],
    ['split', 6, 15, 256, 2],
  ],
};

const MEDIUM: Architecture = {
  stem: 24,
  stages: [
    ['fused', 1, 3, 24, 1],
    ['fused', 4, 5, 48, 2],
    ['fused', 4, 5, 80, 2],
    ['split', 4, 7, 160, 2],
    ['split', 6, 14, 176, 1],
    ['split', 6, 18, 304, 2],
    ['split', 6, 5, 512, 1],
  ],
};

const LARGE: Architecture = {
  stem: 32,
  stages: [
    ['fused', 1, 4, 32, 1],
    ['fused', 4, 7, 64, 2],
    ['fused', 4, 7, 96, 2],
    ['split', 4, 10, 192, 2],
    ['split', 6, 19, 224, 1],
    ['split', 6, 25, 384, 2],
    ['split', 6, 7, 640, 1],
  ],
};

/** What tells the networks apart. */
interface Variant extends Architecture {
  readonly size: number;
  readonly width: number;
  readonly depth: number;
}

const VARIANTS = {
  B0: { ...BASE, size: 224, width: 1, depth: 1 },
  B1: { ...BASE, size: 240, width: 1, depth: 1.1 },
  B2: { ...BASE, size: 260, width: 1.1, depth: 1.2 },
  B3: { ...BASE, size: 300, width: 1.2, depth: 1.4 },
  S: { ...SMALL, size: 384, width: 1, depth: 1 },
  M: { ...MEDIUM, size: 480, width: 1, depth: 1 },
  L: { ...LARGE, size: 480, width: 1, depth: 1 },
} as const satisfies Record<string, Variant>;
type VariantName = keyof typeof VARIANTS;

/** Share that is dropped before the classifier. */
const DROPOUT_RATE = 0.2;

const normalize = normalizer({ axis: 3, momentum: 0.9 });
const convolve = (filters: number, window: number, name: string, strides: 1 | 2 = 1): ReturnType<typeof plainConv> =>
  plainConv(filters, window, name, { strides, padding: 'same', kernelInitializer: convInitializer() });

/** Widening and window apart, with squeezing. */
function splitBody(x: SymbolicTensor, prefix: string, [, expansion, , filters]: Stage, strides: 1 | 2): SymbolicTensor {
  const channels = x.shape.at(-1) ?? 0;
  const wide = chain(x, convolve(channels * expansion, 1, `${prefix}expand_conv`), normalize(`${prefix}expand_bn`), swish(`${prefix}expand_activation`));
  const depthwise = plainDepthwise(3, `${prefix}dwconv2`, { strides, padding: 'same', depthwiseInitializer: convInitializer() });
  const y = chain(wide, depthwise, normalize(`${prefix}bn`), swish(`${prefix}activation`));
  return chain(squeeze(y, squeezedFrom(channels), prefix), convolve(filters, 1, `${prefix}project_conv`), normalize(`${prefix}project_bn`));
}

/** Widening by the window; where nothing is widened, the window makes the channels that come out. */
function fusedBody(x: SymbolicTensor, prefix: string, [, expansion, , filters]: Stage, strides: 1 | 2): SymbolicTensor {
  if (expansion === 1) return chain(x, convolve(filters, 3, `${prefix}project_conv`, strides), normalize(`${prefix}project_bn`), swish(`${prefix}project_activation`));
  const channels = (x.shape.at(-1) ?? 0) * expansion;
  const wide = chain(x, convolve(channels, 3, `${prefix}expand_conv`, strides), normalize(`${prefix}expand_bn`), swish(`${prefix}expand_activation`));
  return chain(wide, convolve(filters, 1, `${prefix}project_conv`), normalize(`${prefix}project_bn`));
}

function block(x: SymbolicTensor, prefix: string, stage: Stage, strides: 1 | 2, dropRate: number): SymbolicTensor {
  const [kind, , , filters] = stage;
  const y = kind === 'fused' ? fusedBody(x, prefix, stage, strides) : splitBody(x, prefix, stage, strides);
  return strides === 1 && x.shape.at(-1) === filters ? addShortcut(x, y, dropRate, prefix) : y;
}

/** Mean and variance of ImageNet's channels, of pixels from 0 to 1. */
const STATISTICS = { mean: [0.485, 0.456, 0.406], variance: [0.229, 0.224, 0.225].map((deviation) => deviation * deviation) };

/** Scales pixels: the B networks by ImageNet's statistics where there are three channels, all others to -1..1. */
function scalePixels(entry: SymbolicTensor, name: VariantName, names: LayerNames): SymbolicTensor {
  const isNormalized = name.startsWith('B') && entry.shape.at(-1) === 3;
  if (!isNormalized) return rescaling({ scale: 1 / 128, offset: -1, name: names('rescaling') }).apply(entry);
  return chain(entry, rescaling({ scale: 1 / 255, name: names('rescaling') }), normalization({ ...STATISTICS, axis: 3, name: names('normalization') }));
}

function efficientNetV2(name: VariantName, options: EfficientNetV2Options): Model {
  const { stem, stages, size, width, depth }: Variant = VARIANTS[name];
  const wide = (filters: number): number => nearestEight(filters * width);
  const plan = { application: `efficientNetV2${name}`, modelName: `efficientnetv2-${name.toLowerCase()}`, defaultSize: size, minSize: 32, ownRules: [PREPROCESSING_RULE] };
  return assemble(options, plan, (entry, names) => {
    const scaled = options.includePreprocessing === false ? entry : scalePixels(entry, name, names);
    let x = chain(scaled, convolve(wide(stem), 3, 'stem_conv', 2), normalize('stem_bn'), swish('stem_activation'));
    // Keras counts the blocks before scaling here.
    const count = stages.reduce((sum, [, , repeats]) => sum + repeats, 0);
    let done = 0;
    stages.forEach(([kind, expansion, repeats, filters, stride], i) => {
      const stage: Stage = [kind, expansion, repeats, wide(filters), stride];
      for (let j = 0; j < Math.ceil(depth * repeats); j++) x = block(x, prefixOf(i, j), stage, j === 0 ? stride : 1, dropRateAt(done++, count));
    });
    x = chain(x, convolve(wide(1280), 1, 'top_conv'), normalize('top_bn'), swish('top_activation'));
    return addHead(x, options, names, headOf(DROPOUT_RATE, { biasInitializer: new initializers.Constant({ value: 0 }) }));
  });
}

/**
 * EfficientNetV2B0 with weights from its initializers. It takes pixels from 0 to 255 and scales them itself, unless
 * `includePreprocessing` is false.
 *
 * @param options As in `keras.applications.EfficientNetV2B0`; pictures of 224 x 224 by default, 32 x 32 at least.
 * @returns With a top `[batch, classes]`, else feature maps `[batch, rows, columns, 1280]` or, pooled, `[batch, 1280]`.
 * @throws InvalidArgumentError for options that do not fit or that there are not.
 */
export const efficientNetV2B0 = (options: EfficientNetV2Options = {}): Model => efficientNetV2('B0', options);

/** EfficientNetV2B1: as {@link efficientNetV2B0}, deeper, for pictures of 240 x 240. */
export const efficientNetV2B1 = (options: EfficientNetV2Options = {}): Model => efficientNetV2('B1', options);

/** EfficientNetV2B2: as {@link efficientNetV2B0}, wider and deeper, for pictures of 260 x 260. */
export const efficientNetV2B2 = (options: EfficientNetV2Options = {}): Model => efficientNetV2('B2', options);

/** EfficientNetV2B3: as {@link efficientNetV2B0}, wider and deeper, for pictures of 300 x 300. */
export const efficientNetV2B3 = (options: EfficientNetV2Options = {}): Model => efficientNetV2('B3', options);

/** EfficientNetV2S: the small network of the second generation, for pictures of 384 x 384. */
export const efficientNetV2S = (options: EfficientNetV2Options = {}): Model => efficientNetV2('S', options);

/** EfficientNetV2M: the medium network of the second generation, for pictures of 480 x 480. */
export const efficientNetV2M = (options: EfficientNetV2Options = {}): Model => efficientNetV2('M', options);

/** EfficientNetV2L: the large network of the second generation, for pictures of 480 x 480. */
export const efficientNetV2L = (options: EfficientNetV2Options = {}): Model => efficientNetV2('L', options);

import { ops, type SymbolicTensor } from '@kedge/graph-core';
import { conv2d, dense, globalAveragePooling2d, layerNormalization, layerScale, normalization, sequential, type Layer, type Model } from '@kedge/layers';
import { assemble } from './assemble.js';
import { activate, chain, type Name } from './chain.js';
import { addClassifier, addPooling } from './head.js';
import type { LayerNames } from './layer-names.js';
import { PREPROCESSING_RULE, type ApplicationOptions } from './options.js';

/* Liu et al., "A ConvNet for the 2020s" (2022), as keras.applications.ConvNeXtTiny ... ConvNeXtXLarge build them. */

/** Options of {@link convNeXtTiny} and its larger kin. */
export interface ConvNeXtOptions extends ApplicationOptions {
  /** Whether the network normalizes pixels from 0..255 by itself, where they have three channels; true when missing. */
  readonly includePreprocessing?: boolean;
}

/** Blocks of each stage, and channels of the first one; each stage has twice those of the one before. */
const SIZES = {
  Tiny: [[3, 3, 9, 3], 96],
  Small: [[3, 3, 27, 3], 96],
  Base: [[3, 3, 27, 3], 128],
  Large: [[3, 3, 27, 3], 192],
  XLarge: [[3, 3, 27, 3], 256],
} as const;

const normalize = (name: Name): Layer => layerNormalization({ epsilon: 1e-6, name });

/** Mean and variance of ImageNet's channels, of pixels from 0 to 255. */
const STATISTICS = {
  mean: [0.485, 0.456, 0.406].map((mean) => mean * 255),
  variance: [0.229, 0.224, 0.225].map((deviation) => (deviation * 255) ** 2),
};

/** What the factors of the residuals are at first. */
const FIRST_FACTOR = 1e-6;

/** A wide window for each channel by itself, then two dense layers over the channels of each cell; scaled, and added to the input. */
function block(x: SymbolicTensor, channels: number, name: string): SymbolicTensor {
  const y = chain(
    x,
    conv2d({ filters: channels, kernelSize: 7, padding: 'same', groups: channels, name: `${name}_depthwise_conv` }),
    normalize(`${name}_layernorm`),
    dense({ units: 4 * channels, name: `${name}_pointwise_conv_1` }),
    activate('gelu', `${name}_gelu`),
    dense({ units: channels, name: `${name}_pointwise_conv_2` }),
    layerScale({ initValues: FIRST_FACTOR, projectionDim: channels, name: `${name}_layer_scale` }),
    // Keras drops whole examples here, in networks that are built with such a rate; none of these is.
    activate('linear', `${name}_identity`),
  );
  return ops.add(x, y) as SymbolicTensor;
}

/** Before each stage: windows that do not overlap, normalized before or, the first time, after. */
function downsample(stage: number, channels: number, name: string): Layer {
  if (stage === 0) {
    const layers = [conv2d({ filters: channels, kernelSize: 4, strides: 4, name: `${name}_stem_conv` }), normalize(`${name}_stem_layernorm`)];
    return sequential({ layers, name: `${name}_stem` });
  }
  const i = stage - 1;
  const layers = [normalize(`${name}_downsampling_layernorm_${i}`), conv2d({ filters: channels, kernelSize: 2, strides: 2, name: `${name}_downsampling_conv_${i}` })];
  return sequential({ layers, name: `${name}_downsampling_block_${i}` });
}

function addTop(x: SymbolicTensor, options: ConvNeXtOptions, names: LayerNames, name: string): SymbolicTensor {
  if (options.includeTop === false) return normalize(names('layer_normalization')).apply(addPooling(x, options, names));
  const pooled = chain(x, globalAveragePooling2d({ name: `${name}_head_gap` }), normalize(`${name}_head_layernorm`));
  return addClassifier(pooled, options, { name: `${name}_head_dense` });
}

function convNeXt(size: keyof typeof SIZES, options: ConvNeXtOptions): Model {
  const [depths, width] = SIZES[size];
  const modelName = `convnext_${size.toLowerCase()}`;
  return assemble(options, { application: `convNeXt${size}`, modelName, defaultSize: 224, minSize: 32, ownRules: [PREPROCESSING_RULE] }, (entry, names) => {
    // Here the names of layers begin with that of the model.
    const name = options.name ?? modelName;
    const isNormalized = options.includePreprocessing !== false && entry.shape.at(-1) === 3;
    let x = isNormalized ? normalization({ ...STATISTICS, name: `${name}_prestem_normalization` }).apply(entry) : entry;
    depths.forEach((count, stage) => {
      const channels = width * 2 ** stage;
      x = downsample(stage, channels, name).apply(x);
      for (let j = 0; j < count; j++) x = block(x, channels, `${name}_stage_${stage}_block_${j}`);
    });
    return addTop(x, options, names, name);
  });
}

/**
 * ConvNeXtTiny with weights from its initializers. It takes pixels from 0 to 255 and normalizes them itself, unless
 * `includePreprocessing` is false.
 *
 * @param options As in `keras.applications.ConvNeXtTiny`; pictures of 224 x 224 by default, 32 x 32 at least.
 * @returns With a top `[batch, classes]`, else feature maps `[batch, rows, columns, 768]` or, pooled, `[batch, 768]`.
 * @throws InvalidArgumentError for options that do not fit or that there are not.
 */
export const convNeXtTiny = (options: ConvNeXtOptions = {}): Model => convNeXt('Tiny', options);

/** ConvNeXtSmall: as {@link convNeXtTiny}, three times as deep in its third stage. */
export const convNeXtSmall = (options: ConvNeXtOptions = {}): Model => convNeXt('Small', options);

/** ConvNeXtBase: as {@link convNeXtSmall}, with 1024 channels in the end. */
export const convNeXtBase = (options: ConvNeXtOptions = {}): Model => convNeXt('Base', options);

/** ConvNeXtLarge: as {@link convNeXtSmall}, with 1536 channels in the end. */
export const convNeXtLarge = (options: ConvNeXtOptions = {}): Model => convNeXt('Large', options);

/** ConvNeXtXLarge: as {@link convNeXtSmall}, with 2048 channels in the end. */
export const convNeXtXLarge = (options: ConvNeXtOptions = {}): Model => convNeXt('XLarge', options);

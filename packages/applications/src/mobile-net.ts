import type { SymbolicTensor } from '@kedge/graph-core';
import { activation, conv2d, dropout, globalAveragePooling2d, reLU, reshape, zeroPadding2d, type Model } from '@kedge/layers';
import { assemble, type Plan } from './assemble.js';
import { chain, normalizer, plainConv, plainDepthwise } from './chain.js';
import { activationOf, addPooling, classesOf } from './head.js';
import type { LayerNames } from './layer-names.js';
import { obtainInputShape } from './obtain-input.js';
import { ALPHA_RULE, DEPTH_MULTIPLIER_RULE, rateRule, type ApplicationOptions } from './options.js';
import { twoDecimals } from './two-decimals.js';

/*
 * Howard et al., "MobileNets: Efficient Convolutional Neural Networks for Mobile Vision Applications" (2017), as
 * keras.applications.MobileNet builds it.
 */

/** Options of {@link mobileNet}. */
export interface MobileNetOptions extends ApplicationOptions {
  /** Width of the network: 1 by default, more or fewer channels otherwise. */
  readonly alpha?: number;
  /** Channels that each depthwise convolution makes of one; 1 when missing. */
  readonly depthMultiplier?: number;
  /** Share that is dropped before the classifier in training; 0.001 when missing. */
  readonly dropout?: number;
}

/** Blocks: channels that come out, before `alpha`, and stride. */
const BLOCKS: readonly (readonly [filters: number, stride: 1 | 2])[] = [
  [64, 1],
  [128, 2],
  [128, 1],
  [256, 2],
  [256, 1],
  [512, 2],
  [512, 1],
  [512, 1],
  [512, 1],
  [512, 1],
  [512, 1],
  [1024, 2],
  [1024, 1],
];

const normalize = normalizer({ axis: -1 });
const cut = (name: string): ReturnType<typeof reLU> => reLU({ maxValue: 6, name });

/** Convolves each channel by itself, then mixes channels. */
function block(x: SymbolicTensor, index: number, filters: number, strides: 1 | 2, depthMultiplier: number): SymbolicTensor {
  const entry = strides === 1 ? x : zeroPadding2d({ padding: [[0, 1], [0, 1]], name: `conv_pad_${index}` }).apply(x);
  return chain(
    entry,
    plainDepthwise(3, `conv_dw_${index}`, { strides, depthMultiplier, padding: strides === 1 ? 'same' : 'valid' }),
    normalize(`conv_dw_${index}_bn`),
    cut(`conv_dw_${index}_relu`),
    plainConv(filters, 1, `conv_pw_${index}`, { padding: 'same' }),
    normalize(`conv_pw_${index}_bn`),
    cut(`conv_pw_${index}_relu`),
  );
}

/** The classifier, a convolution over the one cell that pooling leaves. */
function classify(x: SymbolicTensor, options: MobileNetOptions, names: LayerNames): SymbolicTensor {
  const classes = classesOf(options);
  return chain(
    x,
    globalAveragePooling2d({ keepdims: true, name: names('global_average_pooling2d') }),
    dropout({ rate: options.dropout ?? 1e-3, name: 'dropout' }),
    conv2d({ filters: classes, kernelSize: 1, padding: 'same', name: 'conv_preds' }),
    reshape({ targetShape: [classes], name: 'reshape_2' }),
    activation({ activation: activationOf(options), name: 'predictions' }),
  );
}

const RULE: Omit<Plan, 'modelName'> = { application: 'mobileNet', defaultSize: 224, minSize: 32, ownRules: [ALPHA_RULE, DEPTH_MULTIPLIER_RULE, rateRule('dropout')] };

/**
 * MobileNet with weights from its initializers. Preprocessing mode `tf`.
 *
 * @param options As in `keras.applications.MobileNet`; pictures of 224 x 224 by default, 32 x 32 at least.
 * @returns With a top `[batch, classes]`, else feature maps `[batch, rows, columns, 1024 * alpha]` or, pooled, `[batch, 1024 * alpha]`.
 * @throws InvalidArgumentError for options that do not fit or that there are not.
 */
export function mobileNet(options: MobileNetOptions = {}): Model {
  const { alpha = 1, depthMultiplier = 1 } = options;
  const wide = (filters: number): number => Math.trunc(filters * alpha);
  const modelName = (): string => `mobilenet_${twoDecimals(alpha)}_${obtainInputShape(options, RULE)[0] ?? 'None'}`;
  return assemble(options, { ...RULE, modelName }, (entry, names) => {
    let x = chain(entry, plainConv(wide(32), 3, 'conv1', { strides: 2, padding: 'same' }), normalize('conv1_bn'), cut('conv1_relu'));
    BLOCKS.forEach(([filters, strides], i) => (x = block(x, i + 1, wide(filters), strides, depthMultiplier)));
    return options.includeTop === false ? addPooling(x, options, names) : classify(x, options, names);
  });
}

import type { Dim, SymbolicTensor } from '@kedge/graph-core';
import { reLU, zeroPadding2d, type Model } from '@kedge/layers';
import { assemble } from './assemble.js';
import { chain, join, normalizer, plainConv, plainDepthwise } from './chain.js';
import { addHead } from './head.js';
import { obtainInputShape, type InputRule } from './obtain-input.js';
import { ALPHA_RULE, type ApplicationOptions } from './options.js';
import { paddingFor } from './padding-for.js';
import { divisibleByEight } from './round-channels.js';
import { twoDecimals } from './two-decimals.js';

/*
 * Sandler et al., "MobileNetV2: Inverted Residuals and Linear Bottlenecks" (2018), as keras.applications.MobileNetV2 builds it:
 * same layers, same names, same order.
 */

/** Options of {@link mobileNetV2}. */
export interface MobileNetV2Options extends ApplicationOptions {
  /** Width of the network: 1 by default, more or fewer channels otherwise. */
  readonly alpha?: number;
}

/** Blocks: channels that come out, before `alpha`, and stride; the first one does not expand. */
const BLOCKS: readonly (readonly [filters: number, stride: 1 | 2])[] = [
  [16, 1],
  [24, 2],
  [24, 1],
  [32, 2],
  [32, 1],
  [32, 1],
  [64, 2],
  [64, 1],
  [64, 1],
  [64, 1],
  [96, 1],
  [96, 1],
  [96, 1],
  [160, 2],
  [160, 1],
  [160, 1],
  [320, 1],
];

/** How many times wider a block is inside. */
const EXPANSION = 6;

const normalize = normalizer({ axis: -1, epsilon: 1e-3, momentum: 0.999 });
const cut = (name: string): ReturnType<typeof reLU> => reLU({ maxValue: 6, name });

/** An inverted residual: widen, convolve each channel by itself, narrow; and add the input where it has the same shape. */
function block(x: SymbolicTensor, index: number, filters: number, strides: 1 | 2): SymbolicTensor {
  const channels = x.shape.at(-1) ?? 0;
  const prefix = index === 0 ? 'expanded_conv_' : `block_${index}_`;
  let y = x;
  if (index > 0) {
    y = chain(y, plainConv(EXPANSION * channels, 1, `${prefix}expand`, { padding: 'same' }), normalize(`${prefix}expand_BN`), cut(`${prefix}expand_relu`));
  }
  if (strides === 2) y = zeroPadding2d({ padding: paddingFor(y, 3), name: `${prefix}pad` }).apply(y);
  y = chain(
    y,
    plainDepthwise(3, `${prefix}depthwise`, { strides, padding: strides === 1 ? 'same' : 'valid' }),
    normalize(`${prefix}depthwise_BN`),
    cut(`${prefix}depthwise_relu`),
    plainConv(filters, 1, `${prefix}project`, { padding: 'same' }),
    normalize(`${prefix}project_BN`),
  );
  return channels === filters && strides === 1 ? join(x, y, `${prefix}add`) : y;
}

/** Sizes that there are official weights for; Keras takes an input tensor's size as the default only if it is one of them. */
const OFFICIAL_SIZES: readonly Dim[] = [96, 128, 160, 192, 224];

function defaultSize({ inputTensor }: MobileNetV2Options): number {
  const [, rows, columns] = inputTensor?.shape ?? [];
  return typeof rows === 'number' && rows === columns && OFFICIAL_SIZES.includes(rows) ? rows : 224;
}

/**
 * MobileNetV2 with weights from its initializers. Preprocessing mode `tf`: pixels / 127.5 - 1.
 *
 * @param options As in `keras.applications.MobileNetV2`; pictures of 224 x 224 by default, 32 x 32 at least.
 * @returns With a top `[batch, classes]`, else feature maps `[batch, rows, columns, 1280]` (more where alpha is above 1) or, pooled,
 *   `[batch, 1280]`.
 * @throws InvalidArgumentError for a shape that is too small, for weights by name, which are not downloaded, and for options
 *   that there are not.
 *
 * @example
 * mobileNetV2().countParams(); // 3538984
 */
export function mobileNetV2(options: MobileNetV2Options = {}): Model {
  const { alpha = 1 } = options;
  const rule: InputRule = { application: 'mobileNetV2', defaultSize: defaultSize(options), minSize: 32 };
  const modelName = (): string => `mobilenetv2_${twoDecimals(alpha)}_${obtainInputShape(options, rule)[0] ?? 'None'}`;
  return assemble(options, { ...rule, modelName, ownRules: [ALPHA_RULE] }, (entry, names) => {
    let x = chain(entry, plainConv(divisibleByEight(32 * alpha), 3, 'Conv1', { strides: 2, padding: 'same' }), normalize('bn_Conv1'), cut('Conv1_relu'));
    BLOCKS.forEach(([filters, strides], index) => (x = block(x, index, divisibleByEight(Math.trunc(filters * alpha)), strides)));
    const last = alpha > 1 ? divisibleByEight(1280 * alpha) : 1280;
    x = chain(x, plainConv(last, 1, 'Conv_1'), normalize('Conv_1_bn'), cut('out_relu'));
    return addHead(x, options, names);
  });
}

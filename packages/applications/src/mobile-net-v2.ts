import { InvalidArgumentError, type Dim, type SymbolicTensor } from '@kedge/graph-core';
import { add, batchNormalization, conv2d, depthwiseConv2d, reLU, zeroPadding2d, type Model } from '@kedge/layers';
import { addHead, closeModel } from './head.js';
import { layerNames } from './layer-names.js';
import { obtainInput, obtainInputShape, type InputRule } from './obtain-input.js';
import { checkOptions, type ApplicationOptions } from './options.js';

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

/** The multiple of 8 nearest to a number of channels, and not more than a tenth below it. */
function divisibleByEight(channels: number): number {
  const nearest = Math.max(8, Math.floor((channels + 4) / 8) * 8);
  return nearest < 0.9 * channels ? nearest + 8 : nearest;
}

const normalize = (x: SymbolicTensor, name: string): SymbolicTensor => batchNormalization({ axis: -1, epsilon: 1e-3, momentum: 0.999, name }).apply(x);
const cut = (x: SymbolicTensor, name: string): SymbolicTensor => reLU({ maxValue: 6, name }).apply(x);
const mixChannels = (x: SymbolicTensor, filters: number, name: string): SymbolicTensor =>
  conv2d({ filters, kernelSize: 1, padding: 'same', useBias: false, name }).apply(x);

/**
 * Cells around a picture for a 3 x 3 window with stride 2, as Keras pads here: both sides where the size is odd, the far side
 * only where it is even; where the rows are open, both dimensions count as even.
 */
function paddingFor(x: SymbolicTensor): [[number, number], [number, number]] {
  const [, rows = null, columns = null] = x.shape;
  return rows === null ? [[0, 1], [0, 1]] : [[rows % 2, 1], [(columns ?? 0) % 2, 1]];
}

/** An inverted residual: widen, convolve each channel by itself, narrow; and add the input where it has the same shape. */
function block(x: SymbolicTensor, index: number, filters: number, stride: 1 | 2): SymbolicTensor {
  const channels = x.shape.at(-1) ?? 0;
  const prefix = index === 0 ? 'expanded_conv_' : `block_${index}_`;
  let y = x;
  if (index > 0) {
    y = mixChannels(y, EXPANSION * channels, `${prefix}expand`);
    y = cut(normalize(y, `${prefix}expand_BN`), `${prefix}expand_relu`);
  }
  if (stride === 2) y = zeroPadding2d({ padding: paddingFor(y), name: `${prefix}pad` }).apply(y);
  y = depthwiseConv2d({ kernelSize: 3, strides: stride, useBias: false, padding: stride === 1 ? 'same' : 'valid', name: `${prefix}depthwise` }).apply(y);
  y = cut(normalize(y, `${prefix}depthwise_BN`), `${prefix}depthwise_relu`);
  y = normalize(mixChannels(y, filters, `${prefix}project`), `${prefix}project_BN`);
  return channels === filters && stride === 1 ? add({ name: `${prefix}add` }).apply([x, y]) : y;
}

/** Sizes that there are official weights for; Keras takes an input tensor's size as the default only if it is one of them. */
const OFFICIAL_SIZES: readonly Dim[] = [96, 128, 160, 192, 224];

function defaultSize({ inputTensor }: MobileNetV2Options): number {
  const [, rows, columns] = inputTensor?.shape ?? [];
  return typeof rows === 'number' && rows === columns && OFFICIAL_SIZES.includes(rows) ? rows : 224;
}

/** The width with two decimals, a tie to the even one, as Python writes it. */
function twoDecimals(alpha: number): string {
  const isTieToLower = (alpha * 8) % 4 === 1;
  return (isTieToLower ? alpha - 0.001 : alpha).toFixed(2);
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
  checkOptions(options, 'mobileNetV2', ['alpha']);
  const { alpha = 1 } = options;
  if (!Number.isFinite(alpha) || alpha <= 0) throw new InvalidArgumentError(`mobileNetV2: expected a number above 0 for 'alpha', got ${String(alpha)}.`);
  const names = layerNames(options.firstLayerNumber);
  const rule: InputRule = { application: 'mobileNetV2', defaultSize: defaultSize(options), minSize: 32 };
  const entry = obtainInput(options, rule, names);
  let x = conv2d({ filters: divisibleByEight(32 * alpha), kernelSize: 3, strides: 2, padding: 'same', useBias: false, name: 'Conv1' }).apply(entry);
  x = cut(normalize(x, 'bn_Conv1'), 'Conv1_relu');
  BLOCKS.forEach(([filters, stride], index) => {
    x = block(x, index, divisibleByEight(Math.trunc(filters * alpha)), stride);
  });
  const last = alpha > 1 ? divisibleByEight(1280 * alpha) : 1280;
  x = conv2d({ filters: last, kernelSize: 1, useBias: false, name: 'Conv_1' }).apply(x);
  x = cut(normalize(x, 'Conv_1_bn'), 'out_relu');
  const rows = obtainInputShape(options, rule)[0] ?? 'None';
  return closeModel(entry, addHead(x, options, names), options.name ?? `mobilenetv2_${twoDecimals(alpha)}_${rows}`);
}

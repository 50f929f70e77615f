import type { SymbolicTensor } from '@kedge/graph-core';
import { add, batchNormalization, conv2d, depthwiseConv2d, reLU, zeroPadding2d, type Model } from '@kedge/layers';
import { addHead, closeModel } from './head.js';
import { obtainInput, type ApplicationOptions } from './obtain-input.js';

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

/** Cells around a picture for a 3 x 3 window with stride 2, so that it sees what TensorFlow's 'same' would. */
function paddingFor(x: SymbolicTensor): [[number, number], [number, number]] {
  const along = (dim: number | null | undefined): [number, number] => [typeof dim === 'number' && dim % 2 === 0 ? 0 : 1, 1];
  return [along(x.shape[1]), along(x.shape[2])];
}

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

/** Sizes for which there are official weights; the size is part of the default name. */
function namedSize(entry: SymbolicTensor, options: ApplicationOptions): number | null {
  return options.inputShape === undefined && options.inputTensor === undefined && options.includeTop === false ? null : (entry.shape[1] ?? null);
}

/**
 * MobileNetV2 with weights from its initializers. Preprocessing mode `tf`: pixels / 127.5 - 1.
 *
 * @param options As in `keras.applications.MobileNetV2`; pictures of 224 x 224 by default, 32 x 32 at least.
 * @throws InvalidArgumentError for a shape that is too small, and for weights by name, which are not downloaded.
 *
 * @example
 * mobileNetV2().countParams(); // 3538984
 */
export function mobileNetV2(options: MobileNetV2Options = {}): Model {
  const { alpha = 1 } = options;
  const entry = obtainInput(options, { application: 'mobileNetV2', defaultSize: 224, minSize: 32 });
  let x = conv2d({ filters: divisibleByEight(32 * alpha), kernelSize: 3, strides: 2, padding: 'same', useBias: false, name: 'Conv1' }).apply(entry);
  x = cut(normalize(x, 'bn_Conv1'), 'Conv1_relu');
  BLOCKS.forEach(([filters, stride], index) => {
    x = block(x, index, divisibleByEight(Math.trunc(filters * alpha)), stride);
  });
  const last = alpha > 1 ? divisibleByEight(1280 * alpha) : 1280;
  x = conv2d({ filters: last, kernelSize: 1, useBias: false, name: 'Conv_1' }).apply(x);
  x = cut(normalize(x, 'Conv_1_bn'), 'out_relu');
  const name = options.name ?? `mobilenetv2_${alpha.toFixed(2)}_${namedSize(entry, options) ?? 'None'}`;
  return closeModel(entry, addHead(x, options), name);
}

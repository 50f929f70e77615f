import type { SymbolicTensor } from '@kedge/graph-core';
import { averagePooling2d, concatenate, maxPooling2d, zeroPadding2d, type Model } from '@kedge/layers';
import { assemble } from './assemble.js';
import { chain, normalizer, plainConv, rectify } from './chain.js';
import { addHead, NAMED_POOLING } from './head.js';
import type { ApplicationOptions } from './options.js';

/* Huang et al., "Densely Connected Convolutional Networks" (2017), as keras.applications.DenseNet121 ... 201 build them. */

/** Convolutions of each block, by the number of layers in the name. */
const DEPTHS = { 121: [6, 12, 24, 16], 169: [6, 12, 32, 32], 201: [6, 12, 48, 32] } as const;

/** Channels that each convolution adds. */
const GROWTH = 32;

const normalize = normalizer({ axis: 3, epsilon: 1.001e-5 });

/** New channels, computed from all so far and put behind them. */
function grow(x: SymbolicTensor, name: string): SymbolicTensor {
  const y = chain(
    x,
    normalize(`${name}_0_bn`),
    rectify(`${name}_0_relu`),
    plainConv(4 * GROWTH, 1, `${name}_1_conv`),
    normalize(`${name}_1_bn`),
    rectify(`${name}_1_relu`),
    plainConv(GROWTH, 3, `${name}_2_conv`, { padding: 'same' }),
  );
  return concatenate({ axis: 3, name: `${name}_concat` }).apply([x, y]);
}

/** Half the channels, half the size. */
function shrink(x: SymbolicTensor, name: string): SymbolicTensor {
  const channels = Math.floor((x.shape.at(-1) ?? 0) / 2);
  return chain(
    x,
    normalize(`${name}_bn`),
    rectify(`${name}_relu`),
    plainConv(channels, 1, `${name}_conv`),
    averagePooling2d({ poolSize: 2, strides: 2, name: `${name}_pool` }),
  );
}

function denseNet(depth: keyof typeof DEPTHS, options: ApplicationOptions): Model {
  return assemble(options, { application: `denseNet${depth}`, modelName: `densenet${depth}`, defaultSize: 224, minSize: 32 }, (entry, names) => {
    let x = chain(
      entry,
      zeroPadding2d({ padding: 3, name: names('zero_padding2d') }),
      plainConv(64, 7, 'conv1_conv', { strides: 2 }),
      normalize('conv1_bn'),
      rectify('conv1_relu'),
      zeroPadding2d({ padding: 1, name: names('zero_padding2d') }),
      maxPooling2d({ poolSize: 3, strides: 2, name: 'pool1' }),
    );
    DEPTHS[depth].forEach((count, stage) => {
      for (let i = 1; i <= count; i++) x = grow(x, `conv${stage + 2}_block${i}`);
      if (stage < 3) x = shrink(x, `pool${stage + 2}`);
    });
    return addHead(chain(x, normalize('bn'), rectify('relu')), options, names, NAMED_POOLING);
  });
}

/**
 * DenseNet121 with weights from its initializers. Preprocessing mode `torch`.
 *
 * @param options As in `keras.applications.DenseNet121`; pictures of 224 x 224 by default, 32 x 32 at least.
 * @returns With a top `[batch, classes]`, else feature maps `[batch, rows, columns, 1024]` or, pooled, `[batch, 1024]`.
 * @throws InvalidArgumentError for options that do not fit or that there are not.
 */
export const denseNet121 = (options: ApplicationOptions = {}): Model => denseNet(121, options);

/** DenseNet169: as {@link denseNet121}, with 1664 channels in the end. Preprocessing mode `torch`. */
export const denseNet169 = (options: ApplicationOptions = {}): Model => denseNet(169, options);

/** DenseNet201: as {@link denseNet121}, with 1920 channels in the end. Preprocessing mode `torch`. */
export const denseNet201 = (options: ApplicationOptions = {}): Model => denseNet(201, options);

import type { SymbolicTensor } from '@kedge/graph-core';
import { conv2d, maxPooling2d, zeroPadding2d, type Model } from '@kedge/layers';
import { assemble } from './assemble.js';
import { chain, join, normalizer, plainConv, rectify } from './chain.js';
import { addHead, NAMED_POOLING } from './head.js';
import type { LayerNames } from './layer-names.js';
import type { ApplicationOptions } from './options.js';

/*
 * He et al., "Deep Residual Learning for Image Recognition" (2015) and "Identity Mappings in Deep Residual Networks" (2016), as
 * keras.applications.ResNet50 ... ResNet152V2 build them.
 */

/** Blocks of each stage, by the number of layers in the name. */
const DEPTHS = { 50: [3, 4, 6, 3], 101: [3, 4, 23, 3], 152: [3, 8, 36, 3] } as const;
type Depth = keyof typeof DEPTHS;

const normalize = normalizer({ axis: 3, epsilon: 1.001e-5 });

/** Channels inside the blocks of a stage, which puts out four times as many. */
const widthOf = (stage: number): number => 64 * 2 ** stage;

/** A stage's blocks by name, with whether each is the first and the last. */
function eachBlock(x: SymbolicTensor, stage: number, count: number, block: (x: SymbolicTensor, name: string, isFirst: boolean, isLast: boolean) => SymbolicTensor): SymbolicTensor {
  let y = x;
  for (let i = 1; i <= count; i++) y = block(y, `conv${stage + 2}_block${i}`, i === 1, i === count);
  return y;
}

/** Narrow, convolve, widen; add the input; rectify. The first block of a stage but the first halves the size. */
function blockV1(x: SymbolicTensor, width: number, name: string, isFirst: boolean, strides: number): SymbolicTensor {
  const shortcut = isFirst ? chain(x, conv2d({ filters: 4 * width, kernelSize: 1, strides, name: `${name}_0_conv` }), normalize(`${name}_0_bn`)) : x;
  const y = chain(
    x,
    conv2d({ filters: width, kernelSize: 1, strides, name: `${name}_1_conv` }),
    normalize(`${name}_1_bn`),
    rectify(`${name}_1_relu`),
    conv2d({ filters: width, kernelSize: 3, padding: 'same', name: `${name}_2_conv` }),
    normalize(`${name}_2_bn`),
    rectify(`${name}_2_relu`),
    conv2d({ filters: 4 * width, kernelSize: 1, name: `${name}_3_conv` }),
    normalize(`${name}_3_bn`),
  );
  return rectify(`${name}_out`).apply(join(shortcut, y, `${name}_add`));
}

/** Normalize and rectify first; the last block of a stage but the last halves the size. */
function blockV2(x: SymbolicTensor, width: number, name: string, isFirst: boolean, strides: number, names: LayerNames): SymbolicTensor {
  const entry = chain(x, normalize(`${name}_preact_bn`), rectify(`${name}_preact_relu`));
  const sampled = (): SymbolicTensor => (strides > 1 ? maxPooling2d({ poolSize: 1, strides, name: names('max_pooling2d') }).apply(x) : x);
  const shortcut = isFirst ? conv2d({ filters: 4 * width, kernelSize: 1, strides, name: `${name}_0_conv` }).apply(entry) : sampled();
  const y = chain(
    entry,
    plainConv(width, 1, `${name}_1_conv`),
    normalize(`${name}_1_bn`),
    rectify(`${name}_1_relu`),
    zeroPadding2d({ padding: 1, name: `${name}_2_pad` }),
    plainConv(width, 3, `${name}_2_conv`, { strides }),
    normalize(`${name}_2_bn`),
    rectify(`${name}_2_relu`),
    conv2d({ filters: 4 * width, kernelSize: 1, name: `${name}_3_conv` }),
  );
  return join(shortcut, y, `${name}_out`);
}

function stem(entry: SymbolicTensor, isNormalized: boolean): SymbolicTensor {
  const first = chain(entry, zeroPadding2d({ padding: 3, name: 'conv1_pad' }), conv2d({ filters: 64, kernelSize: 7, strides: 2, name: 'conv1_conv' }));
  const normal = isNormalized ? chain(first, normalize('conv1_bn'), rectify('conv1_relu')) : first;
  return chain(normal, zeroPadding2d({ padding: 1, name: 'pool1_pad' }), maxPooling2d({ poolSize: 3, strides: 2, name: 'pool1_pool' }));
}

const planOf = (application: string): Parameters<typeof assemble>[1] => ({ application, modelName: application.toLowerCase(), defaultSize: 224, minSize: 32 });

function resnet(depth: Depth, options: ApplicationOptions): Model {
  return assemble(options, planOf(`resNet${depth}`), (entry, names) => {
    const features = DEPTHS[depth].reduce(
      (x, count, stage) => eachBlock(x, stage, count, (y, name, isFirst) => blockV1(y, widthOf(stage), name, isFirst, isFirst && stage > 0 ? 2 : 1)),
      stem(entry, true),
    );
    return addHead(features, options, names, NAMED_POOLING);
  });
}

function resnetV2(depth: Depth, options: ApplicationOptions): Model {
  return assemble(options, planOf(`resNet${depth}V2`), (entry, names) => {
    const features = DEPTHS[depth].reduce(
      (x, count, stage) => eachBlock(x, stage, count, (y, name, isFirst, isLast) => blockV2(y, widthOf(stage), name, isFirst, isLast && stage < 3 ? 2 : 1, names)),
      stem(entry, false),
    );
    return addHead(chain(features, normalize('post_bn'), rectify('post_relu')), options, names, NAMED_POOLING);
  });
}

/**
 * ResNet50 with weights from its initializers. Preprocessing mode `caffe`.
 *
 * @param options As in `keras.applications.ResNet50`; pictures of 224 x 224 by default, 32 x 32 at least.
 * @returns With a top `[batch, classes]`, else feature maps `[batch, rows, columns, 2048]` or, pooled, `[batch, 2048]`.
 * @throws InvalidArgumentError for options that do not fit or that there are not.
 */
export const resNet50 = (options: ApplicationOptions = {}): Model => resnet(50, options);

/** ResNet101: as {@link resNet50}, with 23 blocks in its third stage. Preprocessing mode `caffe`. */
export const resNet101 = (options: ApplicationOptions = {}): Model => resnet(101, options);

/** ResNet152: as {@link resNet50}, with 8 and 36 blocks in its middle stages. Preprocessing mode `caffe`. */
export const resNet152 = (options: ApplicationOptions = {}): Model => resnet(152, options);

/** ResNet50V2: as {@link resNet50}, normalized before each convolution. Preprocessing mode `tf`. */
export const resNet50V2 = (options: ApplicationOptions = {}): Model => resnetV2(50, options);

/** ResNet101V2: as {@link resNet50V2}, with 23 blocks in its third stage. Preprocessing mode `tf`. */
export const resNet101V2 = (options: ApplicationOptions = {}): Model => resnetV2(101, options);

/** ResNet152V2: as {@link resNet50V2}, with 8 and 36 blocks in its middle stages. Preprocessing mode `tf`. */
export const resNet152V2 = (options: ApplicationOptions = {}): Model => resnetV2(152, options);

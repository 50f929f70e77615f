import type { SymbolicTensor } from '@kedge/graph-core';
import { conv2d, dense, flatten, maxPooling2d, type Model } from '@kedge/layers';
import { assemble } from './assemble.js';
import { chain } from './chain.js';
import { addClassifier, addPooling } from './head.js';
import type { ApplicationOptions } from './options.js';

/*
 * Simonyan and Zisserman, "Very Deep Convolutional Networks for Large-Scale Image Recognition" (2015), as
 * keras.applications.VGG16 and VGG19 build them.
 */

/** Channels of each block. */
const CHANNELS = [64, 128, 256, 512, 512];

function block(x: SymbolicTensor, index: number, convolutions: number): SymbolicTensor {
  const name = `block${index + 1}`;
  const layers = Array.from({ length: convolutions }, (_, i) =>
    conv2d({ filters: CHANNELS[index] ?? 0, kernelSize: 3, activation: 'relu', padding: 'same', name: `${name}_conv${i + 1}` }),
  );
  return chain(x, ...layers, maxPooling2d({ poolSize: 2, strides: 2, name: `${name}_pool` }));
}

/** @param convolutions How many in each block. */
function vgg(application: string, convolutions: readonly number[], options: ApplicationOptions): Model {
  return assemble(options, { application, modelName: application, defaultSize: 224, minSize: 32 }, (entry, names) => {
    const features = convolutions.reduce((x, count, i) => block(x, i, count), entry);
    if (options.includeTop === false) return addPooling(features, options, names);
    const hidden = ['fc1', 'fc2'].map((name) => dense({ units: 4096, activation: 'relu', name }));
    return addClassifier(chain(features, flatten({ name: 'flatten' }), ...hidden), options);
  });
}

/**
 * VGG16 with weights from its initializers. Preprocessing mode `caffe`.
 *
 * @param options As in `keras.applications.VGG16`; pictures of 224 x 224 by default, 32 x 32 at least.
 * @returns With a top `[batch, classes]`, else feature maps `[batch, rows, columns, 512]` or, pooled, `[batch, 512]`.
 * @throws InvalidArgumentError for options that do not fit or that there are not.
 */
export const vgg16 = (options: ApplicationOptions = {}): Model => vgg('vgg16', [2, 2, 3, 3, 3], options);

/** VGG19: as {@link vgg16}, with four convolutions in each of the last three blocks. Preprocessing mode `caffe`. */
export const vgg19 = (options: ApplicationOptions = {}): Model => vgg('vgg19', [2, 2, 4, 4, 4], options);

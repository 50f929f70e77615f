import type { SymbolicTensor } from '@kedge/graph-core';
import { activation, averagePooling2d, batchNormalization, concatenate, conv2d, maxPooling2d, type Model } from '@kedge/layers';
import { addHead, closeModel } from './head.js';
import { layerNames, type LayerNames } from './layer-names.js';
import { obtainInput } from './obtain-input.js';
import { checkOptions, type ApplicationOptions } from './options.js';

/*
 * Szegedy et al., "Rethinking the Inception Architecture for Computer Vision" (2016), as keras.applications.InceptionV3 builds
 * it: same layers, same names, same order. Convolutions, batch norms and activations have automatic names there, too.
 */

/** A convolution of `filters` over a window, then batch norm without scale, then ReLU. */
type Step = readonly [filters: number, rows: number, columns: number, options?: { readonly strides?: number; readonly padding?: 'valid' | 'same' }];

/** Steps one after the other. */
type Branch = readonly Step[];

const VALID = { padding: 'valid' } as const;
const HALVE = { strides: 2, padding: 'valid' } as const;

const ENTRY: Branch = [[32, 3, 3, HALVE], [32, 3, 3, VALID], [64, 3, 3]];
const SECOND_ENTRY: Branch = [[80, 1, 1, VALID], [192, 3, 3, VALID]];

/** Branches of the 35 x 35 blocks. */
const FIVES: readonly Branch[] = [[[64, 1, 1]], [[48, 1, 1], [64, 5, 5]], [[64, 1, 1], [96, 3, 3], [96, 3, 3]]];

/** From 35 x 35 to 17 x 17. */
const TO_SEVENTEEN: readonly Branch[] = [[[384, 3, 3, HALVE]], [[64, 1, 1], [96, 3, 3], [96, 3, 3, HALVE]]];

/** Branches of the 17 x 17 blocks: 7 x 7 windows as rows and columns, `width` channels wide inside. */
const sevens = (width: number): readonly Branch[] => [
  [[192, 1, 1]],
  [[width, 1, 1], [width, 1, 7], [192, 7, 1]],
  [[width, 1, 1], [width, 7, 1], [width, 1, 7], [width, 7, 1], [192, 1, 7]],
];

/** From 17 x 17 to 8 x 8. */
const TO_EIGHT: readonly Branch[] = [[[192, 1, 1], [320, 3, 3, HALVE]], [[192, 1, 1], [192, 1, 7], [192, 7, 1], [192, 3, 3, HALVE]]];

/** The kinds of blocks that the network is put together from. */
class Blocks {
  readonly #names: LayerNames;

  constructor(names: LayerNames) {
    this.#names = names;
  }

  /** One after the other. */
  follow(x: SymbolicTensor, branch: Branch): SymbolicTensor {
    return branch.reduce((y, step) => this.#convolve(y, step), x);
  }

  /** A block that keeps the size: branches beside each other, and one that averages over 3 x 3 cells and mixes channels. */
  mix(x: SymbolicTensor, name: string, branches: readonly Branch[], averaged: number): SymbolicTensor {
    return this.#join([...branches.map((branch) => this.follow(x, branch)), this.#average(x, averaged)], name);
  }

  /** A block that halves the size: branches, and one that takes the maximum. */
  reduce(x: SymbolicTensor, name: string, branches: readonly Branch[]): SymbolicTensor {
    return this.#join([...branches.map((branch) => this.follow(x, branch)), this.halve(x)], name);
  }

  /** An 8 x 8 block: two of its branches end in a row and a column beside each other. */
  mixWide(x: SymbolicTensor, index: number): SymbolicTensor {
    const narrow = this.follow(x, [[320, 1, 1]]);
    const single = this.#fork(this.follow(x, [[384, 1, 1]]), `mixed9_${index}`);
    const double = this.#fork(this.follow(x, [[448, 1, 1], [384, 3, 3]]), this.#names('concatenate'));
    return this.#join([narrow, single, double, this.#average(x, 192)], `mixed${9 + index}`);
  }

  /** The maximum over every second 3 x 3 window. */
  halve(x: SymbolicTensor): SymbolicTensor {
    return maxPooling2d({ poolSize: 3, strides: 2, name: this.#names('max_pooling2d') }).apply(x);
  }

  #convolve(x: SymbolicTensor, [filters, rows, columns, { strides = 1, padding = 'same' } = {}]: Step): SymbolicTensor {
    const product = conv2d({ filters, kernelSize: [rows, columns], strides, padding, useBias: false, name: this.#names('conv2d') }).apply(x);
    const normal = batchNormalization({ axis: 3, scale: false, name: this.#names('batch_normalization') }).apply(product);
    return activation({ activation: 'relu', name: this.#names('activation') }).apply(normal);
  }

  #average(x: SymbolicTensor, filters: number): SymbolicTensor {
    const averaged = averagePooling2d({ poolSize: 3, strides: 1, padding: 'same', name: this.#names('average_pooling2d') }).apply(x);
    return this.follow(averaged, [[filters, 1, 1]]);
  }

  #fork(x: SymbolicTensor, name: string | null): SymbolicTensor {
    return this.#join([this.follow(x, [[384, 1, 3]]), this.follow(x, [[384, 3, 1]])], name);
  }

  #join(tensors: readonly SymbolicTensor[], name: string | null): SymbolicTensor {
    return concatenate({ axis: 3, name }).apply(tensors);
  }
}

/**
 * InceptionV3 with weights from its initializers. Preprocessing mode `tf`: pixels / 127.5 - 1.
 *
 * @param options As in `keras.applications.InceptionV3`; pictures of 299 x 299 by default, 75 x 75 at least.
 * @returns With a top `[batch, classes]`, else feature maps `[batch, rows, columns, 2048]` or, pooled, `[batch, 2048]`.
 * @throws InvalidArgumentError for a shape that is too small, for weights by name, which are not downloaded, and for options
 *   that there are not.
 *
 * @example
 * inceptionV3().countParams(); // 23851784
 */
export function inceptionV3(options: ApplicationOptions = {}): Model {
  checkOptions(options, 'inceptionV3');
  const names = layerNames(options.firstLayerNumber);
  const entry = obtainInput(options, { application: 'inceptionV3', defaultSize: 299, minSize: 75 }, names);
  const blocks = new Blocks(names);
  let x = blocks.halve(blocks.follow(entry, ENTRY));
  x = blocks.halve(blocks.follow(x, SECOND_ENTRY));
  x = blocks.mix(x, 'mixed0', FIVES, 32);
  x = blocks.mix(x, 'mixed1', FIVES, 64);
  x = blocks.mix(x, 'mixed2', FIVES, 64);
  x = blocks.reduce(x, 'mixed3', TO_SEVENTEEN);
  x = blocks.mix(x, 'mixed4', sevens(128), 192);
  x = blocks.mix(x, 'mixed5', sevens(160), 192);
  x = blocks.mix(x, 'mixed6', sevens(160), 192);
  x = blocks.mix(x, 'mixed7', sevens(192), 192);
  x = blocks.reduce(x, 'mixed8', TO_EIGHT);
  x = blocks.mixWide(x, 0);
  x = blocks.mixWide(x, 1);
  return closeModel(entry, addHead(x, options, names, 'avg_pool'), options.name ?? 'inception_v3');
}

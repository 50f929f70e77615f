import type { SymbolicTensor } from '@kedge/graph-core';
import { activation, averagePooling2d, batchNormalization, concatenate, conv2d, maxPooling2d, type Model } from '@kedge/layers';
import { addHead, closeModel } from './head.js';
import { obtainInput, type ApplicationOptions } from './obtain-input.js';

/*
 * Szegedy et al., "Rethinking the Inception Architecture for Computer Vision" (2016), as keras.applications.InceptionV3 builds
 * it: same layers, same names, same order. Convolutions, batch norms and activations have automatic names there, too.
 */

/** A convolution of `filters` over a window, then batch norm without scale, then ReLU. */
type Step = readonly [filters: number, rows: number, columns: number, options?: { readonly strides?: number; readonly padding?: 'valid' | 'same' }];

/** Steps one after the other. */
type Branch = readonly Step[];

const HALVE = { strides: 2, padding: 'valid' } as const;

function convolve(x: SymbolicTensor, [filters, rows, columns, options = {}]: Step): SymbolicTensor {
  const { strides = 1, padding = 'same' } = options;
  const product = conv2d({ filters, kernelSize: [rows, columns], strides, padding, useBias: false }).apply(x);
  return activation({ activation: 'relu' }).apply(batchNormalization({ axis: 3, scale: false }).apply(product));
}

const follow = (x: SymbolicTensor, branch: Branch): SymbolicTensor => branch.reduce(convolve, x);

const join = (tensors: readonly SymbolicTensor[], name?: string): SymbolicTensor =>
  concatenate({ axis: 3, ...(name === undefined ? {} : { name }) }).apply(tensors);

const halvedByMaximum = (x: SymbolicTensor): SymbolicTensor => maxPooling2d({ poolSize: 3, strides: 2 }).apply(x);

/** The branch that averages over 3 x 3 cells and mixes channels. */
function averageBranch(x: SymbolicTensor, filters: number): SymbolicTensor {
  return convolve(averagePooling2d({ poolSize: 3, strides: 1, padding: 'same' }).apply(x), [filters, 1, 1]);
}

/** A block that keeps the size: branches, and one that averages. */
function mix(x: SymbolicTensor, name: string, branches: readonly Branch[], averaged: number): SymbolicTensor {
  return join([...branches.map((branch) => follow(x, branch)), averageBranch(x, averaged)], name);
}

/** A block that halves the size: branches, and one that takes the maximum. */
function reduce(x: SymbolicTensor, name: string, branches: readonly Branch[]): SymbolicTensor {
  return join([...branches.map((branch) => follow(x, branch)), halvedByMaximum(x)], name);
}

/** Branches of the 35 x 35 blocks. */
const FIVES: readonly Branch[] = [
  [[64, 1, 1]],
  [
    [48, 1, 1],
    [64, 5, 5],
  ],
  [
    [64, 1, 1],
    [96, 3, 3],
    [96, 3, 3],
  ],
];

/** Branches of the 17 x 17 blocks: 7 x 7 windows as rows and columns, `width` channels wide inside. */
const sevens = (width: number): readonly Branch[] => [
  [[192, 1, 1]],
  [
    [width, 1, 1],
    [width, 1, 7],
    [192, 7, 1],
  ],
  [
    [width, 1, 1],
    [width, 7, 1],
    [width, 1, 7],
    [width, 7, 1],
    [192, 1, 7],
  ],
];

/** An 8 x 8 block: two of its branches end in a row and a column beside each other. */
function mixWide(x: SymbolicTensor, index: number): SymbolicTensor {
  const fork = (y: SymbolicTensor, name?: string): SymbolicTensor => join([convolve(y, [384, 1, 3]), convolve(y, [384, 3, 1])], name);
  const narrow = convolve(x, [320, 1, 1]);
  const single = fork(convolve(x, [384, 1, 1]), `mixed9_${index}`);
  const double = fork(
    follow(x, [
      [448, 1, 1],
      [384, 3, 3],
    ]),
  );
  return join([narrow, single, double, averageBranch(x, 192)], `mixed${9 + index}`);
}

/** From pixels to 35 x 35 cells of 192 channels. */
function stem(pixels: SymbolicTensor): SymbolicTensor {
  const first = follow(pixels, [
    [32, 3, 3, HALVE],
    [32, 3, 3, { padding: 'valid' }],
    [64, 3, 3],
  ]);
  const second = follow(halvedByMaximum(first), [
    [80, 1, 1, { padding: 'valid' }],
    [192, 3, 3, { padding: 'valid' }],
  ]);
  return halvedByMaximum(second);
}

/**
 * InceptionV3 with weights from its initializers. Preprocessing mode `tf`: pixels / 127.5 - 1.
 *
 * @param options As in `keras.applications.InceptionV3`; pictures of 299 x 299 by default, 75 x 75 at least.
 * @throws InvalidArgumentError for a shape that is too small, and for weights by name, which are not downloaded.
 *
 * @example
 * inceptionV3().countParams(); // 23851784
 */
export function inceptionV3(options: ApplicationOptions = {}): Model {
  const entry = obtainInput(options, { application: 'inceptionV3', defaultSize: 299, minSize: 75 });
  let x = stem(entry);
  x = mix(x, 'mixed0', FIVES, 32);
  x = mix(x, 'mixed1', FIVES, 64);
  x = mix(x, 'mixed2', FIVES, 64);
  x = reduce(x, 'mixed3', [[[384, 3, 3, HALVE]], [[64, 1, 1], [96, 3, 3], [96, 3, 3, HALVE]]]);
  x = mix(x, 'mixed4', sevens(128), 192);
  x = mix(x, 'mixed5', sevens(160), 192);
  x = mix(x, 'mixed6', sevens(160), 192);
  x = mix(x, 'mixed7', sevens(192), 192);
  x = reduce(x, 'mixed8', [
    [
      [192, 1, 1],
      [320, 3, 3, HALVE],
    ],
    [
      [192, 1, 1],
      [192, 1, 7],
      [192, 7, 1],
      [192, 3, 3, HALVE],
    ],
  ]);
  x = mixWide(x, 0);
  x = mixWide(x, 1);
  return closeModel(entry, addHead(x, options, 'avg_pool'), options.name ?? 'inception_v3');
}

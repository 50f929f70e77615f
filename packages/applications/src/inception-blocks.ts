import type { SymbolicTensor } from '@kedge/graph-core';
import { averagePooling2d, batchNormalization, concatenate, conv2d, maxPooling2d } from '@kedge/layers';
import { rectify, type Name } from './chain.js';
import type { LayerNames } from './layer-names.js';

/** A convolution of `filters` over a window, then batch norm without scale, then ReLU. */
export type Step = readonly [filters: number, rows: number, columns: number, options?: { readonly strides?: number; readonly padding?: 'valid' | 'same' }];

/** Steps one after the other. */
export type Branch = readonly Step[];

export const VALID = { padding: 'valid' } as const;
export const HALVE = { strides: 2, padding: 'valid' } as const;

/** What both Inception networks are put together from. */
export class InceptionBlocks {
  protected readonly names: LayerNames;

  constructor(names: LayerNames) {
    this.names = names;
  }

  /** One after the other. */
  follow(x: SymbolicTensor, branch: Branch): SymbolicTensor {
    return branch.reduce((y, step) => this.convolve(y, step), x);
  }

  /** Branches beside each other. */
  fan(x: SymbolicTensor, branches: readonly Branch[]): readonly SymbolicTensor[] {
    return branches.map((branch) => this.follow(x, branch));
  }

  /** A block that keeps the size: branches beside each other, and one that averages over 3 x 3 cells and mixes channels. */
  mix(x: SymbolicTensor, name: string, branches: readonly Branch[], averaged: number): SymbolicTensor {
    return this.join([...this.fan(x, branches), this.average(x, averaged)], name);
  }

  /** A block that halves the size: branches, and one that takes the maximum. */
  reduce(x: SymbolicTensor, name: string, branches: readonly Branch[]): SymbolicTensor {
    return this.join([...this.fan(x, branches), this.halve(x)], name);
  }

  /** The maximum over every second 3 x 3 window. */
  halve(x: SymbolicTensor): SymbolicTensor {
    return maxPooling2d({ poolSize: 3, strides: 2, name: this.names('max_pooling2d') }).apply(x);
  }

  /** @param name Of the convolution, from which those of the norm and the activation follow; automatic ones when missing. */
  convolve(x: SymbolicTensor, [filters, rows, columns, { strides = 1, padding = 'same' } = {}]: Step, name?: string): SymbolicTensor {
    const named = (automatic: string, ending: string): Name => (name === undefined ? this.names(automatic) : `${name}${ending}`);
    const product = conv2d({ filters, kernelSize: [rows, columns], strides, padding, useBias: false, name: named('conv2d', '') }).apply(x);
    const normal = batchNormalization({ axis: 3, scale: false, name: named('batch_normalization', '_bn') }).apply(product);
    return rectify(named('activation', '_ac')).apply(normal);
  }

  protected average(x: SymbolicTensor, filters: number): SymbolicTensor {
    const averaged = averagePooling2d({ poolSize: 3, strides: 1, padding: 'same', name: this.names('average_pooling2d') }).apply(x);
    return this.follow(averaged, [[filters, 1, 1]]);
  }

  join(tensors: readonly SymbolicTensor[], name: Name): SymbolicTensor {
    return concatenate({ axis: 3, name }).apply(tensors);
  }
}

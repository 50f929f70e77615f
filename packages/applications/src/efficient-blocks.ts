import type { SymbolicTensor } from '@kedge/graph-core';
import { conv2d, dropout, globalAveragePooling2d, initializers, multiply, reshape, type Layer } from '@kedge/layers';
import { activate, chain, join } from './chain.js';
import type { HeadStyle } from './head.js';

/* What both generations of EfficientNet have in common. */

/** How both draw the kernels of convolutions, and that of the classifier. */
export const convInitializer = (): initializers.Initializer => new initializers.VarianceScaling({ scale: 2, mode: 'fan_out' });
export const denseInitializer = (): initializers.Initializer => new initializers.VarianceScaling({ scale: 1 / 3, mode: 'fan_out', distribution: 'uniform' });

/** Share of the blocks' outputs that is dropped in the last block; 0 in the first, and evenly more in between. */
const DROP_RATE = 0.2;

/** @param index Of the block among all, from 0. @param count Of all blocks. */
export const dropRateAt = (index: number, count: number): number => (DROP_RATE * index) / count;

/** The activation of both generations. */
export const swish = (name: string): Layer => activate('swish', name);

/** Weighs channels by what is in all of the picture. @param squeezed Channels in between. */
export function squeeze(x: SymbolicTensor, squeezed: number, prefix: string): SymbolicTensor {
  const channels = x.shape.at(-1) ?? 0;
  const mix = (filters: number, activation: string, name: string): Layer => conv2d({ filters, kernelSize: 1, padding: 'same', activation, kernelInitializer: convInitializer(), name });
  const weights = chain(
    x,
    globalAveragePooling2d({ name: `${prefix}se_squeeze` }),
    reshape({ targetShape: [1, 1, channels], name: `${prefix}se_reshape` }),
    mix(squeezed, 'swish', `${prefix}se_reduce`),
    mix(channels, 'sigmoid', `${prefix}se_expand`),
  );
  return multiply({ name: `${prefix}se_excite` }).apply([x, weights]);
}

/** Channels that squeezing leaves of those that come into a block. */
export const squeezedFrom = (channels: number): number => Math.max(1, Math.trunc(channels * 0.25));

/** Adds a block's input to its output, of which training drops whole examples. */
export function addShortcut(x: SymbolicTensor, y: SymbolicTensor, dropRate: number, prefix: string): SymbolicTensor {
  const kept = dropRate > 0 ? dropout({ rate: dropRate, noiseShape: [null, 1, 1, 1], name: `${prefix}drop` }).apply(y) : y;
  return join(kept, x, `${prefix}add`);
}

/** Block `j` of stage `i`, as its layers' names begin. */
export const prefixOf = (i: number, j: number): string => `block${i + 1}${String.fromCharCode('a'.charCodeAt(0) + j)}_`;

/** The head of both. @param classifier What the second generation says besides. */
export const headOf = (dropoutRate: number, classifier: HeadStyle['classifier'] = {}): HeadStyle => ({
  top: 'avg_pool',
  avg: 'avg_pool',
  max: 'max_pool',
  dropoutRate,
  classifier: { kernelInitializer: denseInitializer(), ...classifier },
});

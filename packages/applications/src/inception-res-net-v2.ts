import type { SymbolicTensor } from '@kedge/graph-core';
import { conv2d, customScaleLayer, type Model } from '@kedge/layers';
import { assemble } from './assemble.js';
import { rectify } from './chain.js';
import { addHead } from './head.js';
import { HALVE, InceptionBlocks, VALID, type Branch } from './inception-blocks.js';
import type { ApplicationOptions } from './options.js';

/*
 * Szegedy et al., "Inception-v4, Inception-ResNet and the Impact of Residual Connections on Learning" (2017), as
 * keras.applications.InceptionResNetV2 builds it. Most layers have automatic names there, too.
 */

const ENTRY: Branch = [[32, 3, 3, HALVE], [32, 3, 3, VALID], [64, 3, 3]];
const SECOND_ENTRY: Branch = [[80, 1, 1, VALID], [192, 3, 3, VALID]];

/** Branches of the first block, besides the one that averages. */
const FIRST: readonly Branch[] = [[[96, 1, 1]], [[48, 1, 1], [64, 5, 5]], [[64, 1, 1], [96, 3, 3], [96, 3, 3]]];

/** From 35 x 35 to 17 x 17, and on to 8 x 8. */
const TO_SEVENTEEN: readonly Branch[] = [[[384, 3, 3, HALVE]], [[256, 1, 1], [256, 3, 3], [384, 3, 3, HALVE]]];
const TO_EIGHT: readonly Branch[] = [
  [[256, 1, 1], [384, 3, 3, HALVE]],
  [[256, 1, 1], [288, 3, 3, HALVE]],
  [[256, 1, 1], [288, 3, 3], [320, 3, 3, HALVE]],
];

/** A kind of residual block: its name, how much of what it computes is added, and its branches. */
interface Residual {
  readonly kind: string;
  readonly scale: number;
  readonly branches: readonly Branch[];
}

const BLOCK_35: Residual = { kind: 'block35', scale: 0.17, branches: [[[32, 1, 1]], [[32, 1, 1], [32, 3, 3]], [[32, 1, 1], [48, 3, 3], [64, 3, 3]]] };
const BLOCK_17: Residual = { kind: 'block17', scale: 0.1, branches: [[[192, 1, 1]], [[128, 1, 1], [160, 1, 7], [192, 7, 1]]] };
const BLOCK_8: Residual = { kind: 'block8', scale: 0.2, branches: [[[192, 1, 1]], [[192, 1, 1], [224, 1, 3], [256, 3, 1]]] };
const LAST_SCALE = 1;

class Blocks extends InceptionBlocks {
  /** Residual blocks of one kind in a row, numbered from 1. */
  repeat(x: SymbolicTensor, residual: Residual, count: number): SymbolicTensor {
    let y = x;
    for (let i = 1; i <= count; i++) y = rectify(`${residual.kind}_${i}_ac`).apply(this.residual(y, residual, i));
    return y;
  }

  /** Branches, mixed to as many channels as the input has and added to it in part. */
  residual(x: SymbolicTensor, { kind, scale, branches }: Residual, index: number): SymbolicTensor {
    const name = `${kind}_${index}`;
    const mixed = this.join(this.fan(x, branches), `${name}_mixed`);
    const y = conv2d({ filters: x.shape.at(-1) ?? 0, kernelSize: 1, padding: 'same', name: `${name}_conv` }).apply(mixed);
    return customScaleLayer({ scale, name: this.names('custom_scale_layer') }).apply([x, y]);
  }
}

/**
 * InceptionResNetV2 with weights from its initializers. Preprocessing mode `tf`.
 *
 * @param options As in `keras.applications.InceptionResNetV2`; pictures of 299 x 299 by default, 75 x 75 at least.
 * @returns With a top `[batch, classes]`, else feature maps `[batch, rows, columns, 1536]` or, pooled, `[batch, 1536]`.
 * @throws InvalidArgumentError for options that do not fit or that there are not.
 */
export function inceptionResNetV2(options: ApplicationOptions = {}): Model {
  return assemble(options, { application: 'inceptionResNetV2', modelName: 'inception_resnet_v2', defaultSize: 299, minSize: 75 }, (entry, names) => {
    const blocks = new Blocks(names);
    let x = blocks.halve(blocks.follow(entry, ENTRY));
    x = blocks.halve(blocks.follow(x, SECOND_ENTRY));
    x = blocks.mix(x, 'mixed_5b', FIRST, 64);
    x = blocks.repeat(x, BLOCK_35, 10);
    x = blocks.reduce(x, 'mixed_6a', TO_SEVENTEEN);
    x = blocks.repeat(x, BLOCK_17, 20);
    x = blocks.reduce(x, 'mixed_7a', TO_EIGHT);
    x = blocks.repeat(x, BLOCK_8, 9);
    x = blocks.residual(x, { ...BLOCK_8, scale: LAST_SCALE }, 10);
    x = blocks.convolve(x, [1536, 1, 1], 'conv_7b');
    return addHead(x, options, names, { top: 'avg_pool' });
  });
}

import type { SymbolicTensor } from '@kedge/graph-core';
import type { Model } from '@kedge/layers';
import { assemble } from './assemble.js';
import { addHead } from './head.js';
import { HALVE, InceptionBlocks, VALID, type Branch } from './inception-blocks.js';
import type { ApplicationOptions } from './options.js';

/*
 * Szegedy et al., "Rethinking the Inception Architecture for Computer Vision" (2016), as keras.applications.InceptionV3 builds
 * it: same layers, same names, same order. Convolutions, batch norms and activations have automatic names there, too.
 */

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

/** The blocks of InceptionV3, with those of its last stage. */
class Blocks extends InceptionBlocks {
  /** An 8 x 8 block: two of its branches end in a row and a column beside each other. */
  mixWide(x: SymbolicTensor, index: number): SymbolicTensor {
    const narrow = this.follow(x, [[320, 1, 1]]);
    const single = this.#fork(this.follow(x, [[384, 1, 1]]), `mixed9_${index}`);
    const double = this.#fork(this.follow(x, [[448, 1, 1], [384, 3, 3]]), this.names('concatenate'));
    return this.join([narrow, single, double, this.average(x, 192)], `mixed${9 + index}`);
  }

  #fork(x: SymbolicTensor, name: string | null): SymbolicTensor {
    return this.join(this.fan(x, [[[384, 1, 3]], [[384, 3, 1]]]), name);
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
  return assemble(options, { application: 'inceptionV3', modelName: 'inception_v3', defaultSize: 299, minSize: 75 }, (entry, names) => {
    const blocks = new Blocks(names);
    let x = blocks.halve(blocks.follow(entry, ENTRY));
    x = blocks.halve(blocks.follow(x, SECOND_ENTRY));
    [32, 64, 64].forEach((averaged, i) => (x = blocks.mix(x, `mixed${i}`, FIVES, averaged)));
    x = blocks.reduce(x, 'mixed3', TO_SEVENTEEN);
    [128, 160, 160, 192].forEach((width, i) => (x = blocks.mix(x, `mixed${i + 4}`, sevens(width), 192)));
    x = blocks.reduce(x, 'mixed8', TO_EIGHT);
    x = blocks.mixWide(blocks.mixWide(x, 0), 1);
    return addHead(x, options, names, { top: 'avg_pool' });
  });
}

import { tensor, type Tensor } from '@kedge/graph-core';
import { nextSeed } from '../engine/seed.js';

/** The seeds of one layer: a sequence of its own where it was given a seed, part of the common one otherwise. */
export class LayerSeed {
  readonly #seed: number | null;
  #drawn = 0;

  constructor(seed: number | null) {
    this.#seed = seed;
  }

  /** The next seed, as random ops take it. Shape `[2]`, `int32`. */
  next(): Tensor {
    this.#drawn += 1;
    return tensor(this.#seed === null ? nextSeed() : [this.#seed, this.#drawn], [2], 'int32');
  }
}

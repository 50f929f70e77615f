import type { Seed } from '@kedge/graph-core';

let base = 1337;
let drawn = 0;

/**
 * Starts the sequence of seeds anew: initializers without a seed of their own, dropout and shuffling give the same numbers
 * after the same calls.
 *
 * @param seed Any whole number.
 */
export function setSeed(seed: number): void {
  base = seed | 0;
  drawn = 0;
}

/** The next seed of the sequence. */
export function nextSeed(): Seed {
  drawn += 1;
  return [base, drawn];
}

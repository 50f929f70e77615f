import { uniformNumbers } from '@kedge/graph-core';
import { nextSeed } from '../engine/seed.js';

/** The numbers below `count` in random order (Fisher and Yates), out of the sequence that `setSeed` starts. */
export function shuffledRows(count: number): Int32Array {
  const rows = Int32Array.from({ length: count }, (_, i) => i);
  const random = uniformNumbers(nextSeed(), count);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor((random[i] ?? 0) * (i + 1));
    [rows[i], rows[j]] = [rows[j] ?? 0, rows[i] ?? 0];
  }
  return rows;
}

import { Panel } from './gemm/panel';
import { Block, runBlock } from './gemm/run-rows';

/** Rows, and steps of the inner dimension, of the product that is measured: it stays in the first cache. */
// @ts-ignore: decorator
@inline
const ROWS: i32 = 24;
// @ts-ignore: decorator
@inline
const DEPTH: i32 = 128;

/** Bytes that {@link measureTile} uses. */
export function measureBytes(): i32 {
  return 128 + ROWS * 4 + ROWS * DEPTH * 4 + DEPTH * 32 + ROWS * 32 + 64;
}

/**
 * Multiplies 24 rows of 128 numbers by a panel of eight columns, again and again.
 *
 * @param tile Rows of the tile to do it with.
 * @param rounds How often.
 * @param at Memory, of zeros.
 * @returns Multiplications and additions of a round.
 */
export function measureTile(tile: i32, rounds: i32, at: usize): i32 {
  const panel = changetype<Panel>(at);
  const block = changetype<Block>(at + 64);
  const pointers = at + 128;
  const rows = pointers + ROWS * 4;
  panel.taps = 1;
  panel.depth = DEPTH;
  panel.outputStride = 32;
  panel.residualStride = 0;
  panel.lower = -Infinity;
  panel.upper = Infinity;
  block.panel = panel;
  block.tile = tile;
  block.rows = ROWS;
  block.pointers = pointers;
  block.weights = rows + ROWS * DEPTH * 4;
  block.bias = 0;
  block.output = block.weights + DEPTH * 32;
  block.residual = 0;
  block.columns = 8;
  for (let i = 0; i < ROWS; ++i) store<usize>(pointers + (<usize>i << 2), rows + <usize>(i * DEPTH * 4));
  for (let i = 0; i < rounds; ++i) runBlock(block);
  return 2 * ROWS * DEPTH * 8;
}

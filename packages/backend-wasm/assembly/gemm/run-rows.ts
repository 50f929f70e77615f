import { tile1x8, tile2x8, tile4x8, tile6x8, tile8x8, tileWide } from '../generated/tiles';
import { Panel } from './panel';

/** A block of rows by some panels; see {@link Panel} for the words. */
@unmanaged
export class Block {
  panel: Panel;
  /** Rows of the largest tile: 4, 6 or 8. */
  tile: i32;
  rows: i32;
  /** `rows` times `taps` pointers. */
  pointers: usize;
  /** The first panel. */
  weights: usize;
  bias: usize;
  output: usize;
  /** 0 for none. */
  residual: usize;
  /** Columns from the first panel on. */
  columns: i32;
}

/** Multiplies a block of rows by panels. A panel is gone through for all rows before the next one, so that it stays in the cache. */
export function runBlock(b: Block): void {
  if (b.rows == 1) {
    runRow(b);
    return;
  }
  const panel = b.panel;
  const panelBytes = (<usize>panel.taps * panel.depth) << 5;
  let weights = b.weights;
  let bias = b.bias;
  let output = b.output;
  let residual = b.residual;
  for (let left = b.columns; left > 0; left -= 8) {
    runPanel(b, weights, bias, output, residual, min(left, 8));
    weights += panelBytes;
    if (bias != 0) bias += 32;
    output += 32;
    if (residual != 0) residual += 32;
  }
}

function runPanel(b: Block, weights: usize, bias: usize, output: usize, residual: usize, columns: i32): void {
  const panel = b.panel;
  const pointerStride = <usize>panel.taps << 2;
  const outputStride = panel.outputStride;
  const residualStride = residual == 0 ? 0 : panel.residualStride;
  let pointers = b.pointers;
  let rows = b.rows;
  const tile = b.tile;
  if (tile == 8) {
    for (; rows >= 8; rows -= 8) {
      tile8x8(panel, pointers, weights, bias, output, residual, columns);
      pointers += pointerStride << 3;
      output += outputStride << 3;
      residual += residualStride << 3;
    }
  }
  if (tile == 6) {
    for (; rows >= 6; rows -= 6) {
      tile6x8(panel, pointers, weights, bias, output, residual, columns);
      pointers += pointerStride * 6;
      output += outputStride * 6;
      residual += residualStride * 6;
    }
  }
  for (; rows >= 4; rows -= 4) {
    tile4x8(panel, pointers, weights, bias, output, residual, columns);
    pointers += pointerStride << 2;
    output += outputStride << 2;
    residual += residualStride << 2;
  }
  if (rows >= 2) {
    tile2x8(panel, pointers, weights, bias, output, residual, columns);
    pointers += pointerStride << 1;
    output += outputStride << 1;
    residual += residualStride << 1;
    rows -= 2;
  }
  if (rows == 1) tile1x8(panel, pointers, weights, bias, output, residual, columns);
}

/** One row by all panels. */
function runRow(b: Block): void {
  const panel = b.panel;
  const panelBytes = (<usize>panel.taps * panel.depth) << 5;
  let weights = b.weights;
  let bias = b.bias;
  let output = b.output;
  let residual = b.residual;
  let columns = b.columns;
  for (; columns >= 32; columns -= 32) {
    tileWide(panel, b.pointers, weights, bias, output, residual);
    weights += panelBytes << 2;
    if (bias != 0) bias += 128;
    output += 128;
    if (residual != 0) residual += 128;
  }
  for (; columns > 0; columns -= 8) {
    tile1x8(panel, b.pointers, weights, bias, output, residual, min(columns, 8));
    weights += panelBytes;
    if (bias != 0) bias += 32;
    output += 32;
    if (residual != 0) residual += 32;
  }
}

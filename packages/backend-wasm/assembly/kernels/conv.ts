import { Context } from '../context';
import { activateRows } from '../gemm/activate';
import { Panel } from '../gemm/panel';
import { Block, runBlock } from '../gemm/run-rows';

/**
 * A convolution of up to three spatial dimensions, and, with a window of one cell, a product of matrices.
 *
 * Each cell of the output is a row: a sum over taps (cells of the window) of `depth` numbers each. Weights are in panels of
 * eight columns, see {@link packPanels}.
 */
@unmanaged
export class ConvParams {
  input: usize;
  weights: usize;
  /** For each panel eight numbers; 0 for none. */
  bias: usize;
  output: usize;
  /** As many zeros as a tap has numbers: what lies outside of the image. */
  zeros: usize;
  /** Added to the sums; 0 for none. */
  residual: usize;
  /** Images, or matrices. */
  batch: i32;
  inputFrames: i32;
  inputHeight: i32;
  inputWidth: i32;
  outputFrames: i32;
  outputHeight: i32;
  outputWidth: i32;
  kernelFrames: i32;
  kernelHeight: i32;
  kernelWidth: i32;
  strideFrames: i32;
  strideHeight: i32;
  strideWidth: i32;
  dilationFrames: i32;
  dilationHeight: i32;
  dilationWidth: i32;
  paddingFrames: i32;
  paddingHeight: i32;
  paddingWidth: i32;
  depth: i32;
  columns: i32;
  /** Bytes from one cell to the next. */
  inputStride: i32;
  outputStride: i32;
  residualStride: i32;
  /** Bytes from the weights of one matrix to those of the next; 0 when all have the same. */
  weightsStep: i32;
  /** Rows of a task. */
  blockRows: i32;
  /** Panels of a task. */
  blockPanels: i32;
  /** Rows of the largest tile. */
  tile: i32;
  lower: f32;
  upper: f32;
  /** 0 for none. */
  activation: i32;
}

/** Writes a pointer for each tap of some rows; `first` counts from the first cell of an image. */
function writePointers(p: ConvParams, image: usize, first: i32, rows: i32, to: usize): void {
  const width = p.outputWidth;
  const height = p.outputHeight;
  let x = first % width;
  let y = (first / width) % height;
  let z = first / width / height;
  const inputStride = <usize>p.inputStride;
  const zeros = p.zeros;
  for (; rows > 0; --rows) {
    const left = x * p.strideWidth - p.paddingWidth;
    const top = y * p.strideHeight - p.paddingHeight;
    const front = z * p.strideFrames - p.paddingFrames;
    for (let kz = 0; kz < p.kernelFrames; ++kz) {
      const iz = front + kz * p.dilationFrames;
      const isFrameIn = <u32>iz < <u32>p.inputFrames;
      for (let ky = 0; ky < p.kernelHeight; ++ky) {
        const iy = top + ky * p.dilationHeight;
        const isRowIn = isFrameIn && <u32>iy < <u32>p.inputHeight;
        const row = image + <usize>((iz * p.inputHeight + iy) * p.inputWidth) * inputStride;
        let ix = left;
        for (let kx = 0; kx < p.kernelWidth; ++kx) {
          store<usize>(to, isRowIn && <u32>ix < <u32>p.inputWidth ? row + <usize>ix * inputStride : zeros);
          to += 4;
          ix += p.dilationWidth;
        }
      }
    }
    if (++x == width) {
      x = 0;
      if (++y == height) {
        y = 0;
        ++z;
      }
    }
  }
}

/** Tasks: images, in them blocks of rows, in them groups of panels. Scratch: the pointers of a block, and 96 bytes. */
export function conv(p: ConvParams, begin: i32, end: i32, context: Context): void {
  const panel = changetype<Panel>(context.scratch);
  const block = changetype<Block>(context.scratch + 32);
  const pointers = context.scratch + 96;
  const taps = p.kernelFrames * p.kernelHeight * p.kernelWidth;
  panel.taps = taps;
  panel.depth = p.depth;
  panel.outputStride = p.outputStride;
  panel.residualStride = p.residualStride;
  panel.lower = p.lower;
  panel.upper = p.upper;
  block.panel = panel;
  block.tile = p.tile;
  block.pointers = pointers;

  const imageRows = p.outputFrames * p.outputHeight * p.outputWidth;
  const imageBlocks = (imageRows + p.blockRows - 1) / p.blockRows;
  const groupColumns = p.blockPanels << 3;
  const groups = (p.columns + groupColumns - 1) / groupColumns;
  const imageBytes = <usize>(p.inputFrames * p.inputHeight * p.inputWidth) * p.inputStride;
  const groupBytes = (<usize>taps * p.depth * groupColumns) << 2;
  let known = -1;
  for (let task = begin; task < end; ++task) {
    const rowBlock = task / groups;
    const group = task % groups;
    const image = rowBlock / imageBlocks;
    const first = (rowBlock % imageBlocks) * p.blockRows;
    const rows = min(p.blockRows, imageRows - first);
    if (rowBlock != known) {
      writePointers(p, p.input + <usize>image * imageBytes, first, rows, pointers);
      known = rowBlock;
    }
    const cell = <usize>(image * imageRows + first);
    const column = group * groupColumns;
    block.rows = rows;
    block.weights = p.weights + <usize>image * p.weightsStep + <usize>group * groupBytes;
    block.bias = p.bias == 0 ? 0 : p.bias + (<usize>column << 2);
    block.output = p.output + cell * p.outputStride + (<usize>column << 2);
    block.residual = p.residual == 0 ? 0 : p.residual + cell * p.residualStride + (<usize>column << 2);
    block.columns = min(groupColumns, p.columns - column);
    runBlock(block);
    if (p.activation != 0) activateRows(p.activation, block.output, rows, block.columns, p.outputStride);
  }
}

@unmanaged
export class PackPanelsParams {
  input: usize;
  output: usize;
  /** Steps of the inner dimension: rows of a panel. */
  depth: i32;
  columns: i32;
  /** Bytes from one row of the input to the next, and from one column to the next. */
  rowStep: i32;
  columnStep: i32;
  /** Panels of one matrix. */
  panels: i32;
  /** Bytes from one matrix of the input to the next. */
  matrixStep: i32;
  /** Bytes from one matrix of the output to the next. */
  outputStep: i32;
}

/** Packs matrices into panels of eight columns, the last one filled up with zeros. A task is a panel. */
export function packPanels(p: PackPanelsParams, begin: i32, end: i32, context: Context): void {
  for (let task = begin; task < end; ++task) {
    const matrix = task / p.panels;
    const panel = task % p.panels;
    const count = min(8, p.columns - (panel << 3));
    let from = p.input + <usize>matrix * p.matrixStep + <usize>(panel << 3) * p.columnStep;
    let to = p.output + <usize>matrix * p.outputStep + ((<usize>panel * p.depth) << 5);
    if (count == 8 && p.columnStep == 4) {
      for (let k = 0; k < p.depth; ++k) {
        v128.store(to, v128.load(from));
        v128.store(to, v128.load(from, 16), 16);
        from += p.rowStep;
        to += 32;
      }
      continue;
    }
    for (let k = 0; k < p.depth; ++k) {
      let column = from;
      for (let i = 0; i < count; ++i) {
        store<f32>(to + (<usize>i << 2), load<f32>(column));
        column += p.columnStep;
      }
      for (let i = count; i < 8; ++i) store<f32>(to + (<usize>i << 2), 0);
      from += p.rowStep;
      to += 32;
    }
  }
}

@unmanaged
export class FillWordsParams {
  output: usize;
  /** Words of a task. */
  count: i32;
  /** How many in all. */
  total: i32;
  value: i32;
}

/** Fills memory with a word. */
export function fillWords(p: FillWordsParams, begin: i32, end: i32, context: Context): void {
  const from = begin * p.count;
  const to = min(end * p.count, p.total);
  if (p.value == 0) {
    memory.fill(p.output + (<usize>from << 2), 0, <usize>(to - from) << 2);
    return;
  }
  for (let i = from; i < to; ++i) store<i32>(p.output + (<usize>i << 2), p.value);
}

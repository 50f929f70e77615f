import { Context } from '../context';
import { activateRows } from '../gemm/activate';
import { clamped, Panel, storePart } from '../gemm/panel';
import { Block, runBlock } from '../gemm/run-rows';
import {
  filterBy2x3, filterBy2x5, filterBy4x3, filterBy4x5, filterBy4x7, inputBy2x3, inputBy2x5, inputBy4x3, inputBy4x5, inputBy4x7, outputBy2x3, outputBy2x5, outputBy4x3, outputBy4x5,
  outputBy4x7, transformBy2x3, transformBy2x5, transformBy4x3, transformBy4x5, transformBy4x7,
} from '../generated/winograd';

/**
 * A convolution of stride 1 by Winograd's minimal filtering, along the height, the width, or both.
 *
 * The output is cut into tiles, a number of tiles is a block. The input under each tile is transformed; for each of its `sizeHigh *
 * sizeWide` places the tiles of a block and the transformed weights are a product of matrices; and what comes out is transformed to
 * the cells of the tile.
 */
@unmanaged
export class WinogradParams {
  input: usize;
  /** Transformed: for each place panels as those of `conv`. */
  weights: usize;
  bias: usize;
  output: usize;
  zeros: usize;
  residual: usize;
  /** Transformed input, block after block; unused where one kernel does all. */
  transformed: usize;
  inputHeight: i32;
  inputWidth: i32;
  outputHeight: i32;
  outputWidth: i32;
  paddingHeight: i32;
  paddingWidth: i32;
  /** A multiple of four. */
  depth: i32;
  columns: i32;
  inputStride: i32;
  outputStride: i32;
  residualStride: i32;
  /** Number of the transform: an index into {@link TRANSFORMS} of src/binders/winograd.ts. */
  transform: i32;
  /** Cells of a tile of the output, and of the input under it; 1 along a dimension that is not transformed. */
  tileHeight: i32;
  tileWidth: i32;
  sizeHigh: i32;
  sizeWide: i32;
  tilesHigh: i32;
  tilesWide: i32;
  /** Of all images. */
  tiles: i32;
  blockTiles: i32;
  /** Panels that are gone through together. */
  blockPanels: i32;
  /** Rows of the largest tile of sums. */
  tile: i32;
  lower: f32;
  upper: f32;
  activation: i32;
}

/** Bytes of scratch before the pointers: the records of the product. */
// @ts-ignore: decorator
@inline
const RECORDS: usize = 96;

/** Bytes for the numbers of a tile, in four channels: at most 8 by 10, twice. */
// @ts-ignore: decorator
@inline
const TILE_BYTES: usize = 4096;

// @ts-ignore: decorator
@inline
function inputVector(transform: i32, pointers: usize, step: usize, shift: usize, to: usize, stride: usize): void {
  switch (transform) {
    case 0: inputBy2x3(pointers, step, shift, to, stride); return;
    case 1: inputBy4x3(pointers, step, shift, to, stride); return;
    case 2: inputBy2x5(pointers, step, shift, to, stride); return;
    case 3: inputBy4x5(pointers, step, shift, to, stride); return;
    default: inputBy4x7(pointers, step, shift, to, stride);
  }
}

// @ts-ignore: decorator
@inline
function transformVector(transform: i32, from: usize, fromStride: usize, to: usize, stride: usize): void {
  switch (transform) {
    case 0: transformBy2x3(from, fromStride, to, stride); return;
    case 1: transformBy4x3(from, fromStride, to, stride); return;
    case 2: transformBy2x5(from, fromStride, to, stride); return;
    case 3: transformBy4x5(from, fromStride, to, stride); return;
    default: transformBy4x7(from, fromStride, to, stride);
  }
}

// @ts-ignore: decorator
@inline
function outputVector(transform: i32, from: usize, fromStride: usize, to: usize, stride: usize): void {
  switch (transform) {
    case 0: outputBy2x3(from, fromStride, to, stride); return;
    case 1: outputBy4x3(from, fromStride, to, stride); return;
    case 2: outputBy2x5(from, fromStride, to, stride); return;
    case 3: outputBy4x5(from, fromStride, to, stride); return;
    default: outputBy4x7(from, fromStride, to, stride);
  }
}

function filterNumber(transform: i32, i: i32, tap: i32): f64 {
  switch (transform) {
    case 0: return filterBy2x3(i, tap);
    case 1: return filterBy4x3(i, tap);
    case 2: return filterBy2x5(i, tap);
    case 3: return filterBy4x5(i, tap);
    default: return filterBy4x7(i, tap);
  }
}

/** Writes the pointers to the cells of the input under a tile. */
function writeCells(p: WinogradParams, tile: i32, to: usize): void {
  const perImage = p.tilesHigh * p.tilesWide;
  const image = tile / perImage;
  const inImage = tile % perImage;
  const top = (inImage / p.tilesWide) * p.tileHeight - p.paddingHeight;
  const left = (inImage % p.tilesWide) * p.tileWidth - p.paddingWidth;
  for (let y = 0; y < p.sizeHigh; ++y) {
    const iy = top + y;
    const isRowIn = <u32>iy < <u32>p.inputHeight;
    const row = p.input + <usize>((image * p.inputHeight + iy) * p.inputWidth) * p.inputStride;
    for (let x = 0; x < p.sizeWide; ++x) {
      const ix = left + x;
      store<usize>(to, isRowIn && <u32>ix < <u32>p.inputWidth ? row + <usize>ix * p.inputStride : p.zeros);
      to += 4;
    }
  }
}

/** Transforms the input under the tiles of a block. `work` has room for the numbers of a tile, and for pointers. */
// @ts-ignore: decorator
@inline
function transformBlock(p: WinogradParams, first: i32, count: i32, transformed: usize, work: usize, transform: i32, isPlane: bool): void {
  const depth = p.depth;
  const placeStride = <usize>(p.blockTiles * depth) << 2;
  const cells = work + TILE_BYTES;
  const sizeHigh = p.sizeHigh;
  const sizeWide = p.sizeWide;
  const cellRow = <usize>sizeWide << 2;
  const numberRow = <usize>sizeWide << 4;
  for (let t = 0; t < count; ++t) {
    writeCells(p, first + t, cells);
    const to = transformed + (<usize>(t * depth) << 2);
    for (let c: usize = 0, end = <usize>depth << 2; c < end; c += 16) {
      if (!isPlane) {
        inputVector(transform, cells, 4, c, to + c, placeStride);
        continue;
      }
      for (let x = 0; x < sizeWide; ++x) inputVector(transform, cells + (<usize>x << 2), cellRow, c, work + (<usize>x << 4), numberRow);
      let target = to + c;
      for (let y = 0; y < sizeHigh; ++y) {
        transformVector(transform, work + <usize>y * numberRow, 16, target, placeStride);
        target += placeStride * sizeWide;
      }
    }
  }
}

function transformBlockBy(p: WinogradParams, first: i32, count: i32, transformed: usize, work: usize): void {
  const isPlane = p.sizeHigh > 1 && p.sizeWide > 1;
  switch (p.transform) {
    case 0: transformBlock(p, first, count, transformed, work, 0, true); return;
    case 1:
      if (isPlane) transformBlock(p, first, count, transformed, work, 1, true);
      else transformBlock(p, first, count, transformed, work, 1, false);
      return;
    case 2: transformBlock(p, first, count, transformed, work, 2, true); return;
    case 3: transformBlock(p, first, count, transformed, work, 3, true); return;
    default: transformBlock(p, first, count, transformed, work, 4, false);
  }
}

/** Multiplies the tiles of a block, place by place, by some panels. */
function multiplyBlock(p: WinogradParams, count: i32, transformed: usize, panel: i32, panels: i32, products: usize, scratch: usize): void {
  const record = changetype<Panel>(scratch);
  const block = changetype<Block>(scratch + 32);
  const pointers = scratch + RECORDS;
  const rowBytes = <usize>p.depth << 2;
  const allPanels = (p.columns + 7) >> 3;
  const columns = panels << 3;
  record.taps = 1;
  record.depth = p.depth;
  record.outputStride = <usize>columns << 2;
  record.residualStride = 0;
  record.lower = -Infinity;
  record.upper = Infinity;
  block.panel = record;
  block.tile = p.tile;
  block.rows = count;
  block.pointers = pointers;
  block.bias = 0;
  block.residual = 0;
  block.columns = columns;
  const places = p.sizeHigh * p.sizeWide;
  let row = transformed;
  for (let place = 0; place < places; ++place) {
    for (let t = 0; t < count; ++t) store<usize>(pointers + (<usize>t << 2), row + <usize>t * rowBytes);
    block.weights = p.weights + <usize>(place * allPanels + panel) * (rowBytes << 3);
    block.output = products + ((<usize>place * p.blockTiles * columns) << 2);
    runBlock(block);
    row += <usize>p.blockTiles * rowBytes;
  }
}

/** Transforms products to cells of the output. */
// @ts-ignore: decorator
@inline
function finishBlock(p: WinogradParams, first: i32, count: i32, panel: i32, panels: i32, products: usize, work: usize, transform: i32, isPlane: bool): void {
  const columns = panels << 3;
  const placeStride = <usize>(p.blockTiles * columns) << 2;
  const sizeWide = p.sizeWide;
  const numberRow = <usize>sizeWide << 4;
  const cells = work + (TILE_BYTES >> 1);
  const tileHeight = p.tileHeight;
  const tileWidth = p.tileWidth;
  const perImage = p.tilesHigh * p.tilesWide;
  const lower = f32x4.splat(p.lower);
  const upper = f32x4.splat(p.upper);
  const column = panel << 3;
  const live = min(columns, p.columns - column);
  for (let t = 0; t < count; ++t) {
    const tile = first + t;
    const image = tile / perImage;
    const inImage = tile % perImage;
    const top = (inImage / p.tilesWide) * tileHeight;
    const left = (inImage % p.tilesWide) * tileWidth;
    const high = min(tileHeight, p.outputHeight - top);
    const wide = min(tileWidth, p.outputWidth - left);
    const cell = (image * p.outputHeight + top) * p.outputWidth + left;
    for (let c = 0; c < live; c += 4) {
      const from = products + (<usize>(t * columns + c) << 2);
      if (isPlane) {
        for (let x = 0; x < sizeWide; ++x) outputVector(transform, from + <usize>x * placeStride, placeStride * sizeWide, work + (<usize>x << 4), numberRow);
        for (let y = 0; y < tileHeight; ++y) outputVector(transform, work + <usize>y * numberRow, 16, cells + (<usize>(y * tileWidth) << 4), 16);
      } else outputVector(transform, from, placeStride, cells, 16);
      const bias = p.bias == 0 ? f32x4.splat(0) : v128.load(p.bias + (<usize>(column + c) << 2));
      for (let y = 0; y < high; ++y) {
        const at = <usize>(cell + y * p.outputWidth);
        let to = p.output + at * p.outputStride + (<usize>(column + c) << 2);
        let residual = p.residual == 0 ? 0 : p.residual + at * p.residualStride + (<usize>(column + c) << 2);
        let number = cells + (<usize>(y * tileWidth) << 4);
        for (let x = 0; x < wide; ++x) {
          let sum = f32x4.add(v128.load(number), bias);
          if (residual != 0) {
            sum = f32x4.add(sum, v128.load(residual));
            residual += p.residualStride;
          }
          sum = clamped(sum, lower, upper);
          if (live - c >= 4) v128.store(to, sum);
          else storePart(to, sum, sum, live - c);
          number += 16;
          to += p.outputStride;
        }
      }
    }
    if (p.activation != 0) {
      for (let y = 0; y < high; ++y) {
        activateRows(p.activation, p.output + <usize>(cell + y * p.outputWidth) * p.outputStride + (<usize>column << 2), wide, live, p.outputStride);
      }
    }
  }
}

function finishBlockBy(p: WinogradParams, first: i32, count: i32, panel: i32, panels: i32, products: usize, work: usize): void {
  const isPlane = p.sizeHigh > 1 && p.sizeWide > 1;
  switch (p.transform) {
    case 0: finishBlock(p, first, count, panel, panels, products, work, 0, true); return;
    case 1:
      if (isPlane) finishBlock(p, first, count, panel, panels, products, work, 1, true);
      else finishBlock(p, first, count, panel, panels, products, work, 1, false);
      return;
    case 2: finishBlock(p, first, count, panel, panels, products, work, 2, true); return;
    case 3: finishBlock(p, first, count, panel, panels, products, work, 3, true); return;
    default: finishBlock(p, first, count, panel, panels, products, work, 4, false);
  }
}

/** Where the parts of a thread's scratch begin: records and pointers, the numbers of a tile, products. */
// @ts-ignore: decorator
@inline
function workAt(p: WinogradParams, scratch: usize): usize {
  return scratch + ((RECORDS + (<usize>p.blockTiles << 2) + 15) & ~15);
}

// @ts-ignore: decorator
@inline
function productsAt(p: WinogradParams, scratch: usize): usize {
  return workAt(p, scratch) + TILE_BYTES + 512;
}

function finish(p: WinogradParams, first: i32, count: i32, transformed: usize, panel: i32, panels: i32, scratch: usize): void {
  const products = productsAt(p, scratch);
  multiplyBlock(p, count, transformed, panel, panels, products, scratch);
  finishBlockBy(p, first, count, panel, panels, products, workAt(p, scratch));
}

/** All of it, block by block. A task is a block. */
export function winograd(p: WinogradParams, begin: i32, end: i32, context: Context): void {
  const scratch = context.scratch;
  const allPanels = (p.columns + 7) >> 3;
  const transformed = productsAt(p, scratch) + ((<usize>(p.sizeHigh * p.sizeWide * p.blockTiles) * (p.blockPanels << 3)) << 2);
  for (let task = begin; task < end; ++task) {
    const first = task * p.blockTiles;
    const count = min(p.blockTiles, p.tiles - first);
    transformBlockBy(p, first, count, transformed, workAt(p, scratch));
    for (let panel = 0; panel < allPanels; panel += p.blockPanels) finish(p, first, count, transformed, panel, min(p.blockPanels, allPanels - panel), scratch);
  }
}

/** The first half: transforms the input. A task is a block. */
export function winogradInput(p: WinogradParams, begin: i32, end: i32, context: Context): void {
  const blockBytes = <usize>(p.sizeHigh * p.sizeWide * p.blockTiles * p.depth) << 2;
  for (let task = begin; task < end; ++task) {
    const first = task * p.blockTiles;
    transformBlockBy(p, first, min(p.blockTiles, p.tiles - first), p.transformed + <usize>task * blockBytes, workAt(p, context.scratch));
  }
}

/** The second half: products, and cells of them. A task is a group of panels, and in it a block. */
export function winogradProduct(p: WinogradParams, begin: i32, end: i32, context: Context): void {
  const blocks = (p.tiles + p.blockTiles - 1) / p.blockTiles;
  const allPanels = (p.columns + 7) >> 3;
  const blockBytes = <usize>(p.sizeHigh * p.sizeWide * p.blockTiles * p.depth) << 2;
  for (let task = begin; task < end; ++task) {
    const block = task % blocks;
    const panel = (task / blocks) * p.blockPanels;
    const first = block * p.blockTiles;
    finish(p, first, min(p.blockTiles, p.tiles - first), p.transformed + <usize>block * blockBytes, panel, min(p.blockPanels, allPanels - panel), context.scratch);
  }
}

@unmanaged
export class PackWinogradParams {
  /** `[tapsHigh, tapsWide, depth, columns]`. */
  input: usize;
  output: usize;
  transform: i32;
  tapsHigh: i32;
  tapsWide: i32;
  sizeHigh: i32;
  sizeWide: i32;
  depth: i32;
  columns: i32;
}

/** Bytes of one number for each of eight columns, in double precision. */
// @ts-ignore: decorator
@inline
const EIGHT: usize = 64;

/** Writes the numbers of a filter's transform; a dimension that is not transformed has one number, which is 1. */
function writeNumbers(transform: i32, size: i32, taps: i32, to: usize): void {
  for (let i = 0; i < size; ++i) {
    for (let tap = 0; tap < taps; ++tap) {
      store<f64>(to, size == 1 ? 1 : filterNumber(transform, i, tap));
      to += 8;
    }
  }
}

/** Transforms weights and packs them into panels. In double precision. A task is a panel. Scratch: 16 KB. */
export function packWinograd(p: PackWinogradParams, begin: i32, end: i32, context: Context): void {
  const high = context.scratch;
  const wide = high + 1024;
  const taps = high + 2048;
  const half = taps + 4096;
  const allPanels = (p.columns + 7) >> 3;
  const tapRow = <usize>p.tapsWide * EIGHT;
  writeNumbers(p.transform, p.sizeHigh, p.tapsHigh, high);
  writeNumbers(p.transform, p.sizeWide, p.tapsWide, wide);
  for (let panel = begin; panel < end; ++panel) {
    const count = min(8, p.columns - (panel << 3));
    for (let c = 0; c < p.depth; ++c) {
      for (let tap = 0; tap < p.tapsHigh * p.tapsWide; ++tap) {
        loadEight(p.input + (<usize>((tap * p.depth + c) * p.columns + (panel << 3)) << 2), count, taps + <usize>tap * EIGHT);
      }
      // Along the height, then along the width.
      for (let y = 0; y < p.sizeHigh; ++y) {
        for (let x = 0; x < p.tapsWide; ++x) combine(high + (<usize>(y * p.tapsHigh) << 3), p.tapsHigh, taps + <usize>x * EIGHT, tapRow, half + <usize>(y * p.tapsWide + x) * EIGHT, false);
      }
      for (let y = 0; y < p.sizeHigh; ++y) {
        for (let x = 0; x < p.sizeWide; ++x) {
          const place = y * p.sizeWide + x;
          const to = p.output + ((<usize>((place * allPanels + panel) * p.depth + c)) << 5);
          combine(wide + (<usize>(x * p.tapsWide) << 3), p.tapsWide, half + <usize>(y * p.tapsWide) * EIGHT, EIGHT, to, true);
        }
      }
    }
  }
}

/** Eight numbers in double precision, those beyond `count` zeros. */
function loadEight(from: usize, count: i32, to: usize): void {
  if (count == 8) {
    const a = v128.load(from);
    const b = v128.load(from, 16);
    v128.store(to, f64x2.promote_low_f32x4(a));
    v128.store(to, f64x2.promote_low_f32x4(v128.shuffle<i64>(a, a, 1, 1)), 16);
    v128.store(to, f64x2.promote_low_f32x4(b), 32);
    v128.store(to, f64x2.promote_low_f32x4(v128.shuffle<i64>(b, b, 1, 1)), 48);
    return;
  }
  for (let i = 0; i < 8; ++i) store<f64>(to + (<usize>i << 3), i < count ? <f64>load<f32>(from + (<usize>i << 2)) : 0);
}

/** Eight sums of taps, each times its number; as floats at the end. */
// @ts-ignore: decorator
@inline
function combine(numbers: usize, taps: i32, from: usize, stride: usize, to: usize, isLast: bool): void {
  let s0 = f64x2.splat(0), s1 = s0, s2 = s0, s3 = s0;
  for (let tap = 0; tap < taps; ++tap) {
    const g = v128.load_splat<f64>(numbers);
    s0 = f64x2.add(s0, f64x2.mul(g, v128.load(from)));
    s1 = f64x2.add(s1, f64x2.mul(g, v128.load(from, 16)));
    s2 = f64x2.add(s2, f64x2.mul(g, v128.load(from, 32)));
    s3 = f64x2.add(s3, f64x2.mul(g, v128.load(from, 48)));
    from += stride;
    numbers += 8;
  }
  if (isLast) {
    v128.store(to, v128.shuffle<i64>(f32x4.demote_f64x2_zero(s0), f32x4.demote_f64x2_zero(s1), 0, 2));
    v128.store(to, v128.shuffle<i64>(f32x4.demote_f64x2_zero(s2), f32x4.demote_f64x2_zero(s3), 0, 2), 16);
    return;
  }
  v128.store(to, s0);
  v128.store(to, s1, 16);
  v128.store(to, s2, 32);
  v128.store(to, s3, 48);
}

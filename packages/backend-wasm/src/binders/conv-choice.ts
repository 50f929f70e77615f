import type { Machine } from '../engine/machine.js';
import { winogradBytes, type WinogradChoice } from './winograd.js';
import type { Picture, WindowGeometry } from './window.js';

/** A convolution as the choice of its kernel sees it. Nothing here depends on the batch: the weights of all batches are the same. */
interface Convolution {
  readonly to: Picture;
  readonly window: WindowGeometry;
  readonly groups: number;
  readonly depth: number;
  readonly columns: number;
  /** Whether the weights are known when the plan is made. */
  readonly isConstant: boolean;
}

interface Row {
  readonly choice: WinogradChoice;
  /** Taps along the height and along the width. */
  readonly taps: readonly [number, number];
  /** Cells that the output has at least along each transformed dimension: a tile that is mostly outside gains nothing. */
  readonly leastCells: number;
}

/**
 * Convolutions that Winograd's filtering does with fewer products, the best way first. F(4, 3) takes 1.5 products for each output and
 * dimension where a plain sum takes 3, F(4, 7) 2.5 in place of 7, F(2, 5) 3 in place of 5. Pictures of few cells take the smaller
 * tile: with so few rows the time goes into reading the weights, which are four times as many for F(4x4, 3x3) and 1.8 for F(2x2, 3x3).
 */
const TABLE: readonly Row[] = [
  { taps: [3, 3], choice: { transform: '4x3', isHigh: true, isWide: true }, leastCells: 12 },
  { taps: [3, 3], choice: { transform: '2x3', isHigh: true, isWide: true }, leastCells: 2 },
  { taps: [5, 5], choice: { transform: '2x5', isHigh: true, isWide: true }, leastCells: 4 },
  { taps: [1, 7], choice: { transform: '4x7', isHigh: false, isWide: true }, leastCells: 4 },
  { taps: [7, 1], choice: { transform: '4x7', isHigh: true, isWide: false }, leastCells: 4 },
  { taps: [1, 3], choice: { transform: '4x3', isHigh: false, isWide: true }, leastCells: 4 },
  { taps: [3, 1], choice: { transform: '4x3', isHigh: true, isWide: false }, leastCells: 4 },
];

/** With fewer channels than this the transforms cost more than the products that they save. */
const LEAST_CHANNELS = 16;

/** Bytes of one form of weights above which a form that is several times as large as the weights is not worth its memory. */
const MOST_BYTES = 32 * 1024 * 1024;

/** How a convolution is best done: `undefined` for plain sums. */
export function chooseConvolution(convolution: Convolution, machine: Machine): WinogradChoice | undefined {
  const { to, window, groups, depth, columns, isConstant } = convolution;
  const isPlain = [...window.strides, ...window.dilations].every((step) => step === 1) && window.size[0] === 1 && to.frames === 1;
  if (!machine.winograd || !isConstant || groups > 1 || !isPlain || depth % 4 !== 0 || Math.min(depth, columns) < LEAST_CHANNELS) return undefined;
  return TABLE.find(({ taps, choice, leastCells }) => {
    const cells = Math.min(choice.isHigh ? to.height : Infinity, choice.isWide ? to.width : Infinity);
    return taps[0] === window.size[1] && taps[1] === window.size[2] && cells >= leastCells && winogradBytes(choice, depth, columns) <= MOST_BYTES;
  })?.choice;
}

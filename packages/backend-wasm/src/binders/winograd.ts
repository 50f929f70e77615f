import { isConstant } from '@kedge/compiler';
import { TRANSFORMS } from '../generated/winograd.js';
import type { BindContext } from '../plan/binder.js';
import type { Call, KernelCall, Pointer } from '../plan/kernel-call.js';
import type { ConvWork } from './conv.js';
import { PANEL, zeroCalls } from './panels.js';

/** Names of transforms in the order in which the kernels number them. */
const NAMES = ['2x3', '4x3', '2x5', '4x5', '4x7'] as const satisfies readonly (keyof typeof TRANSFORMS)[];

/** A way to do a convolution of stride 1 with fewer products. */
export interface WinogradChoice {
  readonly transform: (typeof NAMES)[number];
  readonly isHigh: boolean;
  readonly isWide: boolean;
}

/** Bytes that a block's transformed input may take, so that it stays in the second cache while it is multiplied. */
const BLOCK_BYTES = 256 * 1024;

/** Bytes that the products of a block may take. */
const PRODUCT_BYTES = 128 * 1024;

const MOST_TILES = 48;
const SCRATCH = 96 + 4096 + 512 + 64;
const PACK_SCRATCH = 16384;

/** Fewer blocks than this do not keep several threads busy: then panels are shared out, too. */
const LEAST_BLOCKS = 8;

/** The shape of the tiles, and how they are cut into blocks. */
function blocking({ transform, isHigh, isWide }: WinogradChoice, { to, depth, columns }: Pick<ConvWork, 'to' | 'depth' | 'columns'>) {
  const { outputs, size } = TRANSFORMS[transform];
  const [tileHeight, sizeHigh] = isHigh ? [outputs, size] : [1, 1];
  const [tileWidth, sizeWide] = isWide ? [outputs, size] : [1, 1];
  const tilesHigh = Math.ceil(to.height / tileHeight);
  const tilesWide = Math.ceil(to.width / tileWidth);
  const tiles = to.batch * tilesHigh * tilesWide;
  const places = sizeHigh * sizeWide;
  const fitting = Math.floor(BLOCK_BYTES / (places * depth * 4) / 12) * 12;
  const most = Math.min(Math.max(fitting, 12), MOST_TILES);
  const blockTiles = Math.ceil(tiles / Math.ceil(tiles / most));
  const panels = Math.ceil(columns / PANEL);
  const blockPanels = Math.min(Math.max(Math.floor(PRODUCT_BYTES / (places * blockTiles * PANEL * 4)), 1), panels);
  return { tileHeight, tileWidth, sizeHigh, sizeWide, tilesHigh, tilesWide, tiles, places, blockTiles, blocks: Math.ceil(tiles / blockTiles), blockPanels, panels };
}

/** Bytes of the transformed weights. */
export function winogradBytes(choice: WinogradChoice, depth: number, columns: number): number {
  const { size } = TRANSFORMS[choice.transform];
  return (choice.isHigh ? size : 1) * (choice.isWide ? size : 1) * Math.ceil(columns / PANEL) * PANEL * depth * 4;
}

/** The calls of a convolution by Winograd's filtering. The weights are a constant. */
export function winogradCalls(choice: WinogradChoice, kernel: Parameters<typeof isConstant>[0], work: Omit<ConvWork, 'weights' | 'zeros' | 'weightsStep'>, context: BindContext): readonly Call[] {
  if (!isConstant(kernel)) throw new RangeError('Winograd weights are constants.');
  const { from, to, window, depth, columns, epilogue } = work;
  const { places, blocks, panels, ...blocked } = blocking(choice, work);
  const [, tapsHigh = 1, tapsWide = 1] = window.size;
  const transform = NAMES.indexOf(choice.transform);
  const bytes = winogradBytes(choice, depth, columns);
  const target: Pointer = { kind: 'target', offset: 0 };
  const pack: KernelCall = {
    kernel: 'packWinograd',
    params: { input: { kind: 'source', offset: 0 }, output: target, transform, tapsHigh, tapsWide, sizeHigh: blocked.sizeHigh, sizeWide: blocked.sizeWide, depth, columns },
    tasks: panels,
    scratchBytes: PACK_SCRATCH,
  };
  const key = `winograd:${choice.transform}:${blocked.sizeHigh}x${blocked.sizeWide}`;
  const weights = context.pack(kernel, { key, bytes: bytes + depth * 4, calls: [pack, ...zeroCalls({ kind: 'target', offset: bytes }, depth)] });
  const isSplit = blocks < LEAST_BLOCKS;
  const blockBytes = places * blocked.blockTiles * depth * 4;
  const groups = isSplit ? Math.min(Math.ceil(16 / blocks), panels) : Math.ceil(panels / blocked.blockPanels);
  const blockPanels = Math.min(blocked.blockPanels, Math.ceil(panels / groups));
  const params = {
    input: work.input, weights, bias: work.bias, output: work.output, zeros: { ...weights, offset: bytes }, residual: work.residual,
    transformed: isSplit ? context.workspace(blocks * blockBytes) : null,
    inputHeight: from.height, inputWidth: from.width, outputHeight: to.height, outputWidth: to.width,
    paddingHeight: window.before[1] ?? 0, paddingWidth: window.before[2] ?? 0, depth, columns,
    inputStride: work.inputStride * 4, outputStride: work.outputStride * 4, residualStride: work.residualStride * 4,
    transform, ...blocked, blockPanels, tile: context.machine.tileRows,
    lower: epilogue.lower, upper: epilogue.upper, activation: epilogue.activation,
  };
  const productBytes = places * blocked.blockTiles * blockPanels * PANEL * 4;
  const scratchBytes = SCRATCH + blocked.blockTiles * 4 + productBytes;
  const flops = 2 * places * blocked.tiles * depth * panels * PANEL;
  if (!isSplit) return [{ kernel: 'winograd', params, tasks: blocks, scratchBytes: scratchBytes + blockBytes, flops }];
  return [
    { kernel: 'winogradInput', params, tasks: blocks, scratchBytes },
    { kernel: 'winogradProduct', params, tasks: blocks * Math.ceil(panels / blockPanels), scratchBytes, flops },
  ];
}

import { isConstant, type Step } from '@kedge/compiler';
import type { BindContext, Binder, Binders } from '../plan/binder.js';
import { advanced, type Call, type KernelCall, type KernelParams, type Pointer } from '../plan/kernel-call.js';
import { chooseConvolution } from './conv-choice.js';
import { depthwiseCalls } from './depthwise.js';
import { fusedEpilogue, type FusedEpilogue } from './epilogue.js';
import { packedBias, packedPanels, PANEL, type PanelSource } from './panels.js';
import { winogradCalls } from './winograd.js';
import { pictureOf, windowGeometry, type Picture, type WindowGeometry } from './window.js';

/** Rows of a task: a multiple of the rows of every tile, few enough that what they read stays in the second cache. */
const BLOCK_ROWS = 48;

/** Fewer tasks than this leave threads without work at the end of a step. */
const LEAST_TASKS = 16;

/** Bytes of scratch beside the pointers; see assembly/kernels/conv.ts. */
const CONV_SCRATCH = 96;

/** A sum over taps for each cell of the output: what the kernel `conv` computes. */
export interface ConvWork {
  readonly input: Pointer;
  readonly inputStride: number;
  readonly output: Pointer;
  readonly outputStride: number;
  readonly residual: Pointer | null;
  readonly residualStride: number;
  readonly weights: Pointer;
  readonly weightsStep: number;
  readonly zeros: Pointer;
  readonly bias: Pointer | null;
  readonly from: Picture;
  readonly to: Picture;
  readonly window: WindowGeometry;
  readonly depth: number;
  readonly columns: number;
  readonly epilogue: Pick<FusedEpilogue, 'lower' | 'upper' | 'activation'>;
}

/** How work is cut into tasks: blocks of rows, and groups of panels when there are few blocks. */
function blocksOf(rows: number, columns: number, batch: number): { readonly blockRows: number; readonly blockPanels: number; readonly tasks: number } {
  const panels = Math.ceil(columns / PANEL);
  if (rows * columns * batch === 0) return { blockRows: 1, blockPanels: 1, tasks: 0 };
  const blockRows = Math.min(BLOCK_ROWS, rows);
  const rowBlocks = Math.ceil(rows / blockRows) * batch;
  const groups = Math.min(Math.ceil(LEAST_TASKS / rowBlocks), panels);
  // Single rows go through four panels at once.
  const least = rows === 1 ? Math.min(4, panels) : 1;
  const blockPanels = Math.max(Math.ceil(panels / groups), least);
  return { blockRows, blockPanels, tasks: rowBlocks * Math.ceil(panels / blockPanels) };
}

/** The call of the kernel `conv`. */
export function convCall(work: ConvWork, context: BindContext): KernelCall {
  const { from, to, window, depth, columns, epilogue } = work;
  const rows = to.frames * to.height * to.width;
  const { blockRows, blockPanels, tasks } = blocksOf(rows, columns, to.batch);
  const [kernelFrames = 1, kernelHeight = 1, kernelWidth = 1] = window.size;
  const [strideFrames = 1, strideHeight = 1, strideWidth = 1] = window.strides;
  const [dilationFrames = 1, dilationHeight = 1, dilationWidth = 1] = window.dilations;
  const [paddingFrames = 0, paddingHeight = 0, paddingWidth = 0] = window.before;
  const taps = kernelFrames * kernelHeight * kernelWidth;
  const params: KernelParams<'conv'> = {
    input: work.input, weights: work.weights, bias: work.bias, output: work.output, zeros: work.zeros, residual: work.residual,
    batch: to.batch,
    inputFrames: from.frames, inputHeight: from.height, inputWidth: from.width,
    outputFrames: to.frames, outputHeight: to.height, outputWidth: to.width,
    kernelFrames, kernelHeight, kernelWidth, strideFrames, strideHeight, strideWidth, dilationFrames, dilationHeight, dilationWidth, paddingFrames, paddingHeight, paddingWidth,
    depth, columns,
    inputStride: work.inputStride * 4, outputStride: work.outputStride * 4, residualStride: work.residualStride * 4, weightsStep: work.weightsStep,
    blockRows, blockPanels, tile: context.machine.tileRows,
    lower: epilogue.lower, upper: epilogue.upper, activation: epilogue.activation,
  };
  return { kernel: 'conv', params, tasks, scratchBytes: CONV_SCRATCH + blockRows * taps * 4, flops: 2 * to.batch * rows * taps * depth * columns };
}

/**
 * A window whose cells of a row lie side by side is one tap of many numbers: true when none of them can lie outside of the image.
 */
function widened(window: WindowGeometry, from: Picture, inputStride: number): { readonly window: WindowGeometry; readonly factor: number; readonly from: Picture; readonly stride: number } {
  const [frames = 1, height = 1, width = 1] = window.size;
  const same = { window, factor: 1, from, stride: inputStride };
  if (window.isPadded || width === 1 || window.dilations[2] !== 1 || inputStride !== from.channels) return same;
  return { ...same, window: { ...window, size: [frames, height, 1] }, factor: width };
}

const conv: Binder<'conv'> = (step, context): readonly Call[] => {
  const { inputs: [x = 0, kernel = 0], outputs: [y = 0], attrs } = step;
  const [from, to] = [pictureOf(context.specOf(x).shape), pictureOf(context.specOf(y).shape)];
  const kernelShape = context.specOf(kernel).shape;
  const size = kernelShape.slice(0, -2);
  const window = windowGeometry(context.specOf(x).shape.slice(1, -1), { ...attrs, size });
  const { groups } = attrs;
  if (groups > 1 && groups === from.channels) return depthwiseCalls(step, attrs, context);
  const depth = kernelShape.at(-2) ?? 1;
  const columns = to.channels / groups;
  const choice = chooseConvolution({ to, window, groups, depth, columns, isConstant: isConstant(kernel) }, context.machine);
  if (choice !== undefined) {
    const work = { input: context.pointer(x), inputStride: context.rowStride(x), output: context.pointer(y), outputStride: context.rowStride(y), from, to, window, depth, columns };
    return winogradCalls(choice, kernel, { ...work, ...epilogueParts(step, context, { offset: 0, columns }) }, context);
  }
  const wide = groups === 1 ? widened(window, from, context.rowStride(x)) : { window, factor: 1 };
  const taps = wide.window.size.reduce((a, b) => a * b, 1);
  const rows = size.reduce((a, b) => a * b, 1) * depth;
  return Array.from({ length: groups }, (_, group) => {
    const source: PanelSource = { offset: group * columns * 4, depth: rows, columns, rowStep: to.channels, columnStep: 1, matrices: 1, matrixStep: 0, zeros: depth * wide.factor };
    const packed = packedPanels(kernel, source, context);
    const parts = epilogueParts(step, context, { offset: group * columns, columns });
    const work: ConvWork = {
      input: advanced(context.pointer(x), group * depth * 4), inputStride: context.rowStride(x),
      output: advanced(context.pointer(y), group * columns * 4), outputStride: context.rowStride(y),
      weights: packed.weights, weightsStep: 0, zeros: packed.zeros,
      from, to, window: wide.window, depth: rows / taps, columns, ...parts,
    };
    return [...packed.calls, convCall(work, context)];
  }).flat();
};

/** What follows the sums, as the kernel wants it. */
export function epilogueParts(step: Step, context: BindContext, { offset, columns }: { readonly offset: number; readonly columns: number }): Pick<ConvWork, 'bias' | 'residual' | 'residualStride' | 'epilogue'> {
  const epilogue = fusedEpilogue(step);
  const { bias, residual } = epilogue;
  return {
    epilogue,
    bias: bias === undefined ? null : packedBias(bias, { offset, columns }, context),
    residual: residual === undefined ? null : advanced(context.pointer(residual), offset * 4),
    residualStride: residual === undefined ? 0 : context.rowStride(residual),
  };
}


export const convBinders = { conv } satisfies Binders;

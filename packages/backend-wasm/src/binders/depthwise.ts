import { isConstant, type Constant, type Operand, type Step } from '@kedge/compiler';
import type { Padding } from '@kedge/graph-core';
import type { BindContext, Binder, Binders } from '../plan/binder.js';
import type { Call, KernelCall, Pointer } from '../plan/kernel-call.js';
import { fusedEpilogue } from './epilogue.js';
import { zeroCalls } from './panels.js';
import { pictureOf, windowGeometry } from './window.js';

/** Work of a thread at once, in products. */
const GRAIN = 16384;

const roundUp = (channels: number): number => Math.ceil(channels / 4) * 4;

function packCall(input: Pointer, output: Pointer, rows: number, columns: number, columnStep = 1): KernelCall {
  return { kernel: 'packRows', params: { input, output, columns, outputColumns: roundUp(columns), columnStep }, tasks: rows };
}

/** A kernel as one row of channels for each tap, and zeros after them. */
function packedTaps(kernel: Operand, taps: number, channels: number, zeros: number, context: BindContext): { readonly weights: Pointer; readonly zeros: Pointer; readonly calls: readonly KernelCall[] } {
  const bytes = taps * roundUp(channels) * 4;
  if (isConstant(kernel)) {
    const call = packCall({ kind: 'source', offset: 0 }, { kind: 'target', offset: 0 }, taps, channels);
    const weights = context.pack(kernel, { key: `taps:${taps}x${channels}:${zeros}`, bytes: bytes + zeros * 4, calls: [call, ...zeroCalls({ kind: 'target', offset: bytes }, zeros)] });
    return { weights, zeros: { ...weights, offset: bytes }, calls: [] };
  }
  const weights = context.workspace(bytes + zeros * 4);
  const after = { ...weights, offset: weights.offset + bytes };
  return { weights, zeros: after, calls: [packCall(context.pointer(kernel), weights, taps, channels), ...zeroCalls(after, zeros)] };
}

function packedBias(bias: Constant, channels: number, context: BindContext): Pointer {
  const isOne = bias.shape.reduce((size, dim) => size * dim, 1) === 1;
  const call = packCall({ kind: 'source', offset: 0 }, { kind: 'target', offset: 0 }, 1, channels, isOne ? 0 : 1);
  return context.pack(bias, { key: `row:${channels}`, bytes: roundUp(channels) * 4, calls: [call] });
}

/** What a depthwise convolution is told, by its own primitive or by a grouped convolution of as many groups as channels. */
interface DepthwiseAttrs {
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly padding: Padding;
}

/** The calls of a convolution of each channel by itself; the kernel's taps are rows of the channels of the output. */
export function depthwiseCalls(step: Step, attrs: DepthwiseAttrs, context: BindContext): readonly Call[] {
  const { inputs: [x = 0, kernel = 0], outputs: [y = 0] } = step;
  const shape = context.specOf(x).shape;
  const [from, to] = [pictureOf(shape), pictureOf(context.specOf(y).shape)];
  const window = windowGeometry(shape.slice(1, -1), { ...attrs, size: context.specOf(kernel).shape.slice(0, -2) });
  const [kernelFrames = 1, kernelHeight = 1, kernelWidth = 1] = window.size;
  const [strideFrames = 1, strideHeight = 1, strideWidth = 1] = window.strides;
  const [dilationFrames = 1, dilationHeight = 1, dilationWidth = 1] = window.dilations;
  const [paddingFrames = 0, paddingHeight = 0, paddingWidth = 0] = window.before;
  const taps = kernelFrames * kernelHeight * kernelWidth;
  const packed = packedTaps(kernel, taps, to.channels, from.channels, context);
  const { bias, residual, lower, upper, activation } = fusedEpilogue(step);
  const rows = to.batch * to.frames * to.height;
  const params = {
    input: context.pointer(x), weights: packed.weights, bias: bias === undefined ? null : packedBias(bias, to.channels, context),
    output: context.pointer(y), zeros: packed.zeros, residual: residual === undefined ? null : context.pointer(residual),
    inputFrames: from.frames, inputHeight: from.height, inputWidth: from.width,
    outputFrames: to.frames, outputHeight: to.height, outputWidth: to.width,
    kernelFrames, kernelHeight, kernelWidth, strideFrames, strideHeight, strideWidth, dilationFrames, dilationHeight, dilationWidth, paddingFrames, paddingHeight, paddingWidth,
    channels: to.channels, multiplier: to.channels / from.channels,
    inputStride: context.rowStride(x) * 4, outputStride: context.rowStride(y) * 4, residualStride: residual === undefined ? 0 : context.rowStride(residual) * 4,
    lower, upper, activation,
  };
  const products = to.width * to.channels * taps;
  return [...packed.calls, { kernel: 'depthwiseConv', params, tasks: rows, grain: Math.max(1, Math.ceil(GRAIN / products)), scratchBytes: taps * 16, flops: 2 * rows * products }];
}

const depthwiseConv: Binder<'depthwiseConv'> = (step, context) => depthwiseCalls(step, step.attrs, context);

export const depthwiseBinders = { depthwiseConv } satisfies Binders;

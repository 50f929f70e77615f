import type { Binder, Binders } from '../plan/binder.js';
import type { Call } from '../plan/kernel-call.js';
import { fusedEpilogue } from './epilogue.js';
import { matmulCalls } from './matmul.js';
import { packedBias } from './panels.js';
import { pictureOf, threeOf } from './window.js';

/**
 * A transposed convolution as a product of matrices, which gives for each cell of the input what each tap of its window adds to the
 * output, and a sum of those that fall on one cell.
 */
const convTranspose: Binder<'convTranspose'> = (step, context): readonly Call[] => {
  const { inputs: [x = 0, kernel = 0], outputs: [y = 0], attrs } = step;
  const shape = context.specOf(x).shape;
  const outputShape = context.specOf(y).shape;
  const kernelShape = context.specOf(kernel).shape;
  const [from, to] = [pictureOf(shape), pictureOf(outputShape)];
  const size = kernelShape.slice(0, -2);
  const taps = size.reduce((a, b) => a * b, 1);
  const columns = taps * to.channels;
  const cells = from.frames * from.height * from.width * from.batch;
  const before = size.map((cellsOfWindow, i) => {
    const span = (cellsOfWindow - 1) * (attrs.dilations[i] ?? 1) + 1;
    const surplus = ((shape[i + 1] ?? 1) - 1) * (attrs.strides[i] ?? 1) + span - (outputShape[i + 1] ?? 1);
    return attrs.padding === 'same' ? Math.max(Math.floor(surplus / 2), 0) : 0;
  });
  const products = context.workspace(cells * columns * 4);
  const none = { bias: null, residual: null, residualStride: 0, epilogue: { lower: -Infinity, upper: Infinity, activation: 0 } };
  const work = {
    batch: 1, rows: cells, depth: from.channels, columns, a: context.pointer(x), aStride: context.rowStride(x),
    b: kernel, bOffset: 0, bRowStep: 1, bColumnStep: from.channels, bMatrixStep: 0, output: products, outputStride: columns,
  };
  const { bias } = fusedEpilogue(step);
  const [kernelFrames = 1, kernelHeight = 1, kernelWidth = 1] = threeOf(size, 1);
  const [strideFrames = 1, strideHeight = 1, strideWidth = 1] = threeOf(attrs.strides, 1);
  const [dilationFrames = 1, dilationHeight = 1, dilationWidth = 1] = threeOf(attrs.dilations, 1);
  const [paddingFrames = 0, paddingHeight = 0, paddingWidth = 0] = threeOf(before, 0);
  const params = {
    input: products, output: context.pointer(y), bias: bias === undefined ? null : packedBias(bias, { offset: 0, columns: to.channels }, context),
    inputFrames: from.frames, inputHeight: from.height, inputWidth: from.width, outputFrames: to.frames, outputHeight: to.height, outputWidth: to.width,
    kernelFrames, kernelHeight, kernelWidth, strideFrames, strideHeight, strideWidth, dilationFrames, dilationHeight, dilationWidth, paddingFrames, paddingHeight, paddingWidth,
    channels: to.channels, inputStride: columns * 4, outputStride: context.rowStride(y) * 4,
  };
  return [...matmulCalls(work, none, context), { kernel: 'fold', params, tasks: to.batch * to.frames * to.height }];
};

export const convTransposeBinders = { convTranspose } satisfies Binders;

import type { PoolAttrs } from '@kedge/graph-core';
import type { Step } from '@kedge/compiler';
import type { BindContext, Binders } from '../plan/binder.js';
import type { Call } from '../plan/kernel-call.js';
import { pictureOf, windowGeometry } from './window.js';

/** Work of a thread at once, in numbers that are looked at. */
const GRAIN = 16384;

function poolCalls(kernel: 'maxPool' | 'averagePool', { inputs: [x = 0], outputs: [y = 0] }: Step, attrs: PoolAttrs, context: BindContext): readonly Call[] {
  const shape = context.specOf(x).shape;
  const [from, to] = [pictureOf(shape), pictureOf(context.specOf(y).shape)];
  const window = windowGeometry(shape.slice(1, -1), { size: attrs.poolSize, strides: attrs.strides, padding: attrs.padding });
  const [kernelFrames = 1, kernelHeight = 1, kernelWidth = 1] = window.size;
  const [strideFrames = 1, strideHeight = 1, strideWidth = 1] = window.strides;
  const [paddingFrames = 0, paddingHeight = 0, paddingWidth = 0] = window.before;
  const params = {
    input: context.pointer(x), output: context.pointer(y),
    inputFrames: from.frames, inputHeight: from.height, inputWidth: from.width,
    outputFrames: to.frames, outputHeight: to.height, outputWidth: to.width,
    kernelFrames, kernelHeight, kernelWidth, strideFrames, strideHeight, strideWidth, paddingFrames, paddingHeight, paddingWidth,
    channels: to.channels, inputStride: context.rowStride(x) * 4, outputStride: context.rowStride(y) * 4,
  };
  const cell = kernelFrames * kernelHeight * kernelWidth * to.channels;
  return [{ kernel, params, tasks: to.batch * to.frames * to.height, grain: Math.max(1, Math.ceil(GRAIN / (to.width * cell))), flops: to.batch * to.frames * to.height * to.width * cell }];
}

export const poolBinders: Pick<Required<Binders>, 'averagePool' | 'maxPool'> = {
  maxPool: (step, context) => poolCalls('maxPool', step, step.attrs, context),
  averagePool: (step, context) => poolCalls('averagePool', step, step.attrs, context),
};

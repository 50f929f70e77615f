import { nearestIndices, resizeMatrix, type ResizeAttrs } from '@kedge/graph-core';
import type { BindContext, Binder, Binders } from '../plan/binder.js';
import type { Call, KernelCall, Pointer } from '../plan/kernel-call.js';

/** For each new cell the first cell that it is made of, and as many weights as the one with the most has. */
interface Taps {
  readonly firsts: Int32Array;
  readonly weights: Float32Array;
  readonly taps: number;
}

function tapsOf(input: number, output: number, { interpolation, antialias }: ResizeAttrs): Taps {
  if (interpolation === 'nearest') return { firsts: nearestIndices(input, output), weights: new Float32Array(output).fill(1), taps: 1 };
  const matrix = resizeMatrix(input, output, interpolation, antialias);
  const rows = Array.from({ length: output }, (_, i) => matrix.subarray(i * input, (i + 1) * input));
  const firsts = rows.map((row) => Math.max(row.findIndex((weight) => weight !== 0), 0));
  const taps = Math.max(1, ...rows.map((row, i) => row.findLastIndex((weight) => weight !== 0) - (firsts[i] ?? 0) + 1));
  const weights = new Float32Array(output * taps);
  rows.forEach((row, i) => weights.set(row.subarray(firsts[i], (firsts[i] ?? 0) + taps), i * taps));
  return { firsts: Int32Array.from(firsts), weights, taps };
}

/** Resizes along the middle of `[outer, count, inner]`. */
function alongCall(taps: Taps, lines: { readonly outer: number; readonly count: number; readonly outputCount: number; readonly inner: number }, [input, output]: readonly [Pointer, Pointer], context: BindContext): KernelCall {
  const { outer, count, outputCount, inner } = lines;
  const params = { input, output, firsts: context.table('resize cells', taps.firsts), weights: context.table('resize weights', taps.weights), taps: taps.taps, count, outputCount, inner };
  return { kernel: 'resample', params, tasks: outer * outputCount, grain: Math.max(1, Math.ceil(16384 / Math.max(inner * taps.taps, 1))), flops: 2 * outer * outputCount * inner * taps.taps };
}

/** Along the height, then along the width: every kernel is separable. */
const resize: Binder<'resize'> = ({ inputs: [x = 0], outputs: [y = 0], attrs }, context): readonly Call[] => {
  const [batch = 1, height = 1, width = 1, channels = 1] = context.specOf(x).shape;
  const [rows, columns] = attrs.size;
  if (batch * height * width * channels * rows * columns === 0) return [];
  const tall = context.workspace(batch * rows * width * channels * 4);
  return [
    alongCall(tapsOf(height, rows, attrs), { outer: batch, count: height, outputCount: rows, inner: width * channels }, [context.pointer(x), tall], context),
    alongCall(tapsOf(width, columns, attrs), { outer: batch * rows, count: width, outputCount: columns, inner: channels }, [tall, context.pointer(y)], context),
  ];
};

export const resizeBinders = { resize } satisfies Binders;

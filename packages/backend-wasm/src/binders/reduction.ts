import { BYTES_PER_ELEMENT, sizeOf, type CumulativeAttrs, type PrimitiveName, type ReductionAttrs } from '@kedge/graph-core';
import type { Step } from '@kedge/compiler';
import type { BindContext, Binders } from '../plan/binder.js';
import type { Call, KernelCall, Pointer } from '../plan/kernel-call.js';
import { contiguousStrides } from './broadcast.js';
import { kernelNamed, kindOf } from './elementwise.js';
import { gatherCalls } from './strided-copy.js';
import { unsupported } from './unsupported.js';

/** Elements of a task. */
const GRAIN = 8192;

/** An input as `[outer, count, inner]`, and what makes it so. */
interface Lines {
  readonly input: Pointer;
  readonly outer: number;
  readonly count: number;
  readonly inner: number;
  readonly calls: readonly Call[];
}

/** Looks at an input as at lines along axes; where they do not lie together, it is transposed before. */
export function linesAlong(axes: readonly number[], step: Step, context: BindContext): Lines {
  const [x = 0] = step.inputs;
  const { shape, dtype } = context.specOf(x);
  const input = context.pointer(x);
  const live = shape.flatMap((dim, axis) => (dim === 1 ? [] : [axis]));
  const reduced = live.filter((axis) => axes.includes(axis));
  const count = sizeOf(axes.map((axis) => shape[axis] ?? 1));
  const [first, last] = [reduced[0] ?? 0, reduced.at(-1) ?? -1];
  if (live.filter((axis) => axis >= first && axis <= last).length === reduced.length) {
    const end = reduced.length === 0 ? shape.length : last + 1;
    const begin = reduced.length === 0 ? shape.length : first;
    return { input, outer: sizeOf(shape.slice(0, begin).filter((_, axis) => !axes.includes(axis))), count, inner: sizeOf(shape.slice(end).filter((_, i) => !axes.includes(end + i))), calls: [] };
  }
  const order = [...live.filter((axis) => !axes.includes(axis)), ...reduced];
  const strides = contiguousStrides(shape);
  const copy = context.workspace(sizeOf(shape) * BYTES_PER_ELEMENT[dtype]);
  const dims = order.map((axis) => shape[axis] ?? 1);
  const calls = gatherCalls({ input, inputStrides: order.map((axis) => strides[axis] ?? 0), output: copy, dims, dtype });
  return { input: copy, outer: sizeOf(dims) / Math.max(count, 1), count, inner: 1, calls };
}

function reductionCalls(name: string, step: Step, { axes }: ReductionAttrs, context: BindContext): readonly Call[] {
  const [y = 0] = step.outputs;
  const kind = kindOf(context.specOf(step.inputs[0] ?? 0).dtype);
  const size = sizeOf(context.specOf(y).shape);
  if (size === 0) return [];
  const { input, count, inner, calls } = linesAlong(axes, step, context);
  const isRows = inner === 1;
  const kernel = kernelNamed(kind === 'f' ? `${name}${isRows ? 'Rows' : 'Columns'}_f` : `${name}_${kind}`);
  if (kernel === undefined) throw unsupported(step, `elements of ${context.specOf(step.inputs[0] ?? 0).dtype}`);
  const width = kind === 'f' && !isRows ? 16 : 1;
  const tasks = kind === 'f' && !isRows ? (size / inner) * Math.ceil(inner / 16) : size;
  const params = { input, output: context.pointer(y), count, inner };
  return [...calls, { kernel, params, tasks, grain: Math.max(1, Math.ceil(GRAIN / Math.max(count * width, 1))), flops: size * count } as KernelCall];
}

function alongAxis(kernel: string, step: Step, axis: number, context: BindContext, { exclusive, reverse }: Pick<CumulativeAttrs, 'exclusive' | 'reverse'>, isPerLine: boolean): readonly Call[] {
  const [x = 0] = step.inputs;
  const [y = 0] = step.outputs;
  const { shape } = context.specOf(x);
  const name = kernelNamed(kernel);
  if (name === undefined) throw unsupported(step, kernel);
  const [outer, count, inner] = [sizeOf(shape.slice(0, axis)), shape[axis] ?? 1, sizeOf(shape.slice(axis + 1))];
  const lines = outer * inner;
  if (lines * count === 0) return [];
  const params = { input: context.pointer(x), output: context.pointer(y), count, inner, exclusive: Number(exclusive), reverse: Number(reverse) };
  return [{ kernel: name, params, tasks: isPerLine ? lines : outer, grain: Math.max(1, Math.ceil(GRAIN / count)), flops: lines * count } as KernelCall];
}

const NOTHING = { exclusive: false, reverse: false };

const REDUCTIONS = ['all', 'any', 'max', 'mean', 'min', 'prod', 'sum'] as const satisfies readonly PrimitiveName[];
const ARGUMENTS = ['argmax', 'argmin'] as const satisfies readonly PrimitiveName[];
const CUMULATIVE = ['cumprod', 'cumsum'] as const satisfies readonly PrimitiveName[];
const SOFTMAXES = ['logSoftmax', 'softmax'] as const satisfies readonly PrimitiveName[];

/** Along the last axis there is a kernel; along another one the input is turned before, and the result back. */
function softmaxCalls(name: (typeof SOFTMAXES)[number], step: Step, axis: number, context: BindContext): readonly Call[] {
  const [x = 0] = step.inputs;
  const [y = 0] = step.outputs;
  const { shape } = context.specOf(x);
  const [outer, count, inner] = [sizeOf(shape.slice(0, axis)), shape[axis] ?? 1, sizeOf(shape.slice(axis + 1))];
  if (outer * count * inner === 0) return [];
  const grain = Math.max(1, Math.ceil(GRAIN / count));
  const call = (input: Pointer, output: Pointer): KernelCall => ({ kernel: name, params: { input, output, count, inner: 1, exclusive: 0, reverse: 0 }, tasks: outer * inner, grain, flops: outer * inner * count });
  if (inner === 1) return [call(context.pointer(x), context.pointer(y))];
  const turned = context.workspace(outer * count * inner * 4);
  const turn = (input: Pointer, output: Pointer, rows: number, columns: number): KernelCall => ({ kernel: 'transposeMatrices', params: { input, output, rows, columns }, tasks: outer });
  return [turn(context.pointer(x), turned, count, inner), call(turned, turned), turn(turned, context.pointer(y), inner, count)];
}

export const reductionBinders: Binders = {
  ...Object.fromEntries(REDUCTIONS.map((name) => [name, (step: Step<(typeof REDUCTIONS)[number]>, context: BindContext) => reductionCalls(name, step, step.attrs, context)])),
  ...Object.fromEntries(
    ARGUMENTS.map((name) => [
      name,
      (step: Step<(typeof ARGUMENTS)[number]>, context: BindContext) => alongAxis(`${name}_${kindOf(context.specOf(step.inputs[0] ?? 0).dtype)}`, step, step.attrs.axis, context, NOTHING, true),
    ]),
  ),
  ...Object.fromEntries(
    CUMULATIVE.map((name) => [
      name,
      (step: Step<(typeof CUMULATIVE)[number]>, context: BindContext) => alongAxis(`${name}_${kindOf(context.specOf(step.inputs[0] ?? 0).dtype)}`, step, step.attrs.axis, context, step.attrs, true),
    ]),
  ),
  ...Object.fromEntries(SOFTMAXES.map((name) => [name, (step: Step<(typeof SOFTMAXES)[number]>, context: BindContext) => softmaxCalls(name, step, step.attrs.axis, context)])),
  batchNormalization: (step, context) => {
    const [x = 0, mean = 0, variance = 0, offset = 0, scale = 0] = step.inputs;
    const [y = 0] = step.outputs;
    const { shape } = context.specOf(x);
    const channels = shape.at(-1) ?? 1;
    const size = sizeOf(shape);
    if (size === 0) return [];
    const stepOf = (operand: typeof x): number => (sizeOf(context.specOf(operand).shape) === 1 ? 0 : 4);
    return [
      {
        kernel: 'batchNormalization',
        params: {
          input: context.pointer(x), output: context.pointer(y), mean: context.pointer(mean), variance: context.pointer(variance), offset: context.pointer(offset), scale: context.pointer(scale), channels,
          meanStep: stepOf(mean), varianceStep: stepOf(variance), offsetStep: stepOf(offset), scaleStep: stepOf(scale), epsilon: step.attrs.epsilon,
        },
        tasks: size / channels,
        grain: Math.max(1, Math.ceil(GRAIN / channels)),
        flops: 2 * size,
      },
    ];
  },
};

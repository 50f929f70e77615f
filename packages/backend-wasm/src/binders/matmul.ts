import type { Operand } from '@kedge/compiler';
import type { BindContext, Binder, Binders } from '../plan/binder.js';
import { advanced, type Call, type Pointer } from '../plan/kernel-call.js';
import { convCall, epilogueParts, type ConvWork } from './conv.js';
import { packedPanels, panelBytes } from './panels.js';
import type { Picture } from './window.js';

const ONE_CELL = { size: [1, 1, 1], strides: [1, 1, 1], dilations: [1, 1, 1], before: [0, 0, 0], isPadded: false };

/** Products of matrices, one after the other: `batch` times `[rows, depth]` by `[depth, columns]`. */
export interface MatmulWork {
  readonly batch: number;
  readonly rows: number;
  readonly depth: number;
  readonly columns: number;
  /** Rows of `depth` numbers, matrix after matrix. */
  readonly a: Pointer;
  readonly aStride: number;
  readonly b: Operand | Pointer;
  /** Where the matrices begin in `b`. */
  readonly bOffset: number;
  readonly bRowStep: number;
  readonly bColumnStep: number;
  /** Elements from one matrix of `b` to the next; 0 when there is one for all. */
  readonly bMatrixStep: number;
  readonly output: Pointer;
  readonly outputStride: number;
}

/** The calls of products of matrices. */
export function matmulCalls(work: MatmulWork, parts: Pick<ConvWork, 'bias' | 'residual' | 'residualStride' | 'epilogue'>, context: BindContext): readonly Call[] {
  const { batch, rows, depth, columns } = work;
  const isShared = work.bMatrixStep === 0;
  const packed = packedPanels(
    work.b,
    { offset: work.bOffset * 4, depth, columns, rowStep: work.bRowStep, columnStep: work.bColumnStep, matrices: isShared ? 1 : batch, matrixStep: work.bMatrixStep, zeros: 0 },
    context,
  );
  // With one matrix on the right for all, those on the left are one tall matrix.
  const [images, height] = isShared ? [1, batch * rows] : [batch, rows];
  const picture: Picture = { batch: images, frames: 1, height, width: 1, channels: depth };
  const call = convCall(
    {
      input: work.a, inputStride: work.aStride, output: work.output, outputStride: work.outputStride,
      weights: packed.weights, weightsStep: isShared ? 0 : panelBytes(depth, columns), zeros: packed.weights,
      from: picture, to: { ...picture, channels: columns }, window: ONE_CELL, depth, columns, ...parts,
    },
    context,
  );
  return [...packed.calls, call];
}

/** The matrices of an operand: how many, and where each dimension of the batch goes on. */
function batchStrides(shape: readonly number[], batch: readonly number[]): number[] {
  const own = shape.slice(0, -2);
  const matrix = (shape.at(-2) ?? 1) * (shape.at(-1) ?? 1);
  let step = matrix;
  const steps = own.toReversed().map((dim) => {
    const at = dim === 1 ? 0 : step;
    step *= dim;
    return at;
  });
  return [...steps, ...Array.from({ length: batch.length - own.length }, () => 0)].toReversed();
}

/** Whether the strides of a batch are those of matrices that follow each other, or of one matrix for all. */
function uniformStep(strides: readonly number[], batch: readonly number[], matrix: number): number | undefined {
  const live = batch.flatMap((dim, i) => (dim === 1 ? [] : [i]));
  if (live.every((i) => strides[i] === 0)) return 0;
  let expected = matrix;
  for (const i of live.toReversed()) {
    if (strides[i] !== expected) return undefined;
    expected *= batch[i] ?? 1;
  }
  return matrix;
}

/** Rows of the left operand, copied so that they lie side by side where it is given transposed. */
function leftRows(operand: Operand, transposed: boolean, context: BindContext): { readonly pointer: Pointer; readonly calls: readonly Call[] } {
  const pointer = context.pointer(operand);
  if (!transposed) return { pointer, calls: [] };
  const { shape } = context.specOf(operand);
  const [rows = 1, columns = 1] = shape.slice(-2);
  const matrices = shape.slice(0, -2).reduce((a, b) => a * b, 1);
  const copy = context.workspace(matrices * rows * columns * 4);
  return { pointer: copy, calls: [{ kernel: 'transposeMatrices', params: { input: pointer, output: copy, rows, columns }, tasks: matrices }] };
}

const matmul: Binder<'matmul'> = (step, context): readonly Call[] => {
  const { inputs: [a = 0, b = 0], outputs: [y = 0], attrs: { transposeA, transposeB } } = step;
  const [aShape, bShape, yShape] = [a, b, y].map((operand) => context.specOf(operand).shape) as [readonly number[], readonly number[], readonly number[]];
  const [rows = 1, columns = 1] = yShape.slice(-2);
  const depth = (transposeA ? aShape.at(-2) : aShape.at(-1)) ?? 1;
  const batch = yShape.slice(0, -2);
  const left = leftRows(a, transposeA, context);
  const [bRowStep, bColumnStep] = transposeB ? [1, depth] : [columns, 1];
  const [aSteps, bSteps] = [batchStrides(aShape, batch), batchStrides(bShape, batch)];
  const aStep = uniformStep(aSteps, batch, rows * depth);
  const bStep = uniformStep(bSteps, batch, depth * columns);
  const count = batch.reduce((product, dim) => product * dim, 1);
  const work = { rows, depth, columns, aStride: depth, b, bRowStep, bColumnStep, outputStride: context.rowStride(y) };
  const parts = epilogueParts(step, context, { offset: 0, columns });
  const isAllA = aStep !== undefined && (aStep !== 0 || count === 1);
  if (isAllA && bStep !== undefined) {
    return [...left.calls, ...matmulCalls({ ...work, batch: count, a: left.pointer, bOffset: 0, bMatrixStep: count === 1 ? 0 : bStep, output: context.pointer(y) }, parts, context)];
  }
  // Broadcasting that is neither all nor nothing: matrix by matrix.
  const offsetOf = (steps: readonly number[], index: number): number => {
    let rest = index;
    return batch.toReversed().reduce((sum, dim, i) => {
      const at = rest % dim;
      rest = Math.floor(rest / dim);
      return sum + at * (steps[batch.length - 1 - i] ?? 0);
    }, 0);
  };
  const single = Array.from({ length: count }, (_, index) => {
    const output = advanced(context.pointer(y), index * rows * columns * 4);
    const residual = parts.residual === null ? null : advanced(parts.residual, index * rows * columns * 4);
    return matmulCalls({ ...work, batch: 1, a: advanced(left.pointer, offsetOf(aSteps, index) * 4), bOffset: offsetOf(bSteps, index), bMatrixStep: 0, output }, { ...parts, residual }, context);
  });
  return [...left.calls, ...single.flat()];
};

export const matmulBinders = { matmul } satisfies Binders;

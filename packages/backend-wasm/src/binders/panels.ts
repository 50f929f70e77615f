import { isConstant, type Constant, type Operand } from '@kedge/compiler';
import type { BindContext } from '../plan/binder.js';
import type { KernelCall, Pointer } from '../plan/kernel-call.js';

/** Columns of a panel. */
export const PANEL = 8;

/** Matrices that are to be packed into panels of columns. */
export interface PanelSource {
  /** Bytes from the beginning of the operand. */
  readonly offset: number;
  /** Steps of the inner dimension. */
  readonly depth: number;
  readonly columns: number;
  /** Elements from one row to the next, and from one column to the next. */
  readonly rowStep: number;
  readonly columnStep: number;
  /** How many matrices there are, and elements from one to the next. */
  readonly matrices: number;
  readonly matrixStep: number;
  /** Zeros that are wanted after the panels, in elements. */
  readonly zeros: number;
}

/** Bytes of the panels of one matrix. */
export function panelBytes(depth: number, columns: number): number {
  return Math.ceil(columns / PANEL) * PANEL * depth * 4;
}

function packCall(input: Pointer, output: Pointer, source: PanelSource): KernelCall {
  const panels = Math.ceil(source.columns / PANEL);
  return {
    kernel: 'packPanels',
    params: {
      input: { ...input, offset: input.offset + source.offset },
      output,
      depth: source.depth,
      columns: source.columns,
      rowStep: source.rowStep * 4,
      columnStep: source.columnStep * 4,
      panels,
      matrixStep: source.matrixStep * 4,
      outputStep: panelBytes(source.depth, source.columns),
    },
    tasks: panels * source.matrices,
    grain: Math.max(1, Math.ceil(2048 / source.depth)),
  };
}

/** What writes zeros. */
export function zeroCalls(output: Pointer, count: number): KernelCall[] {
  return count === 0 ? [] : [{ kernel: 'fillWords', params: { output, count, total: count, value: 0 }, tasks: 1 }];
}

/** Panels, ready for a kernel. */
export interface PackedPanels {
  readonly weights: Pointer;
  readonly zeros: Pointer;
  /** What makes them in each run; nothing for constants. */
  readonly calls: readonly KernelCall[];
}

const isPlace = (operand: Operand | Pointer): operand is Pointer => typeof operand === 'object' && 'kind' in operand;

/** Packs a constant once and for all, anything else in each run. */
export function packedPanels(operand: Operand | Pointer, source: PanelSource, context: BindContext): PackedPanels {
  const bytes = panelBytes(source.depth, source.columns) * source.matrices;
  const total = bytes + source.zeros * 4;
  if (!isPlace(operand) && isConstant(operand)) {
    const key = `panels:${source.offset}:${source.depth}x${source.columns}:${source.rowStep},${source.columnStep}:${source.matrices}x${source.matrixStep}:${source.zeros}`;
    const call = packCall({ kind: 'source', offset: 0 }, { kind: 'target', offset: 0 }, source);
    const weights = context.pack(operand, { key, bytes: total, calls: [call, ...zeroCalls({ kind: 'target', offset: bytes }, source.zeros)] });
    return { weights, zeros: { ...weights, offset: bytes }, calls: [] };
  }
  const weights = context.workspace(total);
  const zeros = { ...weights, offset: weights.offset + bytes };
  return { weights, zeros, calls: [packCall(isPlace(operand) ? operand : context.pointer(operand), weights, source), ...zeroCalls(zeros, source.zeros)] };
}

/** A bias as eight numbers for each panel; a single number counts for every column. */
export function packedBias(bias: Constant, { offset, columns }: { readonly offset: number; readonly columns: number }, context: BindContext): Pointer {
  const isOne = bias.shape.reduce((size, dim) => size * dim, 1) === 1;
  const source: PanelSource = { offset: isOne ? 0 : offset * 4, depth: 1, columns, rowStep: 0, columnStep: isOne ? 0 : 1, matrices: 1, matrixStep: 0, zeros: 0 };
  const key = `bias:${source.offset}:${columns}`;
  return context.pack(bias, { key, bytes: panelBytes(1, columns), calls: [packCall({ kind: 'source', offset: 0 }, { kind: 'target', offset: 0 }, source)] });
}

import { parseEinsum, sizeOf } from '@kedge/graph-core';
import { isConstant, type Operand } from '@kedge/compiler';
import type { BindContext, Binder, Binders } from '../plan/binder.js';
import type { Call, Pointer } from '../plan/kernel-call.js';
import { contiguousStrides } from './broadcast.js';
import { matmulCalls } from './matmul.js';
import { gatherCalls } from './strided-copy.js';

/** Numbers with a letter for each dimension, which may lie in any order. */
interface Term {
  readonly pointer: Pointer;
  readonly labels: readonly string[];
  readonly dims: readonly number[];
  /** In elements. */
  readonly strides: readonly number[];
  /** Set while the term is an operand as it is given. */
  readonly operand: Operand | undefined;
}

/** An operand; a letter that occurs twice is its diagonal: it goes on by both strides at once. */
function termOf(operand: Operand, letters: string, context: BindContext): Term {
  const { shape } = context.specOf(operand);
  const strides = contiguousStrides(shape);
  const labels = [...new Set(letters)];
  const places = labels.map((label) => [...letters].flatMap((letter, i) => (letter === label ? [i] : [])));
  return {
    pointer: context.pointer(operand),
    labels,
    dims: places.map(([i = 0]) => shape[i] ?? 1),
    strides: places.map((at) => at.reduce((sum, i) => sum + (strides[i] ?? 0), 0)),
    operand: labels.length === letters.length ? operand : undefined,
  };
}

const ordered = (term: Term, order: readonly string[]): Pick<Term, 'dims' | 'strides'> => ({
  dims: order.map((label) => term.dims[term.labels.indexOf(label)] ?? 1),
  strides: order.map((label) => term.strides[term.labels.indexOf(label)] ?? 0),
});

const isPlain = ({ dims, strides }: Pick<Term, 'dims' | 'strides'>): boolean => contiguousStrides(dims).every((stride, i) => dims[i] === 1 || stride === strides[i]);

/** A term with its dimensions in an order, one after the other: copied when they do not lie so. */
function arranged(term: Term, order: readonly string[], context: BindContext): { readonly term: Term; readonly calls: readonly Call[] } {
  const { dims, strides } = ordered(term, order);
  if (isPlain({ dims, strides })) return { term: { ...term, labels: order, dims, strides }, calls: [] };
  const copy = context.workspace(sizeOf(dims) * 4);
  const calls = gatherCalls({ input: term.pointer, inputStrides: strides, output: copy, dims, dtype: 'float32' });
  return { term: { pointer: copy, labels: order, dims, strides: contiguousStrides(dims), operand: undefined }, calls };
}

/** Sums over the letters that nothing else needs. */
function summedOut(term: Term, needed: ReadonlySet<string>, context: BindContext): { readonly term: Term; readonly calls: readonly Call[] } {
  const gone = term.labels.filter((label) => !needed.has(label));
  if (gone.length === 0) return { term, calls: [] };
  const kept = term.labels.filter((label) => needed.has(label));
  const rows = arranged(term, [...kept, ...gone], context);
  const dims = kept.map((label) => term.dims[term.labels.indexOf(label)] ?? 1);
  const count = sizeOf(gone.map((label) => term.dims[term.labels.indexOf(label)] ?? 1));
  const output = context.workspace(sizeOf(dims) * 4);
  const calls: Call[] = [...rows.calls, { kernel: 'sumRows_f', params: { input: rows.term.pointer, output, count, inner: 1 }, tasks: sizeOf(dims), grain: 64 }];
  return { term: { pointer: output, labels: kept, dims, strides: contiguousStrides(dims), operand: undefined }, calls };
}

const NOTHING = { bias: null, residual: null, residualStride: 0, epilogue: { lower: -Infinity, upper: Infinity, activation: 0 } };

/** Multiplies two terms as matrices and sums over what they share and nothing else needs. */
function contracted(a: Term, b: Term, needed: ReadonlySet<string>, context: BindContext): { readonly term: Term; readonly calls: readonly Call[] } {
  const left = summedOut(a, new Set([...needed, ...b.labels]), context);
  const right = summedOut(b, new Set([...needed, ...a.labels]), context);
  const shared = left.term.labels.filter((label) => right.term.labels.includes(label));
  const batch = shared.filter((label) => needed.has(label));
  const inner = shared.filter((label) => !needed.has(label));
  const rows = left.term.labels.filter((label) => !right.term.labels.includes(label));
  const columns = right.term.labels.filter((label) => !left.term.labels.includes(label));
  const sizes = (term: Term, labels: readonly string[]): number[] => [...ordered(term, labels).dims];
  const first = arranged(left.term, [...batch, ...rows, ...inner], context);
  const [batchSizes, rowSizes, columnSizes] = [sizes(left.term, batch), sizes(left.term, rows), sizes(right.term, columns)];
  const depth = sizeOf(sizes(left.term, inner));
  const [rowCount, columnCount, count] = [sizeOf(rowSizes), sizeOf(columnSizes), sizeOf(batchSizes)];
  const output = context.workspace(count * rowCount * columnCount * 4);
  // A constant on the right is packed from where it lies, in whichever of its two orders it has.
  const inOrder = ordered(right.term, [...batch, ...inner, ...columns]);
  const turned = ordered(right.term, [...batch, ...columns, ...inner]);
  const constant = right.term.operand !== undefined && isConstant(right.term.operand) ? right.term.operand : undefined;
  const isTurned = !isPlain(inOrder) && isPlain(turned);
  const second = constant !== undefined && (isPlain(inOrder) || isTurned) ? { term: right.term, calls: [] } : arranged(right.term, [...batch, ...inner, ...columns], context);
  const isGiven = second.term === right.term;
  const [bRowStep, bColumnStep] = isGiven && isTurned ? [1, depth] : [columnCount, 1];
  const product = matmulCalls(
    {
      batch: count, rows: rowCount, depth, columns: columnCount, a: first.term.pointer, aStride: depth,
      b: isGiven && constant !== undefined ? constant : second.term.pointer, bOffset: 0, bRowStep, bColumnStep, bMatrixStep: count === 1 ? 0 : depth * columnCount,
      output, outputStride: columnCount,
    },
    NOTHING,
    context,
  );
  const dims = [...batchSizes, ...rowSizes, ...columnSizes];
  const term: Term = { pointer: output, labels: [...batch, ...rows, ...columns], dims, strides: contiguousStrides(dims), operand: undefined };
  return { term, calls: [...left.calls, ...right.calls, ...first.calls, ...second.calls, ...product] };
}

/** The operands are contracted one after another. */
const einsum: Binder<'einsum'> = (step, context): readonly Call[] => {
  const [y = 0] = step.outputs;
  const { inputs, output } = parseEinsum(step.attrs.equation, step.inputs.length);
  const terms = step.inputs.map((operand, i) => termOf(operand, inputs[i] ?? '', context));
  const calls: Call[] = [];
  const [head, ...rest] = terms;
  if (head === undefined || sizeOf(context.specOf(y).shape) === 0) return [];
  const whole = rest.reduce((done, term, i) => {
    const needed = new Set([...output, ...rest.slice(i + 1).flatMap(({ labels }) => labels)]);
    const next = contracted(done, term, needed, context);
    calls.push(...next.calls);
    return next.term;
  }, head);
  const summed = summedOut(whole, new Set(output), context);
  const { dims, strides } = ordered(summed.term, [...output]);
  return [...calls, ...summed.calls, ...gatherCalls({ input: summed.term.pointer, inputStrides: strides, output: context.pointer(y), dims, dtype: 'float32' })];
};

export const einsumBinders = { einsum } satisfies Binders;

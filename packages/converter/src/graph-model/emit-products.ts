import type { Dim, PrimitiveName } from '@kedge/graph-core';
import { attr } from './graph-def.js';
import { fusedAttrs, type Fused } from './emit-windows.js';
import { FIX_SHAPE, outputOf, refuse, reshapeTo, shapeAt, transposeBy, typeAttr, type Call, type Emit } from './emit.js';
import { sizesNode } from './open-sizes.js';

type Table<K extends PrimitiveName> = { readonly [P in K]: Emit<P> };

const product = (dims: readonly Dim[]): Dim => dims.reduce<Dim>((count, dim) => (count === null || dim === null ? null : count * dim), 1);

/** An operand for each matrix of the batch, where tfjs would not broadcast it. */
function repeated(call: Call, x: string, shape: readonly Dim[], batch: readonly Dim[]): string {
  if (shape.length === batch.length + 2 && shape.slice(0, -2).every((dim, i) => dim === batch[i])) return x;
  const primed = call.open.outputs[0];
  const wanted = [...batch, ...shape.slice(-2)];
  const node = sizesNode(wanted, primed && [...primed.slice(0, -2), ...shape.slice(-2).map((dim) => dim ?? undefined)], call.graph, call.name, call.open.nodeOf);
  if (node === undefined) return refuse(call, `tfjs does not broadcast batches of matrices, and their sizes are not known before it runs. ${FIX_SHAPE}`);
  return call.graph.add('BroadcastTo', `${call.name}/batch`, [x, node], { T: attr.type('float32') });
}

/** A product of matrices; one matrix for a whole batch is one product of matrices, which tfjs does fastest. */
export function emitMatmul(call: Call<'matmul'>, fused?: Fused): string {
  const { graph, name, attrs } = call;
  const [a = '', b = ''] = call.inputs;
  const [left, right] = [shapeAt(call, 0), shapeAt(call, 1)];
  const { shape } = outputOf(call);
  if (right.length > 2 || (attrs.transposeA && left.length > 2)) {
    const batch = shape.slice(0, -2);
    const pair = [repeated(call, a, left, batch), repeated(call, b, right, batch)];
    return graph.add('BatchMatMulV2', name, pair, { ...typeAttr(call), adj_x: attr.bool(attrs.transposeA), adj_y: attr.bool(attrs.transposeB) });
  }
  const rows = left.length === 2 ? a : reshapeTo(call, a, [-1, left.at(-1) ?? null]);
  const settings = { ...typeAttr(call), transpose_a: attr.bool(attrs.transposeA), transpose_b: attr.bool(attrs.transposeB) };
  const result = fused === undefined ? graph.add('MatMul', name, [rows, b], settings) : graph.add('_FusedMatMul', name, [rows, b, fused.bias], { ...settings, ...fusedAttrs(fused) });
  return left.length === 2 ? result : reshapeTo(call, result, shape, call.open.outputs[0]);
}

/** How large a label is, and the prime that stands for what only a run tells. */
interface Size {
  readonly dim: Dim;
  readonly primed: number | undefined;
}

/** An operand of an einsum, or what two of them have become. */
interface Term {
  readonly node: string;
  readonly labels: readonly string[];
}

/** An einsum as products of matrices, two operands at a time: tfjs' own takes two at most, and not every backend has it. */
function einsum(call: Call<'einsum'>): readonly string[] {
  const [left = '', output = ''] = call.attrs.equation.split('->');
  const given: readonly Term[] = left.split(',').map((labels, i) => ({ node: call.inputs[i] ?? '', labels: [...labels] }));
  if (given.some(({ labels }) => new Set(labels).size !== labels.length)) return refuse(call, `tfjs takes no diagonal (einsum '${call.attrs.equation}')`);
  const sizes = new Map<string, Size>();
  given.forEach(({ labels }, i) => labels.forEach((label, axis) => {
    const known = sizes.get(label);
    sizes.set(label, { dim: known?.dim ?? shapeAt(call, i)[axis] ?? null, primed: known?.primed ?? call.open.inputs[i]?.[axis] });
  }));
  const [first, ...rest] = given;
  const joined = rest.reduce<Term | undefined>((term, next, i) => {
    const later = new Set([...output, ...rest.slice(i + 1).flatMap(({ labels }) => labels)]);
    return term === undefined ? next : join(call, without(call, term, (l) => later.has(l) || next.labels.includes(l)), without(call, next, (l) => later.has(l) || term.labels.includes(l)), later, sizes);
  }, first);
  const last = without(call, joined ?? { node: '', labels: [] }, (label) => output.includes(label));
  return [transposeBy(call, last.node, [...output].map((label) => last.labels.indexOf(label)))];
}

/** Sums over what nothing further needs. */
function without(call: Call<'einsum'>, { node, labels }: Term, isNeeded: (label: string) => boolean): Term {
  const axes = labels.flatMap((label, axis) => (isNeeded(label) ? [] : [axis]));
  if (axes.length === 0) return { node, labels };
  return { node: call.graph.add('Sum', `${call.name}/sum`, [node, call.graph.ints(axes, `${call.name}/axes`)], { T: attr.type('float32'), keep_dims: attr.bool(false) }), labels: labels.filter(isNeeded) };
}

/** Two operands as one product of matrices; labels of both that are needed later count the matrices. */
function join(call: Call<'einsum'>, a: Term, b: Term, later: ReadonlySet<string>, sizes: ReadonlyMap<string, Size>): Term {
  const shared = a.labels.filter((label) => b.labels.includes(label));
  const [batch, inner] = [shared.filter((label) => later.has(label)), shared.filter((label) => !later.has(label))];
  const [rows, columns] = [a.labels.filter((label) => !shared.includes(label)), b.labels.filter((label) => !shared.includes(label))];
  const dimOf = (label: string): Dim => sizes.get(label)?.dim ?? null;
  const primeOf = (label: string): number | undefined => sizes.get(label)?.primed;
  const primed = (labels: readonly string[]): number | undefined => labels.map(primeOf).reduce((all, one) => (all === undefined || one === undefined ? undefined : all * one), 1);
  const arranged = ({ node, labels }: Term, groups: readonly (readonly string[])[]): string =>
    reshapeTo(call, transposeBy(call, node, groups.flat().map((label) => labels.indexOf(label))), groups.map((group) => product(group.map(dimOf))), groups.map(primed));
  const pair = batch.length === 0 ? [arranged(a, [rows, inner]), arranged(b, [inner, columns])] : [arranged(a, [batch, rows, inner]), arranged(b, [batch, inner, columns])];
  const settings = { T: attr.type('float32') };
  const node = batch.length === 0 ? call.graph.add('MatMul', call.name, pair, { ...settings, transpose_a: attr.bool(false), transpose_b: attr.bool(false) }) : call.graph.add('BatchMatMulV2', call.name, pair, { ...settings, adj_x: attr.bool(false), adj_y: attr.bool(false) });
  const labels = [...batch, ...rows, ...columns];
  return { node: reshapeTo(call, node, labels.map(dimOf), labels.map(primeOf)), labels };
}

/** tfjs' kernels run along the last axis. */
function alongLast<K extends 'softmax' | 'logSoftmax'>(op: string): Emit<K> {
  return (call) => {
    const { axis } = call.attrs as Call<'softmax'>['attrs'];
    const rank = shapeAt(call, 0).length;
    const order = Array.from({ length: rank }, (_, i) => (i === axis ? rank - 1 : i === rank - 1 ? axis : i));
    return [transposeBy(call, call.graph.add(op, call.name, [transposeBy(call, call.inputs[0] ?? '', order)], typeAttr(call)), order)];
  };
}

export const products = {
  einsum,
  matmul: (call) => [emitMatmul(call)],
  softmax: alongLast('Softmax'),
  logSoftmax: alongLast('LogSoftmax'),
} satisfies Partial<Table<PrimitiveName>>;

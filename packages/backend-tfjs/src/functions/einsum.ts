import * as tf from '@tensorflow/tfjs-core';
import { parseEinsum, sizeOf } from '@kedge/graph-core';
import { differentiable } from '../recording.js';

import { matmul } from './matrix.js';
import { repeatTo, reshape, transpose } from './movement.js';
import { gatherRows } from './rows.js';

/** A tensor with a letter for each dimension. */
interface Labelled {
  readonly x: tf.Tensor;
  readonly labels: string;
}

/** Takes the diagonal of a dimension that occurs twice: `...i...i...` becomes `...i......`. */
function takeDiagonal({ x, labels }: Labelled, first: number, second: number): Labelled {
  const rest = [...labels].flatMap((_, i) => (i === first || i === second ? [] : [i]));
  const dim = x.shape[first] ?? 1;
  const table = reshape(transpose(x, [first, second, ...rest]), [dim * dim, sizeOf(rest.map((i) => x.shape[i] ?? 1))]);
  const numbers = tf.tensor1d(Int32Array.from({ length: dim }, (_, i) => i * (dim + 1)), 'int32');
  const diagonal = reshape(gatherRows(table, numbers), [dim, ...rest.map((i) => x.shape[i] ?? 1)]);
  return { x: diagonal, labels: [labels[first], ...rest.map((i) => labels[i])].join('') };
}

function withoutRepeats(term: Labelled): Labelled {
  const second = [...term.labels].findIndex((label, i) => term.labels.indexOf(label) < i);
  if (second === -1) return term;
  return withoutRepeats(takeDiagonal(term, term.labels.indexOf(term.labels[second] ?? ''), second));
}

function sumOver(x: tf.Tensor, axes: readonly number[]): tf.Tensor {
  const kept = x.shape.map((dim, i) => (axes.includes(i) ? 1 : dim));
  return differentiable([x], () => tf.sum(x, [...axes]), () => ({}), (dy) => [() => repeatTo(tf.reshape(dy, kept), x.shape)]);
}

/** Sums over the labels that nothing else needs. */
function sumOut({ x, labels }: Labelled, needed: string): Labelled {
  const axes = [...labels].flatMap((label, i) => (needed.includes(label) ? [] : [i]));
  if (axes.length === 0) return { x, labels };
  return { x: sumOver(x, axes), labels: [...labels].filter((label) => needed.includes(label)).join('') };
}

/** The dimensions of a term in the order of the labels given. */
function arranged({ x, labels }: Labelled, order: string): tf.Tensor {
  return transpose(x, [...order].map((label) => labels.indexOf(label)));
}

function sizesOf({ x, labels }: Labelled, wanted: string): number[] {
  return [...wanted].map((label) => x.shape[labels.indexOf(label)] ?? 1);
}

/** Multiplies two terms as matrices and sums over what they share and nothing else needs. */
function contract(a: Labelled, b: Labelled, needed: string): Labelled {
  const left = sumOut(a, needed + b.labels);
  const right = sumOut(b, needed + a.labels);
  const shared = [...left.labels].filter((label) => right.labels.includes(label));
  const batch = shared.filter((label) => needed.includes(label)).join('');
  const inner = shared.filter((label) => !needed.includes(label)).join('');
  const rows = [...left.labels].filter((label) => !right.labels.includes(label)).join('');
  const columns = [...right.labels].filter((label) => !left.labels.includes(label)).join('');
  const [batchSizes, innerSize] = [sizesOf(left, batch), sizeOf(sizesOf(left, inner))];
  const [rowSizes, columnSizes] = [sizesOf(left, rows), sizesOf(right, columns)];
  const product = matmul(
    reshape(arranged(left, batch + rows + inner), [sizeOf(batchSizes), sizeOf(rowSizes), innerSize]),
    reshape(arranged(right, batch + inner + columns), [sizeOf(batchSizes), innerSize, sizeOf(columnSizes)]),
    false,
    false,
  );
  return { x: reshape(product, [...batchSizes, ...rowSizes, ...columnSizes]), labels: batch + rows + columns };
}

/** Products summed over the labels that the result lacks: the operands are contracted one after another. */
export function einsum(operands: readonly tf.Tensor[], equation: string): tf.Tensor {
  const { inputs, output } = parseEinsum(equation, operands.length);
  const terms = operands.map((x, i) => withoutRepeats({ x, labels: inputs[i] ?? '' }));
  const whole = terms.reduce((done, term, i) => contract(done, term, output + terms.slice(i + 1).map(({ labels }) => labels).join('')));
  return arranged(sumOut(whole, output), output);
}

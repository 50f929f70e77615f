import { InvalidArgumentError, ShapeMismatchError } from '../errors.js';
import { broadcastShapes, formatShape, type Dim, type Shape } from '../shape.js';
import type { TensorSpec, Value, ValueLike } from '../value.js';
import { op } from './op.js';
import { asFloat, expectDType, shapeOf } from './operands.js';
import { callForOne, definePrimitive } from './primitive.js';
import { squeeze, expandDims } from './reshaping.js';

export interface MatmulAttrs {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

function matrixDims(shape: Shape, transposed: boolean): readonly [Dim, Dim] {
  const rows = shape.at(-2) ?? null;
  const columns = shape.at(-1) ?? null;
  return transposed ? [columns, rows] : [rows, columns];
}

export const matmulPrimitive = definePrimitive({
  name: 'matmul',
  arity: 2,
  infer: ([a, b], { transposeA, transposeB }: MatmulAttrs): readonly TensorSpec[] => {
    expectDType(a, ['float32'], 'matmul');
    expectDType(b, ['float32'], 'matmul');
    if (a.shape.length < 2 || b.shape.length < 2) {
      throw new ShapeMismatchError(`matmul: expected two tensors of rank 2 or more, got ${formatShape(a.shape)} and ${formatShape(b.shape)}.`);
    }
    const [rows, inner] = matrixDims(a.shape, transposeA);
    const [otherInner, columns] = matrixDims(b.shape, transposeB);
    if (inner !== null && otherInner !== null && inner !== otherInner) {
      throw new ShapeMismatchError(
        `matmul: expected inner dimensions that agree, got ${inner} of ${formatShape(a.shape)} and ${otherInner} of ${formatShape(b.shape)}.`,
      );
    }
    const batch = broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, -2), 'matmul');
    return [{ shape: [...batch, rows, columns], dtype: 'float32' }];
  },
});

/**
 * Matrix product over the last two dimensions; a vector counts as a row on the left and as a column on the right.
 *
 * Shape: `[...broadcast of the leading dimensions, rows of a, columns of b]`.
 */
export const matmul = op('matmul', (a: ValueLike, b: ValueLike, options: Partial<MatmulAttrs> = {}): Value => {
  const attrs = { transposeA: options.transposeA ?? false, transposeB: options.transposeB ?? false };
  const isRow = shapeOf(a).length === 1;
  const isColumn = shapeOf(b).length === 1;
  const left = isRow ? expandDims(asFloat(a), 0) : asFloat(a);
  const right = isColumn ? expandDims(asFloat(b), 1) : asFloat(b);
  const product = callForOne(matmulPrimitive, [left, right], attrs);
  const axes = [...(isRow ? [-2] : []), ...(isColumn ? [-1] : [])];
  return axes.length === 0 ? product : squeeze(product, axes);
}, 'numpy.matmul(x1, x2)');

/** The labels of an einsum equation: one string per operand, and the result's. */
export function parseEinsum(equation: string, operandCount: number): { inputs: string[]; output: string } {
  const [left = '', output] = equation.replaceAll(' ', '').split('->');
  const inputs = left.split(',');
  const isValid =
    output !== undefined &&
    inputs.length === operandCount &&
    [...inputs, output].every((labels) => /^[a-zA-Z]*$/.test(labels)) &&
    new Set(output).size === output.length;
  if (!isValid) {
    throw new InvalidArgumentError(
      `einsum: expected an equation like 'abc,cd->abd' with ${operandCount} operands, letters only, and each letter of the result once, got '${equation}'. Spell ellipses out as letters.`,
    );
  }
  return { inputs, output };
}

function einsumDims(equation: string, labels: readonly string[], shapes: readonly Shape[]): Map<string, Dim> {
  const dims = new Map<string, Dim>();
  labels.forEach((term, i) => {
    const shape = shapes[i] ?? [];
    if (term.length !== shape.length) {
      throw new ShapeMismatchError(`einsum '${equation}': expected rank ${term.length} for '${term}', got ${formatShape(shape)}.`);
    }
    [...term].forEach((label, axis) => {
      const dim = shape[axis] ?? null;
      const known = dims.get(label) ?? null;
      if (dim !== null && known !== null && dim !== known) {
        throw new ShapeMismatchError(`einsum '${equation}': '${label}' is ${known} in one operand and ${dim} in another.`);
      }
      dims.set(label, known ?? dim);
    });
  });
  return dims;
}

export const einsumPrimitive = definePrimitive({
  name: 'einsum',
  arity: 'many',
  infer: (inputs, { equation }: { readonly equation: string }): readonly TensorSpec[] => {
    for (const input of inputs) expectDType(input, ['float32'], 'einsum');
    const { inputs: labels, output } = parseEinsum(equation, inputs.length);
    const dims = einsumDims(equation, labels, inputs.map(({ shape }) => shape));
    const shape = [...output].map((label) => {
      const dim = dims.get(label);
      if (dim === undefined) throw new InvalidArgumentError(`einsum '${equation}': '${label}' of the result is in no operand.`);
      return dim;
    });
    return [{ shape, dtype: 'float32' }];
  },
});

/** Products summed over the labels that the result lacks. Shape: the sizes of the result's labels. */
export const einsum = op('einsum', (equation: string, ...operands: ValueLike[]): Value =>
  callForOne(einsumPrimitive, operands.map(asFloat), { equation: spelledOut(equation.replaceAll(' ', ''), operands.map((x) => shapeOf(x).length)) }),
  'numpy.einsum(subscripts*, ...operands)',
);

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** An equation with letters in place of ellipses, and with the result that is meant where none is named: each letter that occurs once, in alphabetical order. */
function spelledOut(equation: string, ranks: readonly number[]): string {
  if (equation.includes('->') && !equation.includes('...')) return equation;
  const [left = '', result] = equation.split('->');
  const free = [...LETTERS].filter((letter) => !equation.includes(letter));
  const terms = left.split(',');
  const hidden = terms.map((term, i) => (term.includes('...') ? Math.max((ranks[i] ?? 0) - term.replace('...', '').length, 0) : 0));
  const most = Math.max(...hidden);
  const letters = free.slice(0, most).join('');
  const filled = terms.map((term, i) => term.replace('...', letters.slice(most - (hidden[i] ?? 0))));
  const all = terms.join('').replaceAll('.', '');
  const once = [...new Set(all)].filter((letter) => all.indexOf(letter) === all.lastIndexOf(letter)).sort();
  return `${filled.join(',')}->${result === undefined ? letters + once.join('') : result.replace('...', letters)}`;
}

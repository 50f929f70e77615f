import { normalizeAxis } from '../shape.js';
import { tensor } from '../tensor.js';
import type { Value, ValueLike } from '../value.js';
import { isclose } from './arithmetic.js';
import { equal, floorDivide, mod, where } from './binary.js';
import { logicalNot } from './elementwise.js';
import { op } from './op.js';
import { asType, promoted, shapeOf } from './operands.js';
import { ravel } from './rearranging.js';
import { all, any, max } from './reduction.js';
import { expandDims } from './reshaping.js';
import type { NumericDType } from '../dtype.js';
import { oneHot } from './indexing.js';

/** Whether all elements are close to each other; see {@link isclose}. Shape: a scalar. */
export const allclose = op('allclose', (a: ValueLike, b: ValueLike, options: { readonly rtol?: number; readonly atol?: number; readonly equalNan?: boolean } = {}): Value => all(isclose(a, b, options)), 'numpy.allclose=AllClose(x1, x2, {rtol*, atol*, equal_nan*})');

/** Whether each element is among those of `b`; the opposite with `invert`. Shape: that of `a`. */
export const isin = op('isin', (a: ValueLike, b: ValueLike, options: { readonly invert?: boolean } = {}): Value => {
  const [x, y] = promoted(a, b);
  const isFound = any(equal(expandDims(x, -1), ravel(y)), -1);
  return options.invert === true ? logicalNot(isFound) : isFound;
}, 'numpy.isin=IsIn(x1, x2, {invert*, assume_unique*~})');

/** From the choice of the first condition that holds, else the default. Shape: broadcast of all. */
export const select = op('select', (conditions: readonly ValueLike[], choices: readonly ValueLike[], fallback: ValueLike = 0): Value =>
  choices.reduceRight<ValueLike>((rest, choice, i) => where(conditions[i] ?? false, choice, rest), fallback) as Value,
  'numpy.select(condlist, choicelist, default)',
);

/** Coordinates of places among all elements of a shape. Shape of each: that of `indices`. */
export const unravelIndex = op('unravelIndex', (indices: ValueLike, shape: readonly number[]): Value[] => {
  const count = shape.reduce((product, dim) => product * dim, 1);
  const places = mod(asType(indices, 'int32'), tensor([count], [], 'int32'));
  return shape.map((dim, i) => {
    const stride = shape.slice(i + 1).reduce((product, size) => product * size, 1);
    return mod(floorDivide(places, stride), dim);
  });
}, 'numpy.unravel_index(indices, shape*)');

/** Ones at the places of all indices of a row. Shape: `numClasses` in place of the axis that is joined. */
export const multiHot = op('multiHot', (indices: ValueLike, numClasses: number, axis = -1, dtype: NumericDType | null = null): Value =>
  max(oneHot(indices, numClasses, axis, dtype), normalizeAxis(shapeOf(indices).length > 1 ? 1 : 0, shapeOf(indices).length + 1, 'multiHot')),
  'nn.multi_hot(inputs, num_classes*, axis*, dtype*, sparse*!)',
);

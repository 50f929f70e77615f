import type { DType } from '../dtype.js';
import { DTypeMismatchError } from '../errors.js';
import { broadcastShapes } from '../shape.js';
import type { Value, ValueLike } from '../value.js';
import { cast } from './cast.js';
import { op } from './op.js';
import { asFloat, asType, dtypeOf, expectDType, promoted, strong } from './operands.js';
import { callForOne, definePrimitive, type NoAttrs, type Primitive } from './primitive.js';

const NUMERIC: readonly DType[] = ['float32', 'int32', 'uint8', 'bool'];
const ARITHMETIC: readonly DType[] = ['float32', 'int32', 'uint8'];
const INTEGER: readonly DType[] = ['int32'];
const COMPARABLE: readonly DType[] = ['float32', 'int32', 'uint8', 'bool', 'string'];

function binary<const Name extends string>(name: Name, accepts: readonly DType[], output?: DType): Primitive<Name, NoAttrs, 2> {
  return definePrimitive({
    name,
    arity: 2,
    infer: ([a, b]) => {
      expectDType(a, accepts, name);
      if (a.dtype !== b.dtype) {
        throw new DTypeMismatchError(`${name}: expected two tensors of one dtype, got ${a.dtype} and ${b.dtype}.`);
      }
      return [{ shape: broadcastShapes(a.shape, b.shape, name), dtype: output ?? a.dtype }];
    },
  });
}

type BinaryOp = (a: ValueLike, b: ValueLike) => Value;

/** Operands are promoted to one type; two `bool`s, which Keras refuses on some of its backends, count as integers. */
function arithmeticOp(primitive: Primitive<string, NoAttrs, 2>, signature: string): BinaryOp {
  return op(primitive.name, (a: ValueLike, b: ValueLike) => {
    const [x, y] = promoted(a, b);
    return dtypeOf(x) === 'bool'
      ? callForOne(primitive, [asType(x, 'int32'), asType(y, 'int32')], {})
      : callForOne(primitive, [x, y], {});
  }, signature);
}

/** What an op does to its operands before they are promoted. */
type Prepare = (a: ValueLike, b: ValueLike) => [ValueLike, ValueLike];

const bothStrong: Prepare = (a, b) => [strong(a, b), strong(b, a)];
const firstStrong: Prepare = (a, b) => [strong(a, b), b];
const asGiven: Prepare = (a, b) => [a, b];

/** As {@link arithmeticOp}, for primitives that have no byte kernel: bytes are computed as integers and cut to a byte again. */
function wideOp(primitive: Primitive<string, NoAttrs, 2>, signature: string, prepare: Prepare): BinaryOp {
  return op(primitive.name, (a: ValueLike, b: ValueLike) => {
    const [x, y] = promoted(...prepare(a, b));
    const dtype = dtypeOf(x);
    if (dtype !== 'bool' && dtype !== 'uint8') return callForOne(primitive, [x, y], {});
    const result = callForOne(primitive, [asType(x, 'int32'), asType(y, 'int32')], {});
    return dtype === 'uint8' ? cast(result, 'uint8') : result;
  }, signature);
}

/** Bits of integers. Bytes stay bytes, and so do `bool`s where `ofBool` says that they do. */
function bitOp(primitive: Primitive<string, NoAttrs, 2>, signature: string, prepare: Prepare, ofBool: 'bool' | 'int32'): BinaryOp {
  return op(primitive.name, (a: ValueLike, b: ValueLike) => {
    const [x, y] = promoted(...prepare(a, b));
    expectDType({ shape: [], dtype: dtypeOf(x) }, ['int32', 'uint8', 'bool'], primitive.name);
    const result = callForOne(primitive, [asType(x, 'int32'), asType(y, 'int32')], {});
    const dtype = dtypeOf(x) === 'bool' ? ofBool : dtypeOf(x);
    return dtype === 'int32' ? result : cast(result, dtype);
  }, signature);
}

function floatOp(primitive: Primitive<string, NoAttrs, 2>, signature: string): BinaryOp {
  return op(primitive.name, (a: ValueLike, b: ValueLike) => callForOne(primitive, [asFloat(a), asFloat(b)], {}), signature);
}

function comparisonOp(primitive: Primitive<string, NoAttrs, 2>, signature: string): BinaryOp {
  return op(primitive.name, (a: ValueLike, b: ValueLike) => callForOne(primitive, promoted(a, b), {}), signature);
}

function typedOp(primitive: Primitive<string, NoAttrs, 2>, signature: string, dtype: DType): BinaryOp {
  return op(primitive.name, (a: ValueLike, b: ValueLike) =>
    callForOne(primitive, [asType(a, dtype), asType(b, dtype)], {}),
    signature,
  );
}

export const addPrimitive = binary('add', ARITHMETIC);
export const atan2Primitive = binary('atan2', ['float32']);
export const bitwiseAndPrimitive = binary('bitwiseAnd', INTEGER);
export const bitwiseOrPrimitive = binary('bitwiseOr', INTEGER);
export const bitwiseXorPrimitive = binary('bitwiseXor', INTEGER);
export const dividePrimitive = binary('divide', ['float32']);
export const equalPrimitive = binary('equal', COMPARABLE, 'bool');
export const floorDividePrimitive = binary('floorDivide', ['float32', 'int32']);
export const greaterPrimitive = binary('greater', NUMERIC, 'bool');
export const greaterEqualPrimitive = binary('greaterEqual', NUMERIC, 'bool');
export const leftShiftPrimitive = binary('leftShift', INTEGER);
export const lessPrimitive = binary('less', NUMERIC, 'bool');
export const lessEqualPrimitive = binary('lessEqual', NUMERIC, 'bool');
export const logicalAndPrimitive = binary('logicalAnd', ['bool']);
export const logicalOrPrimitive = binary('logicalOr', ['bool']);
export const logicalXorPrimitive = binary('logicalXor', ['bool']);
export const maximumPrimitive = binary('maximum', ARITHMETIC);
export const minimumPrimitive = binary('minimum', ARITHMETIC);
export const modPrimitive = binary('mod', ['float32', 'int32']);
export const multiplyPrimitive = binary('multiply', ARITHMETIC);
export const notEqualPrimitive = binary('notEqual', COMPARABLE, 'bool');
export const powerPrimitive = binary('power', ['float32', 'int32']);
export const rightShiftPrimitive = binary('rightShift', INTEGER);
export const subtractPrimitive = binary('subtract', ARITHMETIC);

/** `a + b`. Shape: broadcast of both. */
export const add = arithmeticOp(addPrimitive, 'numpy.add(x1, x2)');
/** Angle of the point `(b, a)` in radians. Shape: broadcast of both. */
export const atan2 = floatOp(atan2Primitive, 'numpy.arctan2(x1, x2)');
/** Bits that both have; integers only. Shape: broadcast of both. */
export const bitwiseAnd = bitOp(bitwiseAndPrimitive, 'numpy.bitwise_and(x, y)', bothStrong, 'bool');
/** Bits that one of both has; integers only. Shape: broadcast of both. */
export const bitwiseOr = bitOp(bitwiseOrPrimitive, 'numpy.bitwise_or(x, y)', bothStrong, 'bool');
/** Bits that exactly one has; integers only. Shape: broadcast of both. */
export const bitwiseXor = bitOp(bitwiseXorPrimitive, 'numpy.bitwise_xor(x, y)', bothStrong, 'bool');
/** `a / b` as floats, also for integers. Shape: broadcast of both. */
export const divide = floatOp(dividePrimitive, 'numpy.divide|true_divide(x1, x2)');
/** Whether elements are equal, as `bool`; NaN equals nothing. Shape: broadcast of both. */
export const equal = comparisonOp(equalPrimitive, 'numpy.equal(x1, x2)');
/** Largest whole number not above `a / b`. Shape: broadcast of both. */
export const floorDivide = wideOp(floorDividePrimitive, 'numpy.floor_divide(x1, x2)', asGiven);
/** `a > b` as `bool`. Shape: broadcast of both. */
export const greater = comparisonOp(greaterPrimitive, 'numpy.greater(x1, x2)');
/** `a >= b` as `bool`. Shape: broadcast of both. */
export const greaterEqual = comparisonOp(greaterEqualPrimitive, 'numpy.greater_equal(x1, x2)');
/** `a << b`; integers only. Shape: broadcast of both. */
export const leftShift = bitOp(leftShiftPrimitive, 'numpy.left_shift|bitwise_left_shift(x, y)', firstStrong, 'int32');
/** `a < b` as `bool`. Shape: broadcast of both. */
export const less = comparisonOp(lessPrimitive, 'numpy.less(x1, x2)');
/** `a <= b` as `bool`. Shape: broadcast of both. */
export const lessEqual = comparisonOp(lessEqualPrimitive, 'numpy.less_equal(x1, x2)');
/** Whether both are true. Shape: broadcast of both. */
export const logicalAnd = typedOp(logicalAndPrimitive, 'numpy.logical_and(x1, x2)', 'bool');
/** Whether one of both is true. Shape: broadcast of both. */
export const logicalOr = typedOp(logicalOrPrimitive, 'numpy.logical_or(x1, x2)', 'bool');
/** Whether exactly one is true. Shape: broadcast of both. */
export const logicalXor = typedOp(logicalXorPrimitive, 'numpy.logical_xor(x1, x2)', 'bool');
/** The larger one; NaN if either is. Shape: broadcast of both. */
export const maximum = arithmeticOp(maximumPrimitive, 'numpy.maximum(x1, x2)');
/** The smaller one; NaN if either is. Shape: broadcast of both. */
export const minimum = arithmeticOp(minimumPrimitive, 'numpy.minimum(x1, x2)');
/** Remainder of `a / b` with the sign of `b`, as in Python. Shape: broadcast of both. */
export const mod = wideOp(modPrimitive, 'numpy.mod(x1, x2)', bothStrong);
/** `a * b`. Shape: broadcast of both. */
export const multiply = arithmeticOp(multiplyPrimitive, 'numpy.multiply(x1, x2)');
/** Whether elements differ, as `bool`; NaN differs from everything. Shape: broadcast of both. */
export const notEqual = comparisonOp(notEqualPrimitive, 'numpy.not_equal(x1, x2)');
/** `a` to the power of `b`. Shape: broadcast of both. */
export const power = arithmeticOp(powerPrimitive, 'numpy.power(x1, x2)');
/** `a >> b`, keeping the sign; integers only. Shape: broadcast of both. */
export const rightShift = bitOp(rightShiftPrimitive, 'numpy.right_shift|bitwise_right_shift(x, y)', firstStrong, 'int32');
/** `a - b`. Shape: broadcast of both. */
export const subtract = arithmeticOp(subtractPrimitive, 'numpy.subtract(x1, x2)');

export const wherePrimitive = definePrimitive({
  name: 'where',
  arity: 3,
  infer: ([condition, a, b], _attrs: NoAttrs) => {
    expectDType(condition, ['bool'], 'where');
    if (a.dtype !== b.dtype) {
      throw new DTypeMismatchError(`where: expected two branches of one dtype, got ${a.dtype} and ${b.dtype}.`);
    }
    const branches = broadcastShapes(a.shape, b.shape, 'where');
    return [{ shape: broadcastShapes(condition.shape, branches, 'where'), dtype: a.dtype }];
  },
});

/** `a` where the condition holds, else `b`. Shape: broadcast of all three. */
export const where = op('where', (condition: ValueLike, a: ValueLike, b: ValueLike): Value =>
  callForOne(wherePrimitive, [asType(condition, 'bool'), ...promoted(a, b)], {}),
  'numpy.where(condition, x1, x2)',
);

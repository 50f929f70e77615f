import { sizeOf, type NumericDType } from '@kedge/graph-core';
import { allocate, type HostArray, type HostData, type Precision } from './host-array.js';
import { inputAt, sizesAt, type HostKernel, type HostKernels } from './kernel.js';
import { broadcastContributions, offsetsFrom, pick } from './layout.js';
import { pythonMod } from './scalar-math.js';

type Combine = (a: number, b: number) => number;

/** How an operand is read row by row: where each row of the result begins in it, and the step from element to element. */
interface Rows {
  readonly starts: Int32Array;
  readonly step: number;
}

function rowsOf(operand: HostArray, shape: readonly number[]): Rows {
  const contributions = broadcastContributions(operand.shape, shape);
  const step = operand.shape.length === 0 || operand.shape.at(-1) === 1 ? 0 : 1;
  return { starts: offsetsFrom(contributions.slice(0, -1)), step };
}

/** Where a row of an operand begins, and the step from element to element. */
interface Row {
  readonly data: HostData;
  readonly start: number;
  readonly step: number;
}

/** Computes elements `to` up to `end` of a result. */
type RowLoop = (data: HostData, to: number, end: number, a: Row, b: Row) => void;

function rowLoop(combine: Combine): RowLoop {
  return (data, to, end, a, b) => {
    for (let i = 0; to + i < end; i++) data[to + i] = combine(a.data[a.start + i * a.step] ?? 0, b.data[b.start + i * b.step] ?? 0);
  };
}

/** The loop for products by itself: whole kernels are multiplied, and a call for each element would take three times as long. */
const multiplyRow: RowLoop = (data, to, end, a, b) => {
  const [dataA, startA, stepA] = [a.data, a.start, a.step];
  const [dataB, startB, stepB] = [b.data, b.start, b.step];
  for (let i = 0; to + i < end; i++) data[to + i] = (dataA[startA + i * stepA] ?? 0) * (dataB[startB + i * stepB] ?? 0);
};

/** The kind of a result. */
interface Result {
  readonly shape: readonly number[];
  readonly dtype: NumericDType;
  readonly precision: Precision;
}

function combined(a: HostArray, b: HostArray, { shape, dtype, precision }: Result, loop: RowLoop): HostArray {
  const data = allocate(dtype, sizeOf(shape), precision);
  const [rowsOfA, rowsOfB] = [rowsOf(a, shape), rowsOf(b, shape)];
  const length = shape.at(-1) ?? 1;
  for (let row = 0; row * length < data.length; row++) {
    const rowOfA = { data: a.data, start: rowsOfA.starts[row] ?? 0, step: rowsOfA.step };
    const rowOfB = { data: b.data, start: rowsOfB.starts[row] ?? 0, step: rowsOfB.step };
    loop(data, row * length, (row + 1) * length, rowOfA, rowOfB);
  }
  return { data, shape, dtype };
}

/** @param onIntegers How int32 is computed where doubles would lose bits. */
function arithmetic(combine: Combine, onIntegers: Combine = combine, onFloats: RowLoop = rowLoop(combine)): HostKernel {
  const integerLoop = rowLoop(onIntegers);
  return (inputs, _attrs, outputs, precision = 'double') => {
    const [a, b] = [inputAt(inputs, 0), inputAt(inputs, 1)];
    return [combined(a, b, { shape: sizesAt(outputs), dtype: a.dtype, precision }, a.dtype === 'int32' ? integerLoop : onFloats)];
  };
}

function predicate(holds: (a: number, b: number) => boolean): HostKernel {
  const loop = rowLoop((a, b) => (holds(a, b) ? 1 : 0));
  return (inputs, _attrs, outputs) => [combined(inputAt(inputs, 0), inputAt(inputs, 1), { shape: sizesAt(outputs), dtype: 'bool', precision: 'rounded' }, loop)];
}

const whereKernel: HostKernel = (inputs, _attrs, outputs) => {
  const shape = sizesAt(outputs);
  const [condition, a, b] = [0, 1, 2].map((i) => pick(inputAt(inputs, i), broadcastContributions(inputAt(inputs, i).shape, shape))) as [HostArray, HostArray, HostArray];
  const data = allocate(a.dtype, sizeOf(shape));
  for (let i = 0; i < data.length; i++) data[i] = (condition.data[i] !== 0 ? a.data[i] : b.data[i]) ?? 0;
  return [{ data, shape, dtype: a.dtype }];
};

/** Primitives that combine elements of broadcast operands. */
export const binaryKernels: HostKernels = {
  add: arithmetic((a, b) => a + b),
  atan2: arithmetic(Math.atan2),
  bitwiseAnd: arithmetic((a, b) => a & b),
  bitwiseOr: arithmetic((a, b) => a | b),
  bitwiseXor: arithmetic((a, b) => a ^ b),
  divide: arithmetic((a, b) => a / b),
  equal: predicate((a, b) => a === b),
  floorDivide: arithmetic((a, b) => Math.floor(a / b)),
  greater: predicate((a, b) => a > b),
  greaterEqual: predicate((a, b) => a >= b),
  leftShift: arithmetic((a, b) => a << b),
  less: predicate((a, b) => a < b),
  lessEqual: predicate((a, b) => a <= b),
  logicalAnd: predicate((a, b) => a !== 0 && b !== 0),
  logicalOr: predicate((a, b) => a !== 0 || b !== 0),
  logicalXor: predicate((a, b) => (a !== 0) !== (b !== 0)),
  maximum: arithmetic(Math.max),
  minimum: arithmetic(Math.min),
  mod: arithmetic(pythonMod),
  multiply: arithmetic((a, b) => a * b, Math.imul, multiplyRow),
  notEqual: predicate((a, b) => a !== b),
  power: arithmetic(Math.pow),
  rightShift: arithmetic((a, b) => a >> b),
  subtract: arithmetic((a, b) => a - b),
  where: whereKernel,
};

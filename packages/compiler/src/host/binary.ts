import { sizeOf, type NumericDType } from '@kedge/graph-core';
import { allocate, type HostArray } from './host-array.js';
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

function combined(a: HostArray, b: HostArray, shape: readonly number[], dtype: NumericDType, combine: Combine): HostArray {
  const data = allocate(dtype, sizeOf(shape));
  const [rowsOfA, rowsOfB] = [rowsOf(a, shape), rowsOf(b, shape)];
  const length = shape.at(-1) ?? 1;
  for (let row = 0, to = 0; to < data.length; row++) {
    let [fromA, fromB] = [rowsOfA.starts[row] ?? 0, rowsOfB.starts[row] ?? 0];
    for (const end = to + length; to < end; to++) {
      data[to] = combine(a.data[fromA] ?? 0, b.data[fromB] ?? 0);
      fromA += rowsOfA.step;
      fromB += rowsOfB.step;
    }
  }
  return { data, shape, dtype };
}

/** @param onIntegers How int32 is computed where doubles would lose bits. */
function arithmetic(combine: Combine, onIntegers: Combine = combine): HostKernel {
  return (inputs, _attrs, outputs) => {
    const [a, b] = [inputAt(inputs, 0), inputAt(inputs, 1)];
    return [combined(a, b, sizesAt(outputs), a.dtype, a.dtype === 'int32' ? onIntegers : combine)];
  };
}

function predicate(holds: (a: number, b: number) => boolean): HostKernel {
  return (inputs, _attrs, outputs) => [
    combined(inputAt(inputs, 0), inputAt(inputs, 1), sizesAt(outputs), 'bool', (a, b) => (holds(a, b) ? 1 : 0)),
  ];
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
  multiply: arithmetic((a, b) => a * b, Math.imul),
  notEqual: predicate((a, b) => a !== b),
  power: arithmetic(Math.pow),
  rightShift: arithmetic((a, b) => a >> b),
  subtract: arithmetic((a, b) => a - b),
  where: whereKernel,
};

import type { NumericDType } from '@kedge/graph-core';
import { allocate, type HostArray } from './host-array.js';
import { inputAt, sizesAt, type HostKernel, type HostKernels } from './kernel.js';
import { broadcastContributions, offsetsFrom } from './layout.js';
import { pythonMod } from './scalar-math.js';

type Combine = (a: number, b: number) => number;

/** Offsets into an operand for every element of the result; `undefined` where they are the same. */
function alignedOffsets(operand: HostArray, shape: readonly number[]): Int32Array | undefined {
  const isSame = operand.shape.length === shape.length && operand.shape.every((dim, i) => dim === shape[i]);
  return isSame ? undefined : offsetsFrom(broadcastContributions(operand.shape, shape));
}

function combined(a: HostArray, b: HostArray, shape: readonly number[], dtype: NumericDType, combine: Combine): HostArray {
  const data = allocate(dtype, shape.reduce((size, dim) => size * dim, 1));
  const [fromA, fromB] = [alignedOffsets(a, shape), alignedOffsets(b, shape)];
  for (let i = 0; i < data.length; i++) {
    data[i] = combine(a.data[fromA?.[i] ?? i] ?? 0, b.data[fromB?.[i] ?? i] ?? 0);
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
  const [condition, a, b] = [inputAt(inputs, 0), inputAt(inputs, 1), inputAt(inputs, 2)];
  const [fromCondition, fromA, fromB] = [alignedOffsets(condition, shape), alignedOffsets(a, shape), alignedOffsets(b, shape)];
  const data = allocate(a.dtype, shape.reduce((size, dim) => size * dim, 1));
  for (let i = 0; i < data.length; i++) {
    const holds = condition.data[fromCondition?.[i] ?? i] !== 0;
    data[i] = (holds ? a.data[fromA?.[i] ?? i] : b.data[fromB?.[i] ?? i]) ?? 0;
  }
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

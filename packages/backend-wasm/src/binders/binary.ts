import type { PrimitiveName } from '@kedge/graph-core';
import type { Operand, Step } from '@kedge/compiler';
import type { BindContext, Binders } from '../plan/binder.js';
import type { Call, KernelCall, KernelParams } from '../plan/kernel-call.js';
import { broadcastStrides, collapsed, countOf, fields } from './broadcast.js';
import { BLOCK, kernelNamed, kindOf } from './elementwise.js';
import { unsupported } from './unsupported.js';

const BINARY = [
  'add', 'atan2', 'bitwiseAnd', 'bitwiseOr', 'bitwiseXor', 'divide', 'equal', 'floorDivide', 'greater', 'greaterEqual', 'leftShift', 'less', 'lessEqual',
  'logicalAnd', 'logicalOr', 'logicalXor', 'maximum', 'minimum', 'mod', 'multiply', 'notEqual', 'power', 'rightShift', 'subtract',
] as const satisfies readonly PrimitiveName[];

/** Kernels that take four floats at once: their steps along a row count elements. */
const VECTORS: ReadonlySet<string> = new Set(['add_f', 'subtract_f', 'multiply_f', 'divide_f', 'maximum_f', 'minimum_f']);

/** Dimensions of rows that the parameters have room for. */
const MOST_DIMS = 7;

const BYTES = { f: 4, i: 4, u: 1 } as const;

function binaryCalls(name: PrimitiveName, step: Step, context: BindContext): readonly Call[] {
  const [a = 0, b = 0] = step.inputs;
  const [y = 0] = step.outputs;
  const { shape } = context.specOf(y);
  const kind = kindOf(context.specOf(a).dtype);
  const kernel = kernelNamed(`${name}_${kind}`);
  if (kernel === undefined) throw unsupported(step, `elements of ${context.specOf(a).dtype}`);
  const strided = [a, b].map((operand: Operand) => broadcastStrides(context.specOf(operand).shape, shape));
  const { dims, strides: [aStrides = [], bStrides = []] } = collapsed({ dims: shape, strides: strided });
  const count = countOf(shape);
  if (count === 0) return [];
  const rows = dims.slice(0, -1);
  if (rows.length > MOST_DIMS) throw unsupported(step, `${shape.length} dimensions that are broadcast in turn`);
  const inner = dims.at(-1) ?? 1;
  const bytes = BYTES[kind];
  const unit = VECTORS.has(kernel) ? 1 : bytes;
  const blocks = Math.ceil(inner / BLOCK);
  const inBytes = (strides: readonly number[]): number[] => strides.slice(0, -1).map((stride) => stride * bytes);
  const params = {
    a: context.pointer(a), b: context.pointer(b), output: context.pointer(y), inner, blocks,
    aStep: (aStrides.at(-1) ?? 0) * unit, bStep: (bStrides.at(-1) ?? 0) * unit, rank: rows.length,
    ...fields('d', rows, MOST_DIMS), ...fields('a', inBytes(aStrides), MOST_DIMS), ...fields('b', inBytes(bStrides), MOST_DIMS),
  } as unknown as KernelParams<'add_f'>;
  const tasks = countOf(rows) * blocks;
  return [{ kernel, params, tasks, grain: Math.max(1, Math.floor(BLOCK / inner)), flops: count } as KernelCall];
}

export const binaryBinders: Binders = Object.fromEntries(BINARY.map((name) => [name, (step: Step, context: BindContext) => binaryCalls(name, step, context)]));

import type { DType, PrimitiveName } from '@kedge/graph-core';
import { sizeOf } from '@kedge/graph-core';
import type { Step } from '@kedge/compiler';
import { KERNELS } from '../generated/kernels.js';
import type { BindContext, Binder, Binders } from '../plan/binder.js';
import type { Call, KernelCall, KernelName, KernelParams } from '../plan/kernel-call.js';
import { bytesOf, copyCalls } from './alias.js';
import { unsupported } from './unsupported.js';

/** Elements of a task; see assembly/elementwise.ts. */
export const BLOCK = 4096;

/** Kinds of elements, as the names of kernels end in them. */
export const KIND = { float32: 'f', int32: 'i', uint8: 'u', bool: 'u' } as const;

/** The kind of a dtype's elements; strings never reach a kernel. */
export function kindOf(dtype: DType): 'f' | 'i' | 'u' {
  return KIND[dtype as keyof typeof KIND];
}

/** A kernel by its name, if there is one. */
export function kernelNamed(name: string): KernelName | undefined {
  return name in KERNELS ? (name as KernelName) : undefined;
}

const UNARY = [
  'abs', 'acos', 'acosh', 'asin', 'asinh', 'atan', 'atanh', 'ceil', 'cos', 'cosh', 'erf', 'exp', 'expm1', 'floor', 'log', 'log1p', 'negative', 'reciprocal',
  'relu', 'round', 'rsqrt', 'sigmoid', 'sign', 'sin', 'sinh', 'softplus', 'sqrt', 'square', 'tan', 'tanh',
] as const satisfies readonly PrimitiveName[];

const PREDICATES = ['isFinite', 'isInf', 'isNan', 'logicalNot'] as const satisfies readonly PrimitiveName[];

/** A call of a kernel that looks at one element at a time. */
export function unaryCalls(kernel: string, step: Step, context: BindContext, first = 0, second = 0): readonly Call[] {
  const { inputs: [x = 0], outputs: [y = 0] } = step;
  const name = kernelNamed(kernel);
  if (name === undefined) throw unsupported(step, kernel);
  const count = sizeOf(context.specOf(y).shape);
  const params: KernelParams<'abs_f'> = { input: context.pointer(x), output: context.pointer(y), count, first, second };
  return [{ kernel: name, params, tasks: Math.ceil(count / BLOCK), flops: count } as KernelCall];
}

const byKind = (name: string) => (step: Step, context: BindContext): readonly Call[] => unaryCalls(`${name}_${kindOf(context.specOf(step.inputs[0] ?? 0).dtype)}`, step, context);

const CASTS: Readonly<Record<string, string>> = {
  float32: 'Float', int32: 'Int', uint8: 'Byte', bool: 'Bool',
};

const cast: Binder<'cast'> = (step, context) => {
  const [from, to] = [context.specOf(step.inputs[0] ?? 0).dtype, step.attrs.dtype];
  // A bool is a byte that is 0 or 1.
  const source = from === 'bool' ? 'uint8' : from;
  if (from === to || (source === 'uint8' && to === 'uint8')) {
    return copyCalls(context.pointer(step.inputs[0] ?? 0), context.pointer(step.outputs[0] ?? 0), bytesOf(step.outputs[0] ?? 0, context));
  }
  return unaryCalls(`cast${CASTS[source]}To${CASTS[to]}`, step, context);
};

export const elementwiseBinders: Binders = {
  ...Object.fromEntries(UNARY.map((name) => [name, byKind(name)])),
  ...Object.fromEntries(PREDICATES.map((name) => [name, (step: Step, context: BindContext) => unaryCalls(name, step, context)])),
  clip: (step, context) => unaryCalls(`clip_${kindOf(context.specOf(step.inputs[0] ?? 0).dtype)}`, step, context, step.attrs.min, step.attrs.max),
  leakyRelu: (step, context) => unaryCalls('leakyRelu_f', step, context, step.attrs.negativeSlope),
  elu: (step, context) => unaryCalls('elu_f', step, context, step.attrs.alpha),
  cast,
};

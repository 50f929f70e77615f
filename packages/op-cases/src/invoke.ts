import { callPrimitive, ops, primitives, type EagerBackend, type EagerValue, type Primitive, type PrimitiveName, type Value, type ValueLike } from '@kedge/graph-core';
import { isPrimitiveCase, type OpCase } from './case.js';

/** Calls a primitive by name on values. */
export function callByName(name: PrimitiveName, inputs: readonly ValueLike[], attrs: Readonly<Record<string, unknown>>): Value[] {
  return callPrimitive(primitives[name] as unknown as Primitive<string, Readonly<Record<string, unknown>>, 'many'>, inputs, attrs);
}

function filledIn(argument: unknown, values: readonly EagerValue[]): unknown {
  if (typeof argument === 'string' && argument.startsWith('$')) return values[Number(argument.slice(1))];
  if (Array.isArray(argument)) return argument.map((item) => filledIn(item, values));
  if (typeof argument !== 'object' || argument === null) return argument;
  return Object.fromEntries(Object.entries(argument).map(([key, item]) => [key, filledIn(item, values)]));
}

/** Computes a case. */
export function invoke(opCase: OpCase, values: readonly EagerValue[]): EagerValue[] {
  if (isPrimitiveCase(opCase)) return callByName(opCase.primitive, values, opCase.attrs) as EagerValue[];
  const fn = (ops as unknown as Record<string, (...args: readonly unknown[]) => EagerValue | EagerValue[]>)[opCase.op];
  if (fn === undefined) throw new Error(`No function 'ops.${opCase.op}'.`);
  return [fn(...opCase.args.map((argument) => filledIn(argument, values)))].flat();
}

/** Copies the inputs of a case to a backend. */
export function upload(opCase: OpCase, backend: EagerBackend): EagerValue[] {
  return opCase.inputs.map((input) => backend.fromTensor(input));
}

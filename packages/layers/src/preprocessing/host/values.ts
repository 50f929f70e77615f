import { DTypeMismatchError, type Tensor, type TensorSpec } from '@kedge/graph-core';

/** The input at a position. */
export function inputAt<T>(inputs: readonly T[], index = 0): T {
  const input = inputs[index];
  if (input === undefined) throw new RangeError(`A host function looked for input ${index} of ${inputs.length}.`);
  return input;
}

/** @throws {DTypeMismatchError} when a spec is not of strings. */
export function expectText({ dtype }: TensorSpec, where: string): void {
  if (dtype !== 'string') throw new DTypeMismatchError(`${where}: expected strings, got ${dtype}.`);
}

/** @throws {DTypeMismatchError} when a spec is of strings. */
export function expectNumbers({ dtype }: TensorSpec, where: string): void {
  if (dtype === 'string') throw new DTypeMismatchError(`${where}: expected numbers, got strings.`);
}

/** The elements as text: whole numbers in decimal, fractions cut off, as TensorFlow writes integers. */
export function textsOf(x: Tensor): readonly string[] {
  return x.dtype === 'string' ? x.data : Array.from(x.data, (value) => String(Math.trunc(value) + 0));
}

/** Strings of a shape. */
export const textTensor = (data: readonly string[], shape: readonly number[]): Tensor => ({ data, shape, dtype: 'string' });

/** Whole numbers of a shape. */
export const wholeTensor = (data: ArrayLike<number>, shape: readonly number[]): Tensor => ({ data: Int32Array.from(data), shape, dtype: 'int32' });

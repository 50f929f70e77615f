import { BYTES_PER_ELEMENT, sizeOf, type PrimitiveName } from '@kedge/graph-core';
import type { Operand, Step } from '@kedge/compiler';
import type { BindContext, Binders } from '../plan/binder.js';
import type { Call, KernelCall, Pointer } from '../plan/kernel-call.js';

/** Bytes of a piece of a copy that threads share. */
const PIECE = 65536;

/** Bytes that a value takes. */
export function bytesOf(operand: Operand, context: BindContext): number {
  const { shape, dtype } = context.specOf(operand);
  return sizeOf(shape) * BYTES_PER_ELEMENT[dtype];
}

/** What copies bytes from one place to another; nothing when it is the same place. */
export function copyCalls(input: Pointer, output: Pointer, bytes: number): readonly KernelCall[] {
  if ((input.kind === output.kind && input.kind !== 'packed' && input.offset === output.offset) || bytes === 0) return [];
  const whole = Math.floor(bytes / PIECE);
  const at = <P extends Pointer>(pointer: P): P => ({ ...pointer, offset: pointer.offset + whole * PIECE });
  const piece = (from: Pointer, to: Pointer, size: number, tasks: number): KernelCall => ({
    kernel: 'copy',
    params: { input: from, output: to, bytes: size, inputStep: 0, outputStep: 0 },
    tasks,
  });
  return [
    ...(whole > 0 ? [piece(input, output, PIECE, whole)] : []),
    ...(bytes % PIECE > 0 ? [piece(at(input), at(output), bytes % PIECE, 1)] : []),
  ];
}

/** The result is the bytes of the input. It lies there already, unless the input is a constant or an input of a loop. */
function alias({ inputs, outputs }: Step, context: BindContext): readonly Call[] {
  const [[input = 0], [output = 0]] = [inputs, outputs];
  return copyCalls(context.pointer(input), context.pointer(output), bytesOf(output, context));
}

const ALIASES = ['reshape', 'expandDims', 'squeeze', 'identity', 'stopGradient'] as const satisfies readonly PrimitiveName[];

/** Steps that change how values are looked at, and not the values. */
export const aliasBinders = Object.fromEntries(ALIASES.map((name) => [name, alias])) as unknown as Pick<Required<Binders>, (typeof ALIASES)[number]>;

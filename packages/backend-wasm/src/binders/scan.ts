import { BYTES_PER_ELEMENT, sizeOf } from '@kedge/graph-core';
import type { Binder, Binders, BindContext } from '../plan/binder.js';
import { advanced, type Call, type KernelCall, type Pointer } from '../plan/kernel-call.js';
import { bytesOf, copyCalls } from './alias.js';

interface Sequence {
  readonly all: Pointer;
  readonly one: Pointer;
  readonly bytes: number;
}

/** Copies the slice of the current round out of a sequence, or into one. */
function sliceCall({ all, one, bytes }: Sequence, direction: 'read' | 'write', { rounds, reverse }: { readonly rounds: number; readonly reverse: boolean }): KernelCall {
  const first = reverse ? advanced(all, (rounds - 1) * bytes) : all;
  const step = reverse ? -bytes : bytes;
  const params = direction === 'read' ? { input: first, output: one, bytes, inputStep: step, outputStep: 0 } : { input: one, output: first, bytes, inputStep: 0, outputStep: step };
  return { kernel: 'copy', params, tasks: bytes === 0 ? 0 : 1 };
}

/** What hands the carried tensors on to the next round. Through a room of their own where one is handed on as another. */
function carryCalls(results: readonly Pointer[], carried: readonly Sequence[], context: BindContext): readonly KernelCall[] {
  const isSwapped = results.some((result) => carried.some(({ one }) => one.kind === result.kind && one.offset === result.offset));
  const pairs = carried.map(({ one, bytes }, i) => ({ from: results[i] ?? one, to: one, bytes }));
  if (!isSwapped) return pairs.flatMap(({ from, to, bytes }) => copyCalls(from, to, bytes));
  const rooms = pairs.map(({ bytes }) => context.workspace(bytes));
  return [
    ...pairs.flatMap(({ from, bytes }, i) => copyCalls(from, rooms[i] ?? from, bytes)),
    ...pairs.flatMap(({ to, bytes }, i) => copyCalls(rooms[i] ?? to, to, bytes)),
  ];
}

/**
 * A loop. The carried tensors have a room that stays; slices are copied in and out; what is captured is read where it lies.
 */
const scan: Binder<'scan'> = ({ inputs, outputs, attrs: { body, carryCount, sequenceCount, length, reverse } }, context): readonly Call[] => {
  const room = (operand: number, bytes: number): Sequence => ({ all: context.pointer(inputs[operand] ?? 0), one: context.workspace(bytes), bytes });
  const carried = inputs.slice(0, carryCount).map((operand, i) => room(i, bytesOf(operand, context)));
  const rounds = length ?? context.specOf(inputs[carryCount] ?? 0).shape[0] ?? 0;
  const sequences = inputs.slice(carryCount, carryCount + sequenceCount).map((operand, i) => {
    const { shape, dtype } = context.specOf(operand);
    return room(carryCount + i, sizeOf(shape.slice(1)) * BYTES_PER_ELEMENT[dtype]);
  });
  const captured = inputs.slice(carryCount + sequenceCount).map((operand) => context.pointer(operand));
  const bound = context.bindBody(body, [...carried.map(({ one }) => one), ...sequences.map(({ one }) => one), ...captured]);
  const collected = outputs.slice(carryCount).map((output, k): Sequence => ({
    all: context.pointer(output),
    one: bound.outputs[carryCount + k] ?? context.pointer(output),
    bytes: rounds === 0 ? 0 : bytesOf(output, context) / rounds,
  }));
  const round: readonly Call[] = [
    ...sequences.map((sequence) => sliceCall(sequence, 'read', { rounds, reverse })),
    ...bound.calls,
    ...collected.map((sequence) => sliceCall(sequence, 'write', { rounds, reverse })),
    ...carryCalls(bound.outputs, carried, context),
  ];
  return [
    ...carried.flatMap(({ all, one, bytes }) => copyCalls(all, one, bytes)),
    { loop: { iterations: rounds, body: round } },
    ...carried.flatMap(({ one, bytes }, i) => copyCalls(one, context.pointer(outputs[i] ?? 0), bytes)),
  ];
};

export const scanBinders = { scan } satisfies Binders;

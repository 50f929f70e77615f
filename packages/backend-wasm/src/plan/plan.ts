import type { DType } from '@kedge/graph-core';
import { isLoop, type Call, type KernelCall, type Packed, type Pointer } from './kernel-call.js';

/** A step of the graph with the calls that do it. */
export interface PlanStep {
  /** Of the step of the graph, e.g. `mixed0/conv2d_5/conv`. */
  readonly name: string;
  readonly primitive: string;
  readonly shape: readonly number[];
  readonly calls: readonly Call[];
}

/** An input or output of a plan. */
export interface PlanPort {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly pointer: Pointer;
}

/** A model bound to shapes and kernels: data that says all that is done, and where. */
export interface Plan {
  readonly steps: readonly PlanStep[];
  readonly inputs: readonly PlanPort[];
  readonly outputs: readonly PlanPort[];
  /** Bytes that values take. */
  readonly arenaBytes: number;
  /** Bytes of the largest workspace. */
  readonly workspaceBytes: number;
  /** Bytes that each thread needs for itself. */
  readonly scratchBytes: number;
  /** Constants as kernels read them, in order of first use. */
  readonly packed: readonly Packed[];
}

/** Every kernel call of some calls, those inside loops, too. */
export function kernelCalls(calls: readonly Call[]): KernelCall[] {
  return calls.flatMap((call) => (isLoop(call) ? kernelCalls(call.loop.body) : [call]));
}

/** What does a step, in short. */
export interface StepSummary {
  readonly name: string;
  readonly primitive: string;
  readonly shape: readonly number[];
  /** The kernels that do it, in order, each once. */
  readonly kernels: readonly string[];
  /** Multiplications and additions; 0 where they are not counted. */
  readonly flops: number;
}

function flopsOf(calls: readonly Call[]): number {
  return calls.reduce((sum, call) => sum + (isLoop(call) ? call.loop.iterations * flopsOf(call.loop.body) : (call.flops ?? 0)), 0);
}

/** The steps of a plan, in short. */
export function stepSummaries(plan: Plan): StepSummary[] {
  return plan.steps.map(({ name, primitive, shape, calls }) => ({
    name,
    primitive,
    shape,
    kernels: [...new Set(kernelCalls(calls).map(({ kernel }) => kernel))],
    flops: flopsOf(calls),
  }));
}

function pointerText(pointer: Pointer): string {
  if (pointer.kind === 'arena') return `%${pointer.value}@${pointer.offset}`;
  const at = pointer.offset === 0 ? '' : `+${pointer.offset}`;
  if (pointer.kind === 'packed') return `${pointer.packed.label}:${pointer.packed.key}${at}`;
  return `${pointer.kind}${at}`;
}

function callText(call: Call, indent: string): string[] {
  if (isLoop(call)) return [`${indent}loop ${call.loop.iterations}`, ...call.loop.body.flatMap((inner) => callText(inner, `${indent}  `))];
  const params = Object.entries(call.params).map(([key, value]) => `${key}=${typeof value === 'number' ? value : value === null ? '-' : pointerText(value)}`);
  return [`${indent}${call.kernel}(${params.join(' ')}) tasks=${call.tasks}`];
}

/** A plan as text: a line for each call, the same for the same plan. */
export function printPlan(plan: Plan): string {
  return [
    `arena ${plan.arenaBytes}, workspace ${plan.workspaceBytes}, scratch ${plan.scratchBytes} bytes`,
    ...plan.steps.flatMap(({ name, shape, calls }) => [`${name} [${shape.join(', ')}]`, ...calls.flatMap((call) => callText(call, '  '))]),
  ].join('\n');
}


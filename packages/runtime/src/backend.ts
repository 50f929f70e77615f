import type { PrimitiveGraph } from '@kedge/compiler';
import type { Tensor } from '@kedge/graph-core';
import type { BackendName } from './report.js';

/** How long a step of a plan took. */
export interface StepTime {
  /** Of the step, e.g. `mixed0/conv2d_5/conv`. */
  readonly name: string;
  readonly primitive: string;
  /** The kernels that do it, in order, each once. */
  readonly kernels: readonly string[];
  /** Of what it puts out. */
  readonly shape: readonly number[];
  /** Milliseconds. */
  readonly ms: number;
  /** Multiplications and additions; 0 where they are not counted. */
  readonly flops: number;
}

/** A graph held ready on a backend. */
export interface DevicePlan {
  run(values: readonly Tensor[]): Promise<Tensor[]>;
  /** Runs it with a clock at each step; missing where the steps cannot be told apart. */
  profile?(values: readonly Tensor[]): Promise<readonly StepTime[]>;
  /** Frees what it holds. */
  dispose(): void;
  /** As text, one line per step. */
  toString(): string;
}

/** What a model has on a backend. */
export interface Device {
  /** How many plans, for as many sizes of the inputs, are worth keeping. */
  readonly plansKept: number;
  /** Whether every size has to be known in a graph. */
  readonly needsSizes: boolean;
  /** Makes a graph ready; what that takes may be done at its first run. */
  prepare(graph: PrimitiveGraph): DevicePlan;
  /** Frees what is left when all plans are disposed of. */
  close(): Promise<void>;
}

/** A backend that was started. */
export interface Backend {
  readonly name: BackendName;
  /** Threads that compute, and why as many. */
  readonly threads: { readonly given: number; readonly reason: string };
  /** What else is worth telling, e.g. which kernels were chosen. */
  readonly about: string;
  /** A place for a model. */
  open(): Device;
  /** Called when nothing is open on it any more. */
  stop(): Promise<void>;
}

/** How a backend is started. */
export interface StartOptions {
  /** As many threads as the machine has cores, or a number. */
  readonly threads: number | 'auto';
  /** Whether the calling thread computes. */
  readonly inline: boolean;
}

import { formatShape, printTable } from '@kedge/graph-core';
import type { StepTime } from './backend.js';

/** Where the time of a run goes. Made by `session.profile()`. */
export class Profile {
  /** In the order in which they run. */
  readonly steps: readonly StepTime[];
  readonly threads: number;

  constructor(steps: readonly StepTime[], threads: number) {
    this.steps = steps;
    this.threads = threads;
  }

  /** Milliseconds of all steps. */
  get ms(): number {
    return this.steps.reduce((sum, { ms }) => sum + ms, 0);
  }

  /** The steps as a table, the longest first. */
  toString(): string {
    const total = this.ms;
    const rows = this.steps
      .filter(({ ms }) => ms > 0)
      .toSorted((a, b) => b.ms - a.ms)
      .map(({ name, primitive, kernels, shape, ms, flops }) => [
        ms.toFixed(3),
        `${((100 * ms) / total).toFixed(1)} %`,
        flops === 0 ? '' : (flops / ms / 1e6).toFixed(1),
        primitive,
        kernels.join(' '),
        formatShape(shape),
        name,
      ]);
    return [
      printTable(rows, ['ms', 'Share', 'GFLOP/s', 'Op', 'Kernels', 'Output', 'Step']),
      `${total.toFixed(2)} ms in ${this.steps.length} steps on ${this.threads} thread${this.threads === 1 ? '' : 's'}.`,
    ].join('\n');
  }

  /**
   * The steps as trace events, for `chrome://tracing` or Perfetto.
   *
   * @see https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU
   */
  toChromeTrace(): { readonly traceEvents: readonly TraceEvent[] } {
    let at = 0;
    const traceEvents = this.steps.map(({ name, primitive, kernels, shape, ms, flops }): TraceEvent => {
      const ts = at;
      at += ms * 1000;
      return { name, cat: primitive, ph: 'X', ts, dur: ms * 1000, pid: 1, tid: 1, args: { kernels: kernels.join(' '), output: formatShape(shape), flops } };
    });
    return { traceEvents };
  }
}

/** A complete event of the trace event format; times in microseconds. */
export interface TraceEvent {
  readonly name: string;
  readonly cat: string;
  readonly ph: 'X';
  readonly ts: number;
  readonly dur: number;
  readonly pid: number;
  readonly tid: number;
  readonly args: Readonly<Record<string, string | number>>;
}

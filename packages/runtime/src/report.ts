import { printTable } from '@kedge/graph-core';

/** Names of the backends that a session can run on. */
export type BackendName = 'wasm' | 'tfjs-wasm' | 'cpu';

/** What became of one candidate. */
export interface CandidateReport {
  readonly name: BackendName;
  /** `chosen`; `available` but not taken; `unavailable`; or `not tried`, since an earlier one was taken. */
  readonly state: 'chosen' | 'available' | 'unavailable' | 'not tried';
  /** Why, in words. */
  readonly reason: string;
  /** Largest relative deviation in the self-test; missing when it was not run. */
  readonly deviation?: number;
}

/** Why a session runs where it runs. */
export interface SessionReport {
  /** Every candidate, in the order in which they are tried. */
  readonly candidates: readonly CandidateReport[];
  /** Threads that were asked for, threads that run, and why. */
  readonly threads: { readonly asked: number | 'auto'; readonly given: number; readonly reason: string };
  /** Whether a GPU adapter is emulated in software; always false without one. */
  readonly software: boolean;
  /** Milliseconds that loading and preparing the model took. */
  readonly ms: { readonly load: number; readonly prepare: number; readonly warmup: number };
  /** The report as a table. */
  toString(): string;
}

/** Adds {@link SessionReport.toString}. */
export function sessionReport(facts: Omit<SessionReport, 'toString'>): SessionReport {
  return {
    ...facts,
    toString() {
      const rows = facts.candidates.map(({ name, state, reason, deviation }) => [
        name,
        state,
        deviation === undefined ? '' : deviation.toExponential(1),
        reason,
      ]);
      const { asked, given, reason } = facts.threads;
      const { load, prepare, warmup } = facts.ms;
      return [
        printTable(rows, ['Backend', 'State', 'Self-test', 'Why']),
        `Threads: ${given} (asked: ${asked}; ${reason}).`,
        `Loaded in ${load.toFixed(0)} ms, prepared in ${prepare.toFixed(0)} ms, first run in ${warmup.toFixed(0)} ms.`,
      ].join('\n');
    },
  };
}

import type { EagerBackend } from '@kedge/graph-core';
import { selfTest } from './self-test.js';
import type { BackendName } from './report.js';

/** How one backend is found and started. Adding a backend is adding a row to {@link CANDIDATES}. */
export interface Candidate {
  readonly name: BackendName;
  /** Where it runs and how, for the report. */
  readonly about: string;
  /** Starts it. What it throws is the reason why it is not available. */
  start(): Promise<EagerBackend>;
}

async function startTfjs(backend: 'wasm' | 'cpu'): Promise<EagerBackend> {
  const { createTfjsBackend } = await import('@kedge/backend-tfjs');
  return createTfjsBackend({ backend });
}

/** Every backend in the order in which 'auto' tries them. */
export const CANDIDATES: readonly Candidate[] = [
  { name: 'tfjs-wasm', about: 'primitives on @tensorflow/tfjs-backend-wasm', start: () => startTfjs('wasm') },
  { name: 'cpu', about: 'primitives on @tensorflow/tfjs-backend-cpu, the reference', start: () => startTfjs('cpu') },
];

/** A candidate that runs and answers rightly, or the reason why it is not taken. */
export type ProbeResult =
  | { readonly backend: EagerBackend; readonly deviation: number }
  | { readonly backend: undefined; readonly reason: string };

/** Starts a candidate and lets it prove itself. Never throws. */
export async function probe(candidate: Candidate): Promise<ProbeResult> {
  try {
    const backend = await candidate.start();
    return { backend, deviation: await selfTest(backend) };
  } catch (error) {
    return { backend: undefined, reason: error instanceof Error ? error.message : String(error) };
  }
}

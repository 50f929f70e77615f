import type { Backend, StartOptions } from './backend.js';
import { startTfjs } from './backends/tfjs.js';
import { startWasm } from './backends/wasm.js';
import type { BackendName } from './report.js';

/** How one backend is found and started. Adding a backend is adding a row to {@link CANDIDATES}. */
export interface Candidate {
  readonly name: BackendName;
  /** Where it runs and how, for the report. */
  readonly about: string;
  /** Starts it. What it throws is the reason why it is not available. */
  start(options: StartOptions): Promise<Backend>;
}

/** Every backend in the order in which 'auto' tries them. */
export const CANDIDATES: readonly Candidate[] = [
  { name: 'wasm', about: 'compiled plans on WebAssembly SIMD kernels', start: startWasm },
  { name: 'tfjs-wasm', about: 'primitives on @tensorflow/tfjs-backend-wasm', start: () => startTfjs('tfjs-wasm') },
  { name: 'cpu', about: 'primitives on @tensorflow/tfjs-backend-cpu, the reference', start: () => startTfjs('cpu') },
];

/** Names of the backends in the order in which 'auto' tries them. */
export const BACKENDS: readonly BackendName[] = CANDIDATES.map(({ name }) => name);

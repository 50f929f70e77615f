import { prepare } from '@kedge/compiler';
import type { EagerBackend } from '@kedge/graph-core';
import type { Backend } from '../backend.js';
import { runPrepared } from '../run-prepared.js';

/** Runs plans step by step on a backend that computes eagerly. */
export function eagerBackend(name: Backend['name'], eager: EagerBackend): Backend {
  return {
    name,
    threads: { given: 1, reason: `${name} computes on one thread here` },
    about: '',
    open: () => ({
      plansKept: 1,
      needsSizes: false,
      prepare: (graph) => {
        const prepared = prepare(graph, eager);
        return { run: (values) => runPrepared(prepared, values), dispose: () => prepared.dispose(), toString: () => graph.toString() };
      },
      close: async () => undefined,
    }),
    stop: async () => undefined,
  };
}

/** Starts a backend of TensorFlow.js. */
export async function startTfjs(name: 'tfjs-wasm' | 'cpu'): Promise<Backend> {
  const { createTfjsBackend } = await import('@kedge/backend-tfjs');
  return eagerBackend(name, await createTfjsBackend({ backend: name === 'cpu' ? 'cpu' : 'wasm' }));
}

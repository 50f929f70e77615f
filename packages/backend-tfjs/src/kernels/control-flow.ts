import { activeEagerBackend, interpretScan, setEagerBackend } from '@kedge/graph-core';
import { tensorOn } from '../value.js';
import type { KernelTable } from './kernel.js';

export const controlFlowKernels = {
  scan: (_inputs, attrs, { values, backend }) => {
    // A body may hold ops without inputs, which ask for the backend that is active.
    const outer = activeEagerBackend();
    setEagerBackend(backend);
    try {
      return interpretScan(values, attrs).map((value) => tensorOn(backend, value, 'scan'));
    } finally {
      setEagerBackend(outer);
    }
  },
} satisfies Partial<KernelTable>;

import type { Binders } from '../plan/binder.js';
import { aliasBinders } from './alias.js';
import { convBinders } from './conv.js';
import { depthwiseBinders } from './depthwise.js';
import { matmulBinders } from './matmul.js';
import { poolBinders } from './pool.js';
import { scanBinders } from './scan.js';

/** How each primitive is done by kernels. */
export const binders: Binders = {
  ...aliasBinders,
  ...convBinders,
  ...depthwiseBinders,
  ...matmulBinders,
  ...poolBinders,
  ...scanBinders,
};

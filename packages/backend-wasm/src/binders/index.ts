import type { Binders } from '../plan/binder.js';
import { aliasBinders } from './alias.js';
import { binaryBinders } from './binary.js';
import { convBinders } from './conv.js';
import { depthwiseBinders } from './depthwise.js';
import { elementwiseBinders } from './elementwise.js';
import { matmulBinders } from './matmul.js';
import { movementBinders } from './movement.js';
import { poolBinders } from './pool.js';
import { reductionBinders } from './reduction.js';
import { scanBinders } from './scan.js';

/** How each primitive is done by kernels. */
export const binders: Binders = {
  ...aliasBinders,
  ...binaryBinders,
  ...elementwiseBinders,
  ...convBinders,
  ...depthwiseBinders,
  ...matmulBinders,
  ...movementBinders,
  ...poolBinders,
  ...reductionBinders,
  ...scanBinders,
};

import type { Binders } from '../plan/binder.js';
import { aliasBinders } from './alias.js';
import { binaryBinders } from './binary.js';
import { convBinders } from './conv.js';
import { convTransposeBinders } from './conv-transpose.js';
import { depthwiseBinders } from './depthwise.js';
import { einsumBinders } from './einsum.js';
import { elementwiseBinders } from './elementwise.js';
import { indexingBinders } from './indexing.js';
import { matmulBinders } from './matmul.js';
import { movementBinders } from './movement.js';
import { poolBinders } from './pool.js';
import { randomBinders } from './random.js';
import { reductionBinders } from './reduction.js';
import { resizeBinders } from './resize.js';
import { scanBinders } from './scan.js';

/** How each primitive is done by kernels. */
export const binders: Binders = {
  ...aliasBinders,
  ...binaryBinders,
  ...einsumBinders,
  ...elementwiseBinders,
  ...indexingBinders,
  ...convBinders,
  ...convTransposeBinders,
  ...depthwiseBinders,
  ...matmulBinders,
  ...movementBinders,
  ...poolBinders,
  ...randomBinders,
  ...reductionBinders,
  ...resizeBinders,
  ...scanBinders,
};

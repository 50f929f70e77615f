import { binaryKernels } from './binary.js';
import { castKernels } from './cast.js';
import { controlFlowKernels } from './control-flow.js';
import { convolutionKernels } from './convolution.js';
import { creationKernels } from './creation.js';
import { elementwiseKernels } from './elementwise.js';
import { imageKernels } from './image.js';
import { indexingKernels } from './indexing.js';
import type { KernelTable } from './kernel.js';
import { linearAlgebraKernels } from './linear-algebra.js';
import { normalizationKernels } from './normalization.js';
import { poolingKernels } from './pooling.js';
import { randomKernels } from './random.js';
import { reductionKernels } from './reduction.js';
import { reshapingKernels } from './reshaping.js';

/** The kernel of every primitive. The type makes a missing one an error when compiling. */
export const kernels: KernelTable = {
  ...binaryKernels,
  ...castKernels,
  ...controlFlowKernels,
  ...convolutionKernels,
  ...creationKernels,
  ...elementwiseKernels,
  ...imageKernels,
  ...indexingKernels,
  ...linearAlgebraKernels,
  ...normalizationKernels,
  ...poolingKernels,
  ...randomKernels,
  ...reductionKernels,
  ...reshapingKernels,
};

import { matmul } from '../functions/matrix.js';
import { einsum } from '../functions/einsum.js';
import type { KernelTable } from './kernel.js';

export const linearAlgebraKernels = {
  einsum: (inputs, { equation }) => einsum(inputs, equation),
  matmul: ([a, b], { transposeA, transposeB }) => matmul(a, b, transposeA, transposeB),
} satisfies Partial<KernelTable>;

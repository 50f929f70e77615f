// Written by scripts/build-wasm.mjs.
import { Context } from '../context';
import { conv, packPanels, fillWords } from '../kernels/conv';
import { copy } from '../kernels/copy';
import { depthwiseConv, packRows } from '../kernels/depthwise';
import { maxPool, averagePool } from '../kernels/pool';
import { transposeMatrices } from '../kernels/transpose';
import { ConvParams } from '../kernels/conv';
import { PackPanelsParams } from '../kernels/conv';
import { FillWordsParams } from '../kernels/conv';
import { CopyParams } from '../kernels/copy';
import { DepthwiseParams } from '../kernels/depthwise';
import { PackRowsParams } from '../kernels/depthwise';
import { PoolParams } from '../kernels/pool';
import { TransposeMatricesParams } from '../kernels/transpose';

/** Calls a kernel by its number. */
export function call(kernel: i32, params: usize, begin: i32, end: i32, context: Context): void {
  switch (kernel) {
    case 0: conv(changetype<ConvParams>(params), begin, end, context); return;
    case 1: packPanels(changetype<PackPanelsParams>(params), begin, end, context); return;
    case 2: fillWords(changetype<FillWordsParams>(params), begin, end, context); return;
    case 3: copy(changetype<CopyParams>(params), begin, end, context); return;
    case 4: depthwiseConv(changetype<DepthwiseParams>(params), begin, end, context); return;
    case 5: packRows(changetype<PackRowsParams>(params), begin, end, context); return;
    case 6: maxPool(changetype<PoolParams>(params), begin, end, context); return;
    case 7: averagePool(changetype<PoolParams>(params), begin, end, context); return;
    case 8: transposeMatrices(changetype<TransposeMatricesParams>(params), begin, end, context); return;
    default: unreachable();
  }
}

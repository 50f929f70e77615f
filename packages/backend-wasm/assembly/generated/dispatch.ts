// Written by scripts/build-wasm.mjs.
import { Context } from '../context';
import { conv, packPanels, fillWords } from '../kernels/conv';
import { copy } from '../kernels/copy';
import { ConvParams } from '../kernels/conv';
import { PackPanelsParams } from '../kernels/conv';
import { FillWordsParams } from '../kernels/conv';
import { CopyParams } from '../kernels/copy';

/** Calls a kernel by its number. */
export function call(kernel: i32, params: usize, begin: i32, end: i32, context: Context): void {
  switch (kernel) {
    case 0: conv(changetype<ConvParams>(params), begin, end, context); return;
    case 1: packPanels(changetype<PackPanelsParams>(params), begin, end, context); return;
    case 2: fillWords(changetype<FillWordsParams>(params), begin, end, context); return;
    case 3: copy(changetype<CopyParams>(params), begin, end, context); return;
    default: unreachable();
  }
}

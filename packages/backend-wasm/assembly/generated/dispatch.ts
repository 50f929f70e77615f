// Written by scripts/build-wasm.mjs.
import { Context } from '../context';
import { copy } from '../kernels/copy';
import { CopyParams } from '../kernels/copy';

/** Calls a kernel by its number. */
export function call(kernel: i32, params: usize, begin: i32, end: i32, context: Context): void {
  switch (kernel) {
    case 0: copy(changetype<CopyParams>(params), begin, end, context); return;
    default: unreachable();
  }
}

// Written by scripts/build-wasm.mjs from the sources of the kernels.

/** Fields of the parameters of kernels, in the order in which they lie in memory, four bytes each. */
export const PARAMS = {
  CopyParams: { input: 'pointer', output: 'pointer', bytes: 'int', inputStep: 'int', outputStep: 'int' },
} as const;

/** Number and parameters of every kernel. */
export const KERNELS = {
  copy: { id: 0, params: 'CopyParams' },
} as const;

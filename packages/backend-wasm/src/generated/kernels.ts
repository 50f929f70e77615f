// Written by scripts/build-wasm.mjs from the sources of the kernels.

/** Fields of the parameters of kernels, in the order in which they lie in memory, four bytes each. */
export const PARAMS = {
  ConvParams: { input: 'pointer', weights: 'pointer', bias: 'pointer', output: 'pointer', zeros: 'pointer', residual: 'pointer', batch: 'int', inputFrames: 'int', inputHeight: 'int', inputWidth: 'int', outputFrames: 'int', outputHeight: 'int', outputWidth: 'int', kernelFrames: 'int', kernelHeight: 'int', kernelWidth: 'int', strideFrames: 'int', strideHeight: 'int', strideWidth: 'int', dilationFrames: 'int', dilationHeight: 'int', dilationWidth: 'int', paddingFrames: 'int', paddingHeight: 'int', paddingWidth: 'int', depth: 'int', columns: 'int', inputStride: 'int', outputStride: 'int', residualStride: 'int', weightsStep: 'int', blockRows: 'int', blockPanels: 'int', tile: 'int', lower: 'float', upper: 'float', activation: 'int' },
  PackPanelsParams: { input: 'pointer', output: 'pointer', depth: 'int', columns: 'int', rowStep: 'int', columnStep: 'int', panels: 'int', matrixStep: 'int', outputStep: 'int' },
  FillWordsParams: { output: 'pointer', count: 'int', total: 'int', value: 'int' },
  CopyParams: { input: 'pointer', output: 'pointer', bytes: 'int', inputStep: 'int', outputStep: 'int' },
  DepthwiseParams: { input: 'pointer', weights: 'pointer', bias: 'pointer', output: 'pointer', zeros: 'pointer', residual: 'pointer', inputFrames: 'int', inputHeight: 'int', inputWidth: 'int', outputFrames: 'int', outputHeight: 'int', outputWidth: 'int', kernelFrames: 'int', kernelHeight: 'int', kernelWidth: 'int', strideFrames: 'int', strideHeight: 'int', strideWidth: 'int', dilationFrames: 'int', dilationHeight: 'int', dilationWidth: 'int', paddingFrames: 'int', paddingHeight: 'int', paddingWidth: 'int', channels: 'int', multiplier: 'int', inputStride: 'int', outputStride: 'int', residualStride: 'int', lower: 'float', upper: 'float', activation: 'int' },
  PackRowsParams: { input: 'pointer', output: 'pointer', columns: 'int', outputColumns: 'int', columnStep: 'int' },
  PoolParams: { input: 'pointer', output: 'pointer', inputFrames: 'int', inputHeight: 'int', inputWidth: 'int', outputFrames: 'int', outputHeight: 'int', outputWidth: 'int', kernelFrames: 'int', kernelHeight: 'int', kernelWidth: 'int', strideFrames: 'int', strideHeight: 'int', strideWidth: 'int', paddingFrames: 'int', paddingHeight: 'int', paddingWidth: 'int', channels: 'int', inputStride: 'int', outputStride: 'int' },
  TransposeMatricesParams: { input: 'pointer', output: 'pointer', rows: 'int', columns: 'int' },
} as const;

/** Number and parameters of every kernel. */
export const KERNELS = {
  conv: { id: 0, params: 'ConvParams' },
  packPanels: { id: 1, params: 'PackPanelsParams' },
  fillWords: { id: 2, params: 'FillWordsParams' },
  copy: { id: 3, params: 'CopyParams' },
  depthwiseConv: { id: 4, params: 'DepthwiseParams' },
  packRows: { id: 5, params: 'PackRowsParams' },
  maxPool: { id: 6, params: 'PoolParams' },
  averagePool: { id: 7, params: 'PoolParams' },
  transposeMatrices: { id: 8, params: 'TransposeMatricesParams' },
} as const;

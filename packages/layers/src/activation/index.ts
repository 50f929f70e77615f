// Written by scripts/generate.mjs.
export { ELU, elu, type ELUConfig } from './elu.js';
export { LeakyReLU, leakyReLU, type LeakyReLUConfig } from './leaky-relu.js';
export { PReLU, prelu, type PReLUConfig } from './prelu.js';
export { ReLU, reLU, type ReLUConfig } from './relu.js';
export { Softmax, softmax, type SoftmaxConfig } from './softmax.js';
export { ThresholdedReLU, thresholdedReLU, type ThresholdedReLUConfig } from './thresholded-relu.js';

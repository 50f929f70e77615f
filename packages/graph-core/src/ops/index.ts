/** The functions that layers are made of. All that `keras.ops` has are in `../ops.ts`. */
export { relu6, selu, celu, gelu, glu, hardShrink, hardSigmoid, hardSilu, hardTanh, logSigmoid, normalize, silu, softShrink, softsign, sparsemax, sparsePlus, sparseSigmoid, squareplus, tanhShrink, threshold } from './activations.js';
export { add, atan2, bitwiseAnd, bitwiseOr, bitwiseXor, divide, equal, floorDivide, greater, greaterEqual, leftShift, less, lessEqual, logicalAnd, logicalOr, logicalXor, maximum, minimum, mod, multiply, notEqual, power, rightShift, subtract, where } from './binary.js';
export { cast } from './cast.js';
export { scan } from './control-flow.js';
export { conv, convTranspose, depthwiseConv } from './convolution.js';
export { arange, full, fullLike, ones, onesLike, zeros, zerosLike } from './creation.js';
export { abs, acos, acosh, asin, asinh, atan, atanh, ceil, clip, cos, cosh, elu, erf, exp, expm1, floor, identity, isFinite, isInf, isNan, leakyRelu, log, log1p, logicalNot, negative, reciprocal, relu, round, rsqrt, sigmoid, sign, sin, sinh, softplus, sqrt, square, stopGradient, tan, tanh } from './elementwise.js';
export { resize } from './image.js';
export { gather, gatherNd, oneHot, scatter, searchSorted, segmentSum, slice, stridedSlice, take, topK } from './indexing.js';
export { einsum, matmul } from './linear-algebra.js';
export { batchNormalization, logSoftmax, logSumExp, softmax } from './normalization.js';
export { averagePool, maxPool } from './pooling.js';
export { randomNormal, randomTruncatedNormal, randomUniform } from './random.js';
export { all, any, argmax, argmin, cumprod, cumsum, max, mean, min, prod, sum } from './reduction.js';
export { broadcastTo, concatenate, expandDims, flip, moveaxis, pad, reshape, split, squeeze, stack, tile, transpose } from './reshaping.js';

import * as binary from './binary.js';
import { castPrimitive } from './cast.js';
import { scanPrimitive } from './control-flow.js';
import { convPrimitive, convTransposePrimitive, depthwiseConvPrimitive } from './convolution.js';
import { fillPrimitive } from './creation.js';
import * as elementwise from './elementwise.js';
import { hostPrimitive } from './host.js';
import { resizePrimitive } from './image.js';
import * as indexing from './indexing.js';
import { einsumPrimitive, matmulPrimitive } from './linear-algebra.js';
import * as normalization from './normalization.js';
import { averagePoolPrimitive, maxPoolPrimitive } from './pooling.js';
import type { InputTuples, Primitive } from './primitive.js';
import * as random from './random.js';
import * as reduction from './reduction.js';
import * as reshaping from './reshaping.js';

/** Every primitive by name: what a backend must be able to compute, and all that a lowered graph may hold. */
export const primitives = {
  abs: elementwise.absPrimitive,
  acos: elementwise.acosPrimitive,
  acosh: elementwise.acoshPrimitive,
  asin: elementwise.asinPrimitive,
  asinh: elementwise.asinhPrimitive,
  atan: elementwise.atanPrimitive,
  atanh: elementwise.atanhPrimitive,
  ceil: elementwise.ceilPrimitive,
  clip: elementwise.clipPrimitive,
  cos: elementwise.cosPrimitive,
  cosh: elementwise.coshPrimitive,
  elu: elementwise.eluPrimitive,
  erf: elementwise.erfPrimitive,
  exp: elementwise.expPrimitive,
  expm1: elementwise.expm1Primitive,
  floor: elementwise.floorPrimitive,
  identity: elementwise.identityPrimitive,
  isFinite: elementwise.isFinitePrimitive,
  isInf: elementwise.isInfPrimitive,
  isNan: elementwise.isNanPrimitive,
  leakyRelu: elementwise.leakyReluPrimitive,
  log: elementwise.logPrimitive,
  log1p: elementwise.log1pPrimitive,
  logicalNot: elementwise.logicalNotPrimitive,
  negative: elementwise.negativePrimitive,
  reciprocal: elementwise.reciprocalPrimitive,
  relu: elementwise.reluPrimitive,
  round: elementwise.roundPrimitive,
  rsqrt: elementwise.rsqrtPrimitive,
  sigmoid: elementwise.sigmoidPrimitive,
  sign: elementwise.signPrimitive,
  sin: elementwise.sinPrimitive,
  sinh: elementwise.sinhPrimitive,
  softplus: elementwise.softplusPrimitive,
  sqrt: elementwise.sqrtPrimitive,
  square: elementwise.squarePrimitive,
  stopGradient: elementwise.stopGradientPrimitive,
  tan: elementwise.tanPrimitive,
  tanh: elementwise.tanhPrimitive,

  add: binary.addPrimitive,
  atan2: binary.atan2Primitive,
  bitwiseAnd: binary.bitwiseAndPrimitive,
  bitwiseOr: binary.bitwiseOrPrimitive,
  bitwiseXor: binary.bitwiseXorPrimitive,
  divide: binary.dividePrimitive,
  equal: binary.equalPrimitive,
  floorDivide: binary.floorDividePrimitive,
  greater: binary.greaterPrimitive,
  greaterEqual: binary.greaterEqualPrimitive,
  leftShift: binary.leftShiftPrimitive,
  less: binary.lessPrimitive,
  lessEqual: binary.lessEqualPrimitive,
  logicalAnd: binary.logicalAndPrimitive,
  logicalOr: binary.logicalOrPrimitive,
  logicalXor: binary.logicalXorPrimitive,
  maximum: binary.maximumPrimitive,
  minimum: binary.minimumPrimitive,
  mod: binary.modPrimitive,
  multiply: binary.multiplyPrimitive,
  notEqual: binary.notEqualPrimitive,
  power: binary.powerPrimitive,
  rightShift: binary.rightShiftPrimitive,
  subtract: binary.subtractPrimitive,
  where: binary.wherePrimitive,

  cast: castPrimitive,

  all: reduction.allPrimitive,
  any: reduction.anyPrimitive,
  argmax: reduction.argmaxPrimitive,
  argmin: reduction.argminPrimitive,
  cumprod: reduction.cumprodPrimitive,
  cumsum: reduction.cumsumPrimitive,
  max: reduction.maxPrimitive,
  mean: reduction.meanPrimitive,
  min: reduction.minPrimitive,
  prod: reduction.prodPrimitive,
  sum: reduction.sumPrimitive,

  broadcastTo: reshaping.broadcastToPrimitive,
  concatenate: reshaping.concatenatePrimitive,
  expandDims: reshaping.expandDimsPrimitive,
  pad: reshaping.padPrimitive,
  reshape: reshaping.reshapePrimitive,
  reverse: reshaping.reversePrimitive,
  split: reshaping.splitPrimitive,
  squeeze: reshaping.squeezePrimitive,
  tile: reshaping.tilePrimitive,
  transpose: reshaping.transposePrimitive,

  gather: indexing.gatherPrimitive,
  gatherNd: indexing.gatherNdPrimitive,
  oneHot: indexing.oneHotPrimitive,
  scatterNd: indexing.scatterNdPrimitive,
  searchSorted: indexing.searchSortedPrimitive,
  segmentSum: indexing.segmentSumPrimitive,
  slice: indexing.slicePrimitive,
  stridedSlice: indexing.stridedSlicePrimitive,
  topK: indexing.topKPrimitive,

  einsum: einsumPrimitive,
  matmul: matmulPrimitive,

  averagePool: averagePoolPrimitive,
  conv: convPrimitive,
  convTranspose: convTransposePrimitive,
  depthwiseConv: depthwiseConvPrimitive,
  maxPool: maxPoolPrimitive,
  resize: resizePrimitive,

  batchNormalization: normalization.batchNormalizationPrimitive,
  logSoftmax: normalization.logSoftmaxPrimitive,
  softmax: normalization.softmaxPrimitive,

  fill: fillPrimitive,
  randomNormal: random.randomNormalPrimitive,
  randomTruncatedNormal: random.randomTruncatedNormalPrimitive,
  randomUniform: random.randomUniformPrimitive,

  host: hostPrimitive,
  scan: scanPrimitive,
} as const;

/** The name of a primitive. */
export type PrimitiveName = keyof typeof primitives;

/** The attributes that a primitive takes. */
export type PrimitiveAttrs<K extends PrimitiveName> = Parameters<(typeof primitives)[K]['infer']>[1] extends infer A
  ? unknown extends A
    ? Readonly<Record<never, never>>
    : A
  : never;

/** The inputs that a primitive takes, as a tuple of `T`. */
export type PrimitiveInputs<K extends PrimitiveName, T> =
  (typeof primitives)[K] extends Primitive<string, never, infer N> ? InputTuples<T>[N] : never;

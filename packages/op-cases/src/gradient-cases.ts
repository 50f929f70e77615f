import type { NumericTensor, PrimitiveName } from '@kedge/graph-core';
import { isPrimitiveCase, type PrimitiveCase } from './case.js';
import { opCases } from './table.js';

/** Where the numbers that a function is differentiated at come from: clear of its kinks and of where it is undefined. */
export type Domain =
  | { readonly low: number; readonly high: number }
  /** Of either sign, at a distance from zero. */
  | { readonly awayFromZero: true }
  /** No two close to each other, also between inputs. */
  | { readonly distinct: true };

const between = (low: number, high: number): Domain => ({ low, high });
const ANY = between(-1, 1);
const AWAY: Domain = { awayFromZero: true };
const DISTINCT: Domain = { distinct: true };

/** The primitives through which gradients flow, and a domain for each float input; the last one serves for all further ones. */
export const DIFFERENTIABLE: Partial<Record<PrimitiveName, readonly Domain[]>> = {
  abs: [AWAY],
  acos: [between(-0.7, 0.7)],
  acosh: [between(1.5, 3)],
  add: [ANY],
  asin: [between(-0.7, 0.7)],
  asinh: [ANY],
  atan: [ANY],
  atan2: [between(0.4, 1.5)],
  atanh: [between(-0.7, 0.7)],
  averagePool: [ANY],
  batchNormalization: [ANY, ANY, between(0.5, 2), ANY],
  broadcastTo: [ANY],
  cast: [ANY],
  clip: [DISTINCT],
  concatenate: [ANY],
  conv: [ANY],
  convTranspose: [ANY],
  cos: [ANY],
  cosh: [ANY],
  cumprod: [ANY],
  cumsum: [ANY],
  depthwiseConv: [ANY],
  divide: [ANY, between(0.6, 1.5)],
  einsum: [ANY],
  elu: [AWAY],
  erf: [ANY],
  exp: [ANY],
  expandDims: [ANY],
  expm1: [ANY],
  gather: [ANY],
  gatherNd: [ANY],
  identity: [ANY],
  leakyRelu: [AWAY],
  log: [between(0.6, 2)],
  log1p: [between(-0.3, 1)],
  logSoftmax: [ANY],
  matmul: [ANY],
  max: [DISTINCT],
  maxPool: [DISTINCT],
  maximum: [DISTINCT],
  mean: [ANY],
  min: [DISTINCT],
  minimum: [DISTINCT],
  mod: [between(5.2, 5.8), between(1.2, 1.25)],
  multiply: [ANY],
  negative: [ANY],
  pad: [ANY],
  power: [between(0.6, 1.5), ANY],
  prod: [ANY],
  reciprocal: [between(0.6, 1.5)],
  relu: [AWAY],
  reshape: [ANY],
  resize: [ANY],
  reverse: [ANY],
  rsqrt: [between(0.6, 1.5)],
  scatterNd: [ANY],
  segmentSum: [ANY],
  sigmoid: [ANY],
  sin: [ANY],
  sinh: [ANY],
  slice: [ANY],
  softmax: [ANY],
  softplus: [ANY],
  split: [ANY],
  sqrt: [between(0.6, 1.5)],
  square: [ANY],
  squeeze: [ANY],
  stridedSlice: [ANY],
  subtract: [ANY],
  tan: [between(-0.7, 0.7)],
  tanh: [ANY],
  tile: [ANY],
  topK: [DISTINCT],
  transpose: [ANY],
  where: [ANY],
};

/** Numbers are multiples of this, so that they and the steps away from them are exact in float32. */
const GRID = 2 ** -12;

/** Distance of numbers that must not meet when one is moved. */
const SPACING = 0.25;

/** A reproducible sequence of numbers from 0 to 1: Marsaglia's xorshift with 32 bits. */
export function numberSource(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

const onGrid = (x: number): number => Math.round(x / GRID) * GRID;

function shuffled(count: number, next: () => number): number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [order[i], order[j]] = [order[j] ?? 0, order[i] ?? 0];
  }
  return order;
}

function fill(domain: Domain, count: number, inputIndex: number, next: () => number): number[] {
  if ('distinct' in domain) {
    // Another input's numbers lie halfway between.
    return shuffled(count, next).map((place) => onGrid((place - Math.floor(count / 2) + inputIndex / 2 + 0.125) * SPACING));
  }
  if ('awayFromZero' in domain) return Array.from({ length: count }, () => onGrid((next() < 0.5 ? -1 : 1) * (0.2 + next())));
  return Array.from({ length: count }, () => onGrid(domain.low + next() * (domain.high - domain.low)));
}

export type FloatTensor = Extract<NumericTensor, { dtype: 'float32' }>;

/** A case of the table with its floats drawn anew, differentiable there. */
export interface GradientCase {
  readonly id: string;
  readonly primitive: PrimitiveName;
  readonly attrs: Readonly<Record<string, unknown>>;
  readonly inputs: readonly NumericTensor[];
}

/** Elements beyond which differences take too long and drown in rounding. */
const LARGEST_INPUT = 400;

/** Whether a case has something that a gradient could be taken of. */
function isUsable({ inputs, outputs }: PrimitiveCase): boolean {
  return (
    inputs.some(({ dtype, data }) => dtype === 'float32' && data.length > 0) &&
    inputs.every(({ dtype, data }) => dtype !== 'string' && data.length <= LARGEST_INPUT) &&
    outputs.some(({ dtype, data }) => dtype === 'float32' && data.length > 0)
  );
}

function redrawn({ id, primitive, attrs, inputs }: PrimitiveCase, domains: readonly Domain[]): GradientCase {
  const next = numberSource([...id].reduce((hash, letter) => Math.imul(hash, 31) + letter.charCodeAt(0), 7));
  const floats = inputs.filter(({ dtype }) => dtype === 'float32');
  const drawn = inputs.map((input): NumericTensor => {
    if (input.dtype !== 'float32') return input as NumericTensor;
    const place = floats.indexOf(input);
    const domain = domains[Math.min(place, domains.length - 1)] ?? ANY;
    return { dtype: 'float32', shape: input.shape, data: Float32Array.from(fill(domain, input.data.length, place, next)) };
  });
  return { id, primitive, attrs, inputs: drawn };
}

/** Every case of the table that has a gradient. */
export function gradientCases(): GradientCase[] {
  return opCases.flatMap((opCase) => {
    const domains = isPrimitiveCase(opCase) ? DIFFERENTIABLE[opCase.primitive] : undefined;
    return domains !== undefined && isPrimitiveCase(opCase) && isUsable(opCase) ? [redrawn(opCase, domains)] : [];
  });
}

import type { Constant } from '../../graph/constant.js';
import { isConstant, type Operand, type Step, type ValueId } from '../../graph/step.js';
import { affineChainAt, affineOf, type AffineChain } from '../affine.js';
import { foldCall } from '../fold-call.js';
import { defineRule, type Builder, type Rule } from '../rule.js';

export const AFFINE = ['multiply', 'divide', 'add', 'subtract', 'negative'] as const;

const isGiven = (shape: unknown): number => (shape === undefined ? 0 : 1);

/** Names of what a step is taken apart into. */
export const partName = (step: string, part: string): string => `${step}/${part}`;

/** `x * factor + offset`, steps only for what is there. */
export function emitAffine(x: Operand, { factor, offset }: { factor: Constant | undefined; offset: Constant | undefined }, name: string, build: Builder): Operand {
  const areBoth = factor !== undefined && offset !== undefined;
  const scaled = factor === undefined ? x : build.emit('multiply', { name: areBoth ? partName(name, 'multiply') : name, inputs: [x, factor], attrs: {} });
  return offset === undefined ? scaled : build.emit('add', { name: areBoth ? partName(name, 'add') : name, inputs: [scaled, offset], attrs: {} });
}

interface Normalization {
  readonly name: string;
  readonly x: ValueId;
  readonly parameters: readonly Constant[];
  readonly epsilon: number;
}

function constantNormalization({ name, inputs: [x, ...rest], attrs }: Step<'batchNormalization'>): Normalization | undefined {
  const parameters = rest.filter(isConstant);
  if (x === undefined || isConstant(x) || parameters.length !== rest.length) return undefined;
  return { name, x, parameters, epsilon: attrs.epsilon };
}

/** Factor `scale / sqrt(variance + epsilon)` and offset `offset - mean * factor`, in double precision. */
function affineOfNormalization({ parameters, epsilon }: Normalization, build: Builder): { factor: Constant | undefined; offset: Constant | undefined } {
  const [mean, variance, shift, scale] = parameters;
  if (mean === undefined || variance === undefined || shift === undefined || scale === undefined) return { factor: undefined, offset: undefined };
  const fold = (primitive: 'add' | 'multiply' | 'subtract', a: Constant | undefined, b: Constant | undefined): Constant | undefined =>
    a === undefined || b === undefined ? undefined : foldCall(build, primitive, [a, b], {})[0];
  const steadied = fold('add', variance, build.pool.number(epsilon));
  const deviation = steadied === undefined ? undefined : foldCall(build, 'rsqrt', [steadied], {})[0];
  const factor = fold('multiply', scale, deviation);
  return { factor, offset: fold('subtract', shift, fold('multiply', mean, factor)) };
}

/** Whatever is done to a tensor with constants in `+ - * /` is one multiplication and one addition. */
export const affineRules: readonly Rule[] = [
  defineRule({
    name: 'normalization-is-affine',
    why: 'with constant statistics (x - mean) / sqrt(variance + epsilon) * scale + offset is x * a + b',
    at: ['batchNormalization'],
    match: constantNormalization,
    rewrite: (match, build) => [emitAffine(match.x, affineOfNormalization(match, build), match.name, build)],
  }),
  defineRule({
    name: 'subtract-constant',
    why: 'x - c is x + (-c), to the last bit, so that a bias is always an addition',
    at: ['subtract'],
    match: ({ name, inputs: [x, c], outputs: [output] }, graph) =>
      x !== undefined && c !== undefined && output !== undefined && isConstant(c) && graph.specOf(output).dtype === 'float32' ? { name, x, c } : undefined,
    rewrite: ({ name, x, c }, build) => [build.emit('add', { name, inputs: [x, ...foldCall(build, 'negative', [c], {})], attrs: {} })],
  }),
  defineRule({
    name: 'merge-affine',
    why: '(x * a + b) * c + d with constants is x * (a c) + (b c + d)',
    at: AFFINE,
    match: (step, graph): { name: string; chain: AffineChain } | undefined => {
      const chain = affineChainAt(step, graph);
      if (chain === undefined || chain.links.length <= isGiven(chain.factorShape) + isGiven(chain.offsetShape)) return undefined;
      return { name: step.name, chain };
    },
    rewrite: ({ name, chain }, build) => [emitAffine(chain.base, affineOf(chain, build), name, build)],
  }),
];

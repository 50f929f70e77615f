import type { Constant } from '../../graph/constant.js';
import { isConstant, type Operand, type Step } from '../../graph/step.js';
import { affineChainAt, affineOf, type AffineChain } from '../affine.js';
import { foldCall } from '../fold-call.js';
import { defineRule, type Builder, type GraphView, type Rule } from '../rule.js';
import { isAlongLastAxis } from '../shapes.js';
import { AFFINE, partName } from './affine.js';

type Weighted = Step<'conv' | 'depthwiseConv' | 'convTranspose' | 'matmul'>;

function isWeighted(step: Step | undefined): step is Weighted {
  return step !== undefined && ['conv', 'depthwiseConv', 'convTranspose', 'matmul'].includes(step.primitive);
}

/**
 * The shape in which a factor per output channel lies along the output channels of the weights.
 *
 * conv `[..., in / groups, out]`, depthwiseConv `[..., channels, multiplier]` (the multiplier varying fastest in the output),
 * convTranspose `[..., out, in]`, matmul `[..., in, out]` or transposed.
 */
function factorShape(step: Weighted, weights: Constant): readonly number[] {
  const [before = 1, last = 1] = weights.shape.slice(-2);
  if (step.primitive === 'depthwiseConv') return [before, last];
  if (step.primitive === 'convTranspose' || (step.primitive === 'matmul' && step.attrs.transposeB)) return [before, 1];
  return [last];
}

function scaledWeights(step: Weighted, weights: Constant, factor: Constant, build: Builder): Constant {
  const isPerChannel = factor.shape.at(-1) !== undefined && factor.shape.at(-1) !== 1;
  const newShape = isPerChannel ? factorShape(step, weights) : [];
  const [aligned = factor] = foldCall(build, 'reshape', [factor], { newShape });
  const [scaled = weights] = foldCall(build, 'multiply', [weights, aligned], {});
  return scaled;
}

interface Scaling {
  readonly name: string;
  readonly step: Weighted;
  readonly x: Operand;
  readonly weights: Constant;
  readonly chain: AffineChain;
}

/** A run of affine steps that scales each output channel of a step with constant weights. */
function scalingAt(last: Step, graph: GraphView): Scaling | undefined {
  const chain = affineChainAt(last, graph);
  if (chain?.factorShape === undefined || !isAlongLastAxis(chain.factorShape)) return undefined;
  const step = graph.solePlainProducerOf(chain.base);
  const [x, weights] = step?.inputs ?? [];
  if (!isWeighted(step) || x === undefined || weights === undefined || !isConstant(weights)) return undefined;
  return { name: last.name, step, x, weights, chain };
}

/** The same step with other weights. */
function emitWith(step: Weighted, inputs: readonly Operand[], build: Builder): Operand {
  return build.emit(step.primitive, { name: step.name, inputs, attrs: step.attrs });
}

/** Factors go into the weights before them, so that batch normalization costs nothing but a bias. */
export const weightRules: readonly Rule[] = [
  defineRule({
    name: 'scale-into-weights',
    why: 'conv(x, w) * a + b is conv(x, w * a) + b for a factor per output channel; depthwise, transposed convolution and matmul likewise',
    at: AFFINE,
    match: scalingAt,
    rewrite: ({ name, step, x, weights, chain }, build) => {
      const { factor, offset } = affineOf(chain, build);
      const result = emitWith(step, [x, factor === undefined ? weights : scaledWeights(step, weights, factor, build)], build);
      return [offset === undefined ? result : build.emit('add', { name: partName(name, 'add'), inputs: [result, offset], attrs: {} })];
    },
  }),
];

import type { PrimitiveName } from '@kedge/graph-core';
import { isConstant, RESULT, type Epilogue, type Operand, type Step } from '../../graph/step.js';
import { defineRule, type GraphView, type Rule } from '../rule.js';
import { broadcastsInto, isSameShape } from '../shapes.js';

/** Steps that compute sums, and so have their results at hand one by one before they store them. */
const HOSTS: ReadonlySet<PrimitiveName> = new Set<PrimitiveName>(['conv', 'depthwiseConv', 'convTranspose', 'matmul']);

/** What can be done to a result before it is stored. */
const GUESTS = [
  'abs', 'clip', 'elu', 'exp', 'leakyRelu', 'negative', 'relu', 'sigmoid', 'softplus', 'square', 'tanh',
  'add', 'subtract', 'multiply', 'divide', 'maximum', 'minimum',
] as const satisfies readonly PrimitiveName[];

/**
 * Whether a machine can do a further primitive in the epilogue of a step.
 *
 * @param step With the epilogue that it has so far.
 * @param next What would be added to it.
 */
export type CanFuse = (step: Step, next: Epilogue) => boolean;

interface Fusion {
  readonly name: string;
  readonly host: Step;
  readonly next: Epilogue;
}

/** Whether an operand has a value for every element of the result: a constant that broadcasts, or a tensor of its shape. */
function fitsBeside(operand: Operand, result: Operand, graph: GraphView): boolean {
  const [{ shape }, into] = [graph.specOf(operand), graph.specOf(result)];
  return isConstant(operand) ? broadcastsInto(shape, into.shape) : isSameShape(shape, into.shape);
}

/** The step as an epilogue of the one that computes its input at a position. */
function fusionAt(step: Step, position: number, graph: GraphView, canFuse: CanFuse): Fusion | undefined {
  const input = step.inputs[position];
  const host = graph.soleProducerOf(input);
  const [output] = step.outputs;
  if (input === undefined || output === undefined || host === undefined || !HOSTS.has(host.primitive)) return undefined;
  const [from, to] = [graph.specOf(input), graph.specOf(output)];
  const others = step.inputs.filter((_, i) => i !== position);
  if (to.dtype !== from.dtype || !isSameShape(from.shape, to.shape) || !others.every((operand) => fitsBeside(operand, input, graph))) return undefined;
  const inputs = step.inputs.map((operand, i) => (i === position ? RESULT : operand));
  const next = { primitive: step.primitive, attrs: step.attrs, inputs } as Epilogue;
  return canFuse(host, next) ? { name: step.name, host, next } : undefined;
}

/**
 * Rules that take a bias, an activation or a shortcut into the step before it. For a graph that is rewritten already
 * (`inferenceRules`), and for a machine that has kernels for such steps.
 *
 * @param canFuse What the machine can do; by default everything that is elementwise.
 */
export function fusionRules(canFuse: CanFuse = () => true): readonly Rule[] {
  return [
    defineRule({
      name: 'fuse-epilogue',
      why: 'an elementwise step on the result of a convolution or a matmul that nothing else reads is done before the result is stored',
      at: GUESTS,
      match: (step, graph): Fusion | undefined => fusionAt(step, 0, graph, canFuse) ?? fusionAt(step, 1, graph, canFuse),
      rewrite: ({ name, host: { primitive, inputs, attrs, epilogue }, next }, build) => [
        build.emit(primitive, { name, inputs, attrs, epilogue: [...epilogue, next] }),
      ],
    }),
  ];
}

import { elementCount, type Shape } from '@kedge/graph-core';
import { isConstant, type Step } from '../../graph/step.js';
import { foldCall } from '../fold-call.js';
import { defineRule, type GraphView, type Rule } from '../rule.js';

/** A constant may always be this large; a larger one must not be larger than what it is made of. */
const ALWAYS_FOLD_BELOW = 65536;

const countOf = (shape: Shape): number => elementCount(shape) ?? Infinity;

/** Whether the results are known in size and no burden: filling or tiling at compile time may cost more than it saves. */
function isWorthKeeping(step: Step, graph: GraphView): boolean {
  const made = step.outputs.reduce((sum, value) => sum + countOf(graph.specOf(value).shape), 0);
  const given = step.inputs.reduce<number>((sum, operand) => sum + countOf(graph.specOf(operand).shape), 0);
  return made <= Math.max(ALWAYS_FOLD_BELOW, given);
}

/** What is known before the first run is computed once, and what is computed twice is computed once. */
export const sharingRules: readonly Rule[] = [
  defineRule({
    name: 'fold-constants',
    why: 'a step that reads constants only is a constant',
    at: 'any',
    match: (step, graph) => {
      const inputs = step.inputs.filter(isConstant);
      if (inputs.length !== step.inputs.length || !isWorthKeeping(step, graph)) return undefined;
      return graph.evaluator.supports(step.primitive, inputs, step.attrs) ? { step, inputs } : undefined;
    },
    rewrite: ({ step: { primitive, attrs }, inputs }, build) => foldCall(build, primitive, inputs, attrs),
  }),
  defineRule({
    name: 'common-subexpression',
    why: 'two steps that do the same with the same operands are one; random ones, too, since their seed is an operand',
    at: 'any',
    match: (step, graph) => graph.earlierTwinOf(step),
    rewrite: (twin) => twin.outputs,
  }),
];

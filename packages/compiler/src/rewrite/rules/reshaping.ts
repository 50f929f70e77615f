import type { Dim } from '@kedge/graph-core';
import { isStep, type Operand } from '../../graph/step.js';
import { defineRule, type Rule } from '../rule.js';
import { asNewShape } from '../shapes.js';

interface Reshape {
  readonly name: string;
  readonly x: Operand;
  readonly newShape: readonly Dim[];
}

/** Reshapes are one primitive, and one after the other is one. */
export const reshapingRules: readonly Rule[] = [
  defineRule({
    name: 'dims-are-reshape',
    why: 'expandDims(x) and squeeze(x) are reshape(x): one primitive to see through in place of three',
    at: ['expandDims', 'squeeze'],
    match: ({ name, inputs: [x], outputs: [output] }, graph): Reshape | undefined => {
      const newShape = output === undefined ? undefined : asNewShape(graph.specOf(output).shape);
      return x === undefined || newShape === undefined ? undefined : { name, x, newShape };
    },
    rewrite: ({ name, x, newShape }, build) => [build.emit('reshape', { name, inputs: [x], attrs: { newShape } })],
  }),
  defineRule({
    name: 'reshape-of-reshape',
    why: 'reshape(reshape(x)) is reshape(x) to the last shape',
    at: ['reshape'],
    match: ({ name, inputs, outputs: [output] }, graph): Reshape | undefined => {
      const inner = graph.solePlainProducerOf(inputs[0]);
      const newShape = output === undefined ? undefined : asNewShape(graph.specOf(output).shape);
      if (!isStep(inner, 'reshape') || inner.inputs[0] === undefined || newShape === undefined) return undefined;
      return { name, x: inner.inputs[0], newShape };
    },
    rewrite: ({ name, x, newShape }, build) => [build.emit('reshape', { name, inputs: [x], attrs: { newShape } })],
  }),
  defineRule({
    name: 'concatenate-of-concatenate',
    why: 'concatenate([concatenate([a, b]), c]) along one axis is concatenate([a, b, c])',
    at: ['concatenate'],
    match: ({ name, inputs, attrs }, graph) => {
      const parts = inputs.map((input): readonly Operand[] => {
        const inner = graph.solePlainProducerOf(input);
        return isStep(inner, 'concatenate') && inner.attrs.axis === attrs.axis ? inner.inputs : [input];
      });
      return parts.every((part, i) => part[0] === inputs[i]) ? undefined : { name, attrs, inputs: parts.flat() };
    },
    rewrite: (step, build) => [build.emit('concatenate', step)],
  }),
];

import type { Shape } from '@kedge/graph-core';
import { isConstant, type Operand, type Step } from '../../graph/step.js';
import { defineRemoval, type GraphView, type Rule } from '../rule.js';
import { broadcastsInto, isSameShape } from '../shapes.js';

const shapeOf = (graph: GraphView, operand: Operand): Shape => graph.specOf(operand).shape;

/** The first input where a condition holds. */
function inputIf(step: Step, isNoOp: boolean): Operand | undefined {
  return isNoOp ? step.inputs[0] : undefined;
}

/** Whether every element of a literal is this number. Weights are never looked at. */
function isLiteralOf(operand: Operand | undefined, value: number): boolean {
  if (operand === undefined || !isConstant(operand) || !operand.isLiteral || operand.dtype === 'string') return false;
  const { data } = operand.exact();
  for (const element of data) if (element !== value) return false;
  return true;
}

/** The operand that a neutral literal leaves as it is; `undefined` when the literal makes it larger. */
function besideNeutral(graph: GraphView, [a, b]: readonly Operand[], neutral: number, isCommutative: boolean): Operand | undefined {
  if (a === undefined || b === undefined) return undefined;
  if (isLiteralOf(b, neutral) && broadcastsInto(shapeOf(graph, b), shapeOf(graph, a))) return a;
  return isCommutative && isLiteralOf(a, neutral) && broadcastsInto(shapeOf(graph, a), shapeOf(graph, b)) ? b : undefined;
}

function keepsShape(graph: GraphView, step: Step): boolean {
  const [input, output] = [step.inputs[0], step.outputs[0]];
  return input !== undefined && output !== undefined && isSameShape(shapeOf(graph, input), shapeOf(graph, output));
}

/** Steps that put out one of their inputs. */
export const removalRules: readonly Rule[] = [
  defineRemoval({
    name: 'identity',
    why: 'identity(x) is x; so is stopGradient(x) where nothing is differentiated',
    at: ['identity', 'stopGradient'],
    match: (step) => step.inputs[0],
  }),
  defineRemoval({
    name: 'cast-to-same',
    why: 'cast(x, dtype of x) is x',
    at: ['cast'],
    match: (step, graph) => inputIf(step, step.inputs.some((x) => graph.specOf(x).dtype === step.attrs.dtype)),
  }),
  defineRemoval({
    name: 'reshape-to-same',
    why: 'reshape(x, shape of x) is x; so are expandDims and squeeze of nothing',
    at: ['reshape', 'squeeze'],
    match: (step, graph) => inputIf(step, keepsShape(graph, step)),
  }),
  defineRemoval({
    name: 'transpose-nothing',
    why: 'transpose(x, 0 1 2 ...) is x',
    at: ['transpose'],
    match: (step) => inputIf(step, step.attrs.axes.every((axis, i) => axis === i)),
  }),
  defineRemoval({
    name: 'broadcast-to-same',
    why: 'broadcastTo(x, shape of x) is x; an unknown size might still grow',
    at: ['broadcastTo'],
    match: (step, graph) => inputIf(step, keepsShape(graph, step) && !shapeOf(graph, step.inputs[0] ?? -1).includes(null)),
  }),
  defineRemoval({
    name: 'pad-nothing',
    why: 'pad(x, 0 cells everywhere) is x',
    at: ['pad'],
    match: (step) => inputIf(step, step.attrs.padWidth.every(([before, after]) => before === 0 && after === 0)),
  }),
  defineRemoval({
    name: 'tile-once',
    why: 'tile(x, once each) is x',
    at: ['tile'],
    match: (step) => inputIf(step, step.attrs.repeats.every((count) => count === 1)),
  }),
  defineRemoval({
    name: 'reverse-nothing',
    why: 'reverse(x, no axes) is x',
    at: ['reverse'],
    match: (step) => inputIf(step, step.attrs.axes.length === 0),
  }),
  defineRemoval({
    name: 'slice-everything',
    why: 'slice(x, from 0, all of it) is x',
    at: ['slice'],
    match: (step, graph) => {
      const shape = shapeOf(graph, step.inputs[0] ?? -1);
      return inputIf(step, step.attrs.begin.every((from) => from === 0) && step.attrs.size.every((count, i) => count === -1 || count === shape[i]));
    },
  }),
  defineRemoval({
    name: 'strided-slice-everything',
    why: 'x[:, :, ...] is x',
    at: ['stridedSlice'],
    match: (step) => inputIf(step, step.attrs.ranges.every(({ begin, end, step: by }) => (begin === null || begin === 0) && end === null && by === 1)),
  }),
  defineRemoval({
    name: 'concatenate-one',
    why: 'concatenate([x]) is x',
    at: ['concatenate'],
    match: (step) => inputIf(step, step.inputs.length === 1),
  }),
  defineRemoval({
    name: 'split-into-one',
    why: 'split(x, 1 part) is x',
    at: ['split'],
    match: (step) => inputIf(step, step.outputs.length === 1),
  }),
  defineRemoval({
    name: 'multiply-by-one',
    why: 'x * 1 and x / 1 are x, NaN, infinities and the sign of zero included',
    at: ['multiply', 'divide'],
    match: (step, graph) => besideNeutral(graph, step.inputs, 1, step.primitive === 'multiply'),
  }),
  defineRemoval({
    name: 'add-zero',
    why: 'x + 0 and x - 0 are x, NaN and infinities included; only -0 + 0, which is 0, stays -0',
    at: ['add', 'subtract'],
    match: (step, graph) => besideNeutral(graph, step.inputs, 0, step.primitive === 'add'),
  }),
];

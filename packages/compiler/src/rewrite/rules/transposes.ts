import type { PrimitiveName } from '@kedge/graph-core';
import { isConstant, isStep, type Operand, type Step } from '../../graph/step.js';
import { defineRemoval, defineRule, type Builder, type GraphView, type Rule } from '../rule.js';

type Axes = readonly number[];

/** `transpose(transpose(x, inner), outer)` as one. */
function composed(inner: Axes, outer: Axes): Axes {
  return outer.map((axis) => inner[axis] ?? axis);
}

const isIdentity = (axes: Axes): boolean => axes.every((axis, i) => axis === i);

/** Primitives that treat every element alike, wherever it stands. */
const ELEMENTWISE: ReadonlySet<PrimitiveName> = new Set<PrimitiveName>([
  'abs', 'cast', 'ceil', 'clip', 'elu', 'erf', 'exp', 'expm1', 'floor', 'leakyRelu', 'log', 'log1p', 'negative', 'reciprocal', 'relu',
  'round', 'rsqrt', 'sigmoid', 'sign', 'softplus', 'sqrt', 'square', 'tanh', 'add', 'subtract', 'multiply', 'divide', 'maximum', 'minimum',
]);

const BINARY = ['add', 'subtract', 'multiply', 'divide', 'maximum', 'minimum'] as const;

const isScalarConstant = (operand: Operand): boolean => isConstant(operand) && operand.shape.length === 0;

/** The one computed operand of an elementwise step whose other operands are scalars. */
function streamOf(step: Step | undefined): Operand | undefined {
  if (step === undefined || !ELEMENTWISE.has(step.primitive)) return undefined;
  const computed = step.inputs.filter((operand) => !isScalarConstant(operand));
  return computed.length === 1 ? computed[0] : undefined;
}

/** Elementwise steps between two transposes, the last one first, and the first transpose. */
function between(from: Operand | undefined, graph: GraphView): { steps: Step[]; first: Step<'transpose'> } | undefined {
  const steps: Step[] = [];
  let step = graph.solePlainProducerOf(from);
  for (let stream = streamOf(step); step !== undefined && stream !== undefined; stream = streamOf(step)) {
    steps.push(step);
    step = graph.solePlainProducerOf(stream);
  }
  return isStep(step, 'transpose') && steps.length > 0 ? { steps, first: step } : undefined;
}

/** The same computation on another stream. */
function again(step: Step, stream: Operand, build: Builder): Operand {
  const inputs = step.inputs.map((operand) => (isScalarConstant(operand) ? operand : stream));
  return build.emit(step.primitive, { name: step.name, inputs, attrs: step.attrs });
}

/** What two transposed operands were before, when both were transposed in the same way. */
function alike(operands: readonly Operand[], graph: GraphView): { inputs: Operand[]; axes: Axes } | undefined {
  const inner = operands.map((operand) => graph.solePlainProducerOf(operand));
  const transposes = inner.filter((step) => isStep(step, 'transpose'));
  const [first] = transposes;
  const inputs = transposes.flatMap((step) => step.inputs);
  if (first === undefined || inputs.length !== operands.length) return undefined;
  const areAlike = transposes.every((step) => step.attrs.axes.length === first.attrs.axes.length && step.attrs.axes.every((axis, i) => axis === first.attrs.axes[i]));
  return areAlike ? { inputs, axes: first.attrs.axes } : undefined;
}

/** Transposes meet and vanish: a model that computes channels first is left with channels last inside. */
export const transposeRules: readonly Rule[] = [
  defineRemoval({
    name: 'transpose-back',
    why: 'a transpose that undoes another is nothing, whoever else reads the first',
    at: ['transpose'],
    match: ({ inputs, attrs }, graph) => {
      const inner = graph.producerOf(inputs[0]);
      return isStep(inner, 'transpose') && inner.epilogue.length === 0 && isIdentity(composed(inner.attrs.axes, attrs.axes)) ? inner.inputs[0] : undefined;
    },
  }),
  defineRule({
    name: 'transpose-of-transpose',
    why: 'two transposes in a row are one',
    at: ['transpose'],
    match: ({ name, inputs, attrs }, graph) => {
      const inner = graph.solePlainProducerOf(inputs[0]);
      return isStep(inner, 'transpose') ? { name, inputs: inner.inputs, attrs: { axes: composed(inner.attrs.axes, attrs.axes) } } : undefined;
    },
    rewrite: (step, build) => [build.emit('transpose', step)],
  }),
  defineRule({
    name: 'transpose-through-elementwise',
    why: 'transpose(f(transpose(x))) is f on x and then both transposes, for f that treats every element alike',
    at: ['transpose'],
    match: ({ name, inputs, attrs }, graph) => {
      const found = between(inputs[0], graph);
      const x = found?.first.inputs[0];
      return found === undefined || x === undefined ? undefined : { name, x, steps: found.steps, axes: composed(found.first.attrs.axes, attrs.axes) };
    },
    rewrite: ({ name, x, steps, axes }, build) => {
      const result = steps.reduceRight((stream, step) => again(step, stream, build), x);
      return [isIdentity(axes) ? result : build.emit('transpose', { name, inputs: [result], attrs: { axes } })];
    },
  }),
  defineRule({
    name: 'binary-of-transposes',
    why: 'transpose(a) + transpose(b), transposed in the same way, is transpose(a + b)',
    at: BINARY,
    match: (step, graph) => {
      const found = alike(step.inputs, graph);
      const ranks = found?.inputs.map((input) => graph.specOf(input).shape.length);
      return found === undefined || ranks?.[0] !== ranks?.[1] ? undefined : { step, ...found };
    },
    rewrite: ({ step: { name, primitive, attrs }, inputs, axes }, build) => {
      const result = build.emit(primitive, { name, inputs, attrs });
      return [build.emit('transpose', { name: `${name}/transpose`, inputs: [result], attrs: { axes } })];
    },
  }),
  defineRule({
    name: 'concatenate-of-transposes',
    why: 'concatenate of tensors transposed in the same way is the transpose of their concatenation along the axis it came from',
    at: ['concatenate'],
    match: ({ name, inputs, attrs }, graph) => {
      const found = inputs.length > 1 ? alike(inputs, graph) : undefined;
      return found === undefined ? undefined : { name, ...found, axis: found.axes[attrs.axis] ?? attrs.axis };
    },
    rewrite: ({ name, inputs, axes, axis }, build) => {
      const result = build.emit('concatenate', { name, inputs, attrs: { axis } });
      return [build.emit('transpose', { name: `${name}/transpose`, inputs: [result], attrs: { axes } })];
    },
  }),
];

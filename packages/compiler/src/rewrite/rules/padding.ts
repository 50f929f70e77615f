import { resolvePadding, type Padding, type Shape } from '@kedge/graph-core';
import type { Operand, Step } from '../../graph/step.js';
import { isStep } from '../../graph/step.js';
import { defineRule, type GraphView, type Rule } from '../rule.js';

type Pairs = readonly (readonly [number, number])[];

/** The cells of a zero padding of the spatial dimensions; `undefined` for any other padding. */
function spatialZeros(step: Step | undefined): Pairs | undefined {
  if (!isStep(step, 'pad') || step.attrs.mode !== 'constant' || step.attrs.value !== 0) return undefined;
  const { padWidth } = step.attrs;
  const outside = [padWidth[0], padWidth.at(-1)];
  return padWidth.length > 2 && outside.every((pair) => pair?.[0] === 0 && pair[1] === 0) ? padWidth.slice(1, -1) : undefined;
}

/** A padding as pairs; `undefined` for 'same' over sizes that are not known. */
function pairsOf({ attrs: { padding, strides, dilations } }: Step<'conv' | 'depthwiseConv'>, x: Shape, kernel: Shape): Pairs | undefined {
  const pairs = x.slice(1, -1).map((dim, i): readonly [number, number] | undefined => {
    if (dim === null && padding === 'same') return undefined;
    return resolvePadding(padding, dim ?? 0, { size: kernel[i] ?? 1, stride: strides[i] ?? 1, dilation: dilations[i] ?? 1 }, i);
  });
  return pairs.every((pair) => pair !== undefined) ? pairs : undefined;
}

interface Padded {
  readonly step: Step<'conv' | 'depthwiseConv'>;
  readonly inputs: readonly Operand[];
  readonly padding: Padding;
}

function withPaddingTakenIn(step: Step<'conv' | 'depthwiseConv'>, graph: GraphView): Padded | undefined {
  const [x, kernel] = step.inputs;
  const pad = graph.solePlainProducerOf(x);
  const outer = spatialZeros(pad);
  if (outer === undefined || x === undefined || kernel === undefined || pad?.inputs[0] === undefined) return undefined;
  const inner = pairsOf(step, graph.specOf(x).shape, graph.specOf(kernel).shape);
  const padding = inner?.map(([before, after], i) => [before + (outer[i]?.[0] ?? 0), after + (outer[i]?.[1] ?? 0)] as const);
  return padding === undefined ? undefined : { step, inputs: [pad.inputs[0], kernel], padding };
}

/** Zeros around an image are the convolution's own padding. */
export const paddingRules: readonly Rule[] = [
  defineRule({
    name: 'pad-into-convolution',
    why: 'conv(pad(x with zeros)) is conv(x) that pads as much more; exact for finite kernels (pooling differs: there padding never counts)',
    at: ['conv', 'depthwiseConv'],
    match: withPaddingTakenIn,
    rewrite: ({ step, inputs, padding }, build) => {
      const { name } = step;
      return [
        step.primitive === 'conv'
          ? build.emit('conv', { name, inputs, attrs: { ...step.attrs, padding } })
          : build.emit('depthwiseConv', { name, inputs, attrs: { ...step.attrs, padding } }),
      ];
    },
  }),
];

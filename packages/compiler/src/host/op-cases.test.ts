import { difference, EPSILON, isPrimitiveCase, opCases } from '@kedge/op-cases';
import { describe, expect, test } from 'vitest';
import type { PrimitiveName } from '@kedge/graph-core';
import { inferOutputs, type LoweredAttrs } from '../graph/step.js';
import { referenceKernels } from '../../test/reference-kernels.js';
import { hostEvaluator, hostKernels, type Evaluator } from './evaluator.js';
import { hostArrayOf, roundToTensor } from './host-array.js';

type Case = Extract<(typeof opCases)[number], { readonly primitive: PrimitiveName }>;

const cases = opCases.filter(isPrimitiveCase);

/** What is wrong with each result; `undefined` for nothing. */
function mistakes(evaluator: Evaluator, { primitive, inputs, attrs, outputs, tolerance }: Case): (string | undefined)[] {
  const given = attrs as LoweredAttrs<PrimitiveName>;
  const results = evaluator.evaluate(primitive, inputs.map(hostArrayOf), given, inferOutputs(primitive, inputs, given));
  return outputs.map((expected, i) => difference(roundToTensor(results[i] as (typeof results)[number]), expected, tolerance, EPSILON));
}

describe('the host evaluator answers as real Keras does', () => {
  const evaluator = hostEvaluator();
  const supported = cases.filter(({ primitive, inputs, attrs }) => evaluator.supports(primitive, inputs, attrs as LoweredAttrs<PrimitiveName>));

  test.each(supported.map((opCase) => [opCase.id, opCase] as const))('%s', (_id, opCase) => {
    expect(mistakes(evaluator, opCase).filter((mistake) => mistake !== undefined)).toEqual([]);
  });

  test('with at least one case for each of its kernels', () => {
    const covered = new Set<string>(supported.map(({ primitive }) => primitive));
    expect(Object.keys(hostKernels).filter((name) => !covered.has(name))).toEqual([]);
  });
});

describe('the reference that rewritten graphs are compared by answers as real Keras does', () => {
  const evaluator = hostEvaluator(referenceKernels);
  const further = cases.filter(({ primitive }) => !Object.hasOwn(hostKernels, primitive) && Object.hasOwn(referenceKernels, primitive));

  test.each(further.map((opCase) => [opCase.id, opCase] as const))('%s', (_id, opCase) => {
    expect(mistakes(evaluator, opCase).filter((mistake) => mistake !== undefined)).toEqual([]);
  });
});

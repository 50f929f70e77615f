import { isFullyKnown, sizeOf } from '@kedge/graph-core';
import type { Step } from '@kedge/compiler';
import type { BindContext, Binders } from '../plan/binder.js';
import type { Call } from '../plan/kernel-call.js';

function randomCalls(kernel: 'randomNormal' | 'randomTruncatedNormal' | 'randomUniform', { inputs: [seed = 0], outputs: [y = 0] }: Step, first: number, second: number, context: BindContext): readonly Call[] {
  const { shape } = context.specOf(y);
  const count = isFullyKnown(shape) ? sizeOf(shape) : 0;
  const params = { seed: context.pointer(seed), output: context.pointer(y), count, first, second };
  const isWhole = kernel === 'randomTruncatedNormal';
  return [{ kernel, params, tasks: isWhole ? Math.min(count, 1) : count, grain: isWhole ? 1 : 512 }];
}

export const randomBinders: Pick<Required<Binders>, 'randomNormal' | 'randomTruncatedNormal' | 'randomUniform'> = {
  randomNormal: (step, context) => randomCalls('randomNormal', step, step.attrs.mean, step.attrs.stddev, context),
  randomTruncatedNormal: (step, context) => randomCalls('randomTruncatedNormal', step, step.attrs.mean, step.attrs.stddev, context),
  randomUniform: (step, context) => randomCalls('randomUniform', step, step.attrs.minval, step.attrs.maxval, context),
};

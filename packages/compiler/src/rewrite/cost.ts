import type { PrimitiveName } from '@kedge/graph-core';
import type { Step } from '../graph/step.js';

const STEP = 10;
const EPILOGUE = 1;

/** Primitives that a rule spells in others, so that the others must count for less together. */
const SPELLED_OUT: { readonly [K in PrimitiveName]?: number } = { batchNormalization: 3 * STEP, subtract: STEP + 1, expandDims: STEP + 1, squeeze: STEP + 1 };

/**
 * What a step counts for when progress is measured: a whole number above 0, so that every sequence of rewrites that lower the
 * sum ends. It says nothing about time.
 */
export function stepCost(step: Step): number {
  return (SPELLED_OUT[step.primitive] ?? STEP) + step.epilogue.length * EPILOGUE;
}

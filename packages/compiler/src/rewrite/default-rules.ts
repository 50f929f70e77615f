import type { Rule } from './rule.js';
import { affineRules } from './rules/affine.js';
import { paddingRules } from './rules/padding.js';
import { removalRules } from './rules/removals.js';
import { reshapingRules } from './rules/reshaping.js';
import { sharingRules } from './rules/sharing.js';
import { transposeRules } from './rules/transposes.js';
import { weightRules } from './rules/weights.js';

/**
 * What makes a model that is only run, and not trained, smaller, on any machine: fewer steps that compute the same.
 *
 * At each step rules are tried in this order: what vanishes goes first, so that the others see less.
 */
export const inferenceRules: readonly Rule[] = [
  ...removalRules,
  ...sharingRules,
  ...reshapingRules,
  ...transposeRules,
  ...paddingRules,
  ...weightRules,
  ...affineRules,
];

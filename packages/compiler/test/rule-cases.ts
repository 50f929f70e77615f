import { describe, expect, test } from 'vitest';
import type { Shape, Value } from '@kedge/graph-core';
import { isConstant, rewrite, type PrimitiveGraph, type Rule } from '../src/index.js';
import { hostArrayOf } from '../src/host/host-array.js';
import { expectAgreement } from './agreement.js';
import { lowered, primitivesOf, randomTensor } from './building.js';

/** A graph and what a rule makes of it. */
export interface RuleCase {
  readonly title: string;
  /** Shapes of the inputs; `[1, 4, 4, 4]` alone by default. */
  readonly inputs?: readonly Shape[];
  readonly build: (...inputs: Value[]) => Value | readonly Value[];
  /** The primitives that are left; as they were when the rule must leave the graph alone. */
  readonly leaves?: readonly string[];
}

/** What to show of one rule. */
export interface RuleCases {
  readonly applies: readonly (RuleCase & { readonly leaves: readonly string[] })[];
  readonly leavesAlone: readonly RuleCase[];
}

const DEFAULT_INPUTS: readonly Shape[] = [[1, 4, 4, 4]];

function apply(rule: Rule, { inputs = DEFAULT_INPUTS, build }: RuleCase): { before: PrimitiveGraph; after: PrimitiveGraph; count: number } {
  const before = lowered(inputs, build);
  const { graph: after, log } = rewrite(before, [rule]);
  return { before, after, count: log[0]?.count ?? 0 };
}

function expectSameResults(before: PrimitiveGraph, after: PrimitiveGraph): void {
  const isNumeric = [...before.outputs, ...before.inputs].every(({ dtype, shape }) => dtype === 'float32' && !shape.includes(null));
  if (!isNumeric || before.outputs.some(({ operand }) => isConstant(operand))) return;
  const inputs = before.inputs.map(({ shape }, i) => hostArrayOf(randomTensor(shape.map((dim) => dim ?? 1), i + 7)));
  expectAgreement(before, after, inputs);
}

/**
 * Tests a family of rules one by one: each must have graphs that it applies to, with the same results, and graphs that look
 * alike and that it must leave alone.
 */
export function testRules(rules: readonly Rule[], cases: Readonly<Record<string, RuleCases>>): void {
  test('every rule is shown to apply and to hold back', () => {
    expect(Object.keys(cases).sort()).toEqual(rules.map(({ name }) => name).sort());
    for (const { applies, leavesAlone } of Object.values(cases)) expect(Math.min(applies.length, leavesAlone.length)).toBeGreaterThan(0);
  });
  for (const rule of rules) {
    describe(`${rule.name}: ${rule.why}`, () => {
      for (const example of cases[rule.name]?.applies ?? []) {
        test(`applies: ${example.title}`, () => {
          const { before, after, count } = apply(rule, example);
          expect(primitivesOf(after)).toEqual(example.leaves);
          expect(count).toBeGreaterThan(0);
          expectSameResults(before, after);
        });
      }
      for (const example of cases[rule.name]?.leavesAlone ?? []) {
        test(`leaves alone: ${example.title}`, () => {
          const { before, after, count } = apply(rule, example);
          expect(count).toBe(0);
          expect(after.toString()).toBe(before.toString());
        });
      }
    });
  }
}

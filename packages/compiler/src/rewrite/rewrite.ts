import { KedgeError, type PrimitiveName } from '@kedge/graph-core';
import { PrimitiveGraph } from '../graph/primitive-graph.js';
import type { Operand, Step, ValueId } from '../graph/step.js';
import { hostEvaluator, type Evaluator } from '../host/evaluator.js';
import { renumbered } from './renumber.js';
import type { Rule } from './rule.js';
import { Workspace } from './workspace.js';

/** How often each rule was applied, in the order of the table; rules that never were are left out. */
export type RewriteLog = readonly { readonly rule: string; readonly count: number }[];

/** A rewritten graph and what was done. */
export interface Rewritten {
  readonly graph: PrimitiveGraph;
  readonly log: RewriteLog;
}

/** How a graph is rewritten. */
export interface RewriteOptions {
  /** Computes constants; by default in host memory, in double precision, without a backend. */
  readonly evaluator?: Evaluator;
}

/**
 * Applies rules until none applies any more.
 *
 * Steps are visited in order, over and over, and at each the rules in the order of the table: the same graph and table always
 * give the same result. The bodies of loops are rewritten, too.
 *
 * @param graph Left as it is.
 * @param rules The table.
 * @throws {KedgeError} `RULE_WITHOUT_PROGRESS` when a rule does not lower the cost of the graph, `RULE_CHANGED_TYPE` when it puts
 * something of another shape or dtype in a value's place.
 */
export function rewrite(graph: PrimitiveGraph, rules: readonly Rule[], options: RewriteOptions = {}): Rewritten {
  const evaluator = options.evaluator ?? hostEvaluator();
  const counts = new Map<string, number>(rules.map(({ name }) => [name, 0]));
  const rewritten = new Rewriter(rules, evaluator, counts).run(graph);
  const log = [...counts].flatMap(([rule, count]) => (count === 0 ? [] : [{ rule, count }]));
  return { graph: rewritten, log };
}

class Rewriter {
  readonly #rules: readonly Rule[];
  readonly #evaluator: Evaluator;
  readonly #counts: Map<string, number>;
  readonly #rulesAt = new Map<PrimitiveName, readonly Rule[]>();

  constructor(rules: readonly Rule[], evaluator: Evaluator, counts: Map<string, number>) {
    this.#rules = rules;
    this.#evaluator = evaluator;
    this.#counts = counts;
  }

  run(graph: PrimitiveGraph): PrimitiveGraph {
    const workspace = new Workspace(this.#withBodiesRewritten(graph), this.#evaluator);
    let order = graph.steps.map(({ outputs }) => outputs[0] ?? -1);
    let hasChanged = true;
    while (hasChanged) ({ order, hasChanged } = this.#pass(workspace, order));
    const steps = order.flatMap((key) => workspace.step(key) ?? []);
    return renumbered(graph, { steps, outputs: workspace.outputs, specs: workspace.specs });
  }

  #withBodiesRewritten(graph: PrimitiveGraph): PrimitiveGraph {
    if (!graph.steps.some(({ primitive }) => primitive === 'scan')) return graph;
    const steps = graph.steps.map((step): Step => (step.primitive === 'scan' ? { ...step, attrs: { ...step.attrs, body: this.run(step.attrs.body) } } : step));
    return new PrimitiveGraph({ ...graph, steps, pool: graph.pool });
  }

  /** One walk over the steps. What a rule adds is visited at once, in the place of the step that it started from. */
  #pass(workspace: Workspace, order: readonly ValueId[]): { order: ValueId[]; hasChanged: boolean } {
    const pending = [...order].reverse();
    const visited: ValueId[] = [];
    let hasChanged = false;
    workspace.beginPass();
    for (let key = pending.pop(); key !== undefined; key = pending.pop()) {
      const step = workspace.step(key);
      if (step === undefined) continue;
      const added = this.#applyFirst(workspace, step);
      if (added === undefined) {
        workspace.passed(key);
        visited.push(key);
      } else {
        hasChanged = true;
        pending.push(...added.reverse());
      }
    }
    return { order: visited.filter((key) => workspace.step(key) !== undefined), hasChanged };
  }

  #applyFirst(workspace: Workspace, step: Step): ValueId[] | undefined {
    for (const rule of this.#rulesFor(step.primitive)) {
      if (step.epilogue.length > 0 && rule.takesFused !== true) continue;
      const match = rule.match(step, workspace);
      if (match !== undefined) return this.#apply(workspace, step, rule, match);
    }
    return undefined;
  }

  #apply(workspace: Workspace, step: Step, rule: Rule, match: unknown): ValueId[] {
    const before = workspace.cost;
    const added = workspace.replace(step, (): readonly Operand[] => rule.rewrite(match as never, workspace), rule.name);
    if (workspace.cost >= before) {
      throw new KedgeError(
        'RULE_WITHOUT_PROGRESS',
        `Rule '${rule.name}' at '${step.name}' changed the cost of the graph from ${before} to ${workspace.cost}. A rule must lower it, or rewriting might never end.`,
      );
    }
    this.#counts.set(rule.name, (this.#counts.get(rule.name) ?? 0) + 1);
    return added;
  }

  #rulesFor(primitive: PrimitiveName): readonly Rule[] {
    const known = this.#rulesAt.get(primitive) ?? this.#rules.filter(({ at }) => at === 'any' || at.includes(primitive));
    this.#rulesAt.set(primitive, known);
    return known;
  }
}

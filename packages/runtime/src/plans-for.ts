import { ConstantPool, hasHostSteps, lower, prepare, type PrimitiveGraph } from '@kedge/compiler';
import type { EagerBackend, FunctionGraph } from '@kedge/graph-core';
import { BoundPlans, type Plans } from './bound-plans.js';
import { runPrepared } from './run-prepared.js';
import { StagedPlans, type DevicePlan } from './staged-plans.js';

const prepareOn = (backend: EagerBackend) => (graph: PrimitiveGraph): DevicePlan => {
  const prepared = prepare(graph, backend);
  return { run: (values) => runPrepared(prepared, values), dispose: () => prepared.dispose() };
};

/** The plans of a model: in stages where a part of it has to run on the host. */
export function plansFor(graph: FunctionGraph, backend: EagerBackend): Plans {
  const pool = new ConstantPool();
  const first = { pool, lowered: lower(graph, { pool }) };
  return hasHostSteps(first.lowered) ? new StagedPlans(graph, prepareOn(backend), first) : new BoundPlans(graph, backend, first);
}

import { hasHostSteps, lower, type ConstantPool, type PrimitiveGraph } from '@kedge/compiler';
import type { FunctionGraph } from '@kedge/graph-core';
import type { Device } from './backend.js';
import { BoundPlans, type Plans } from './bound-plans.js';
import { StagedPlans } from './staged-plans.js';

/** A model in primitives, for the shapes that it declares. */
export interface LoweredModel {
  readonly graph: FunctionGraph;
  readonly pool: ConstantPool;
  readonly lowered: PrimitiveGraph;
}

/** Lowers a model. */
export function lowerModel(graph: FunctionGraph, pool: ConstantPool): LoweredModel {
  return { graph, pool, lowered: lower(graph, { pool }) };
}

/** The plans of a model: in stages where a part of it has to run on the host. */
export function plansFor(model: LoweredModel, device: Device): Plans {
  return hasHostSteps(model.lowered) ? new StagedPlans(model, device) : new BoundPlans(model, device);
}

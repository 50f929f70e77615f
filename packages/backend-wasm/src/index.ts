export { Engine, type EngineModel, type EngineOptions, type EnginePlan } from './engine/engine.js';
export { EngineCore, type Numbers } from './engine/engine-core.js';
export type { Machine } from './engine/machine.js';
export { Memory } from './engine/memory.js';
export { compileBuild, instantiate, newMemory, type BuildName } from './engine/module.js';
export { machineOf, probeFeatures, type Features } from './engine/probe.js';
export { wasmCanFuse } from './fusion.js';
export { bindPlan } from './plan/bind-plan.js';
export { printPlan, type Plan, type StepSummary } from './plan/plan.js';

export { bindPlan } from './plan/bind-plan.js';
export { EngineCore, type Numbers } from './engine/engine-core.js';
export { compileBuild, instantiate, newMemory, type BuildName } from './engine/module.js';
export { Memory } from './engine/memory.js';
export type { Machine } from './engine/machine.js';
export { printPlan, type Plan } from './plan/plan.js';

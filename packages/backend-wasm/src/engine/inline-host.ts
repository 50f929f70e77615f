import type { EngineHost } from './engine-host.js';
import { EngineCore } from './engine-core.js';
import { Memory } from './memory.js';
import { instantiate, newMemory, type BuildName } from './module.js';

/** Runs plans on the calling thread. */
export async function inlineHost(module: WebAssembly.Module, build: BuildName, threadsReason: string): Promise<EngineHost> {
  const memory = newMemory(build);
  const kernels = await instantiate(module, memory);
  const core = new EngineCore(kernels, new Memory(memory, kernels.heapBase()));
  return {
    threads: 1,
    threadsReason,
    failure: undefined,
    missing: async (plan) => core.missing(plan),
    pack: async (packed, values, owner) => core.pack(packed, values, owner),
    load: async (plan, owner) => core.load(plan, owner),
    run: async (handle, inputs) => core.run(handle, inputs),
    profile: async (handle, inputs) => core.profile(handle, inputs),
    unload: async (handle) => core.unload(handle),
    forget: async (owner) => core.forget(owner),
    stop: async () => undefined,
  };
}

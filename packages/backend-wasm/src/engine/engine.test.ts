import { describe, expect, it } from 'vitest';
import { ops, tensor, type Value } from '@kedge/graph-core';
import { lowered } from '../../test/building.js';
import { bindPlan } from '../plan/bind-plan.js';
import type { Call } from '../plan/kernel-call.js';
import { EngineCore } from './engine-core.js';
import { Engine } from './engine.js';
import { Memory } from './memory.js';
import { compileBuild, instantiate, newMemory } from './module.js';
import { machineOf } from './probe.js';
import { workerHost } from './worker-host.js';

const constant = tensor(Array.from({ length: 300_000 }, (_, i) => i % 1000), [300, 1000]);

/** A copy from beyond the end of memory: what a broken kernel does. */
const broken: Call = { kernel: 'copy', params: { input: { kind: 'workspace', offset: 0xffff0000 }, output: { kind: 'workspace', offset: 0 }, bytes: 4096, inputStep: 0, outputStep: 0 }, tasks: 64 };

describe('Engine', () => {
  it.each([1, 2, 3])('runs plans with %i threads in workers, again and again', async (threads) => {
    const engine = await Engine.start({ threads });
    try {
      const graph = lowered([[2, 3]], (x) => [ops.reshape(x, [3, 2]), ops.reshape(constant, [1000, 300]), ...running(x)]);
      const plan = await engine.model().load(graph);
      for (let i = 0; i < 200; i++) {
        const [x, y, last] = await plan.run([Float32Array.of(1, 2, 3, 4, 5, i)]);
        expect(x).toEqual(Float32Array.of(1, 2, 3, 4, 5, i));
        expect(sameBytes(y, constant.data)).toBe(true);
        expect(last).toEqual(Float32Array.of(4, 5, i));
      }
      await plan.dispose();
    } finally {
      await engine.stop();
    }
  });

  it.each([1, 2])('is at an end when a kernel fails, and says so, with %i threads', async (threads) => {
    const build = threads > 1 ? 'baseline-threads' : 'baseline';
    const host = await workerHost({ module: await compileBuild(build), build, threads, reason: '' });
    const { plan } = bindPlan(lowered([[4]], (x) => ops.reshape(x, [2, 2])), machineOf({ fma: false, isArm: false }));
    const handle = await host.load({ ...plan, steps: plan.steps.map((step) => ({ ...step, calls: [broken] })) }, 1);
    const runs = [host.run(handle, [new Float32Array(4)]), host.run(handle, [new Float32Array(4)])];
    for (const run of runs) await expect(run).rejects.toMatchObject({ code: 'WORKER_DIED', message: expect.stringMatching(/a kernel failed: .*out of bounds/) as string });
    expect(host.failure).toMatch(/a kernel failed/);
    await host.stop();
  });

  it('takes no more memory for more runs, and gives back what a model had', async () => {
    const wasm = newMemory('baseline');
    const kernels = await instantiate(await compileBuild('baseline'), wasm);
    const memory = new Memory(wasm, kernels.heapBase());
    const core = new EngineCore(kernels, memory);
    const { plan } = bindPlan(lowered([[2, 3]], (x) => [ops.reshape(x, [3, 2]), ...running(x)]), machineOf({ fma: false, isArm: false }));
    const before = memory.usedBytes;
    for (const packed of core.missing(plan)) core.pack(packed, new Uint8Array(packed.sourceBytes), 1);
    const handle = core.load(plan, 1);
    const inputs = [new Float32Array(6)];
    core.run(handle, inputs);
    const [used, bytes] = [memory.usedBytes, core.memoryBytes];
    for (let i = 0; i < 10_000; i++) core.run(handle, inputs);
    expect([memory.usedBytes, core.memoryBytes]).toEqual([used, bytes]);
    core.unload(handle);
    core.forget(1);
    expect(memory.usedBytes - before).toBeLessThanOrEqual(plan.scratchBytes);
  });
});

/** Without a difference to print: comparing so many one by one would take longer than the runs. */
function sameBytes(a: ArrayBufferView | undefined, b: ArrayBufferView): boolean {
  return a !== undefined && Buffer.compare(Buffer.from(a.buffer, a.byteOffset, a.byteLength), Buffer.from(b.buffer, b.byteOffset, b.byteLength)) === 0;
}

function running(x: Value): readonly Value[] {
  const { carry, outputs } = ops.scan((_carry, slices) => ({ carry: slices, outputs: slices }), [ops.reshape(tensor([0, 0, 0], [3, 1]), [3])], [x]);
  return [...carry, ...outputs];
}

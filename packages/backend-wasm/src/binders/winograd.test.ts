import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ops, tensor, type Tensor } from '@kedge/graph-core';
import { lowered } from '../../test/building.js';
import { runGraph } from '../../test/plan-backend.js';
import { EngineCore } from '../engine/engine-core.js';
import { Memory } from '../engine/memory.js';
import { compileBuild, instantiate, newMemory, type BuildName } from '../engine/module.js';
import { machineOf } from '../engine/probe.js';
import { TRANSFORMS } from '../generated/winograd.js';
import { bindPlan } from '../plan/bind-plan.js';

const EPSILON = 2 ** -24;

async function newCore(build: BuildName): Promise<EngineCore> {
  const wasm = newMemory(build);
  const kernels = await instantiate(await compileBuild(build), wasm);
  return new EngineCore(kernels, new Memory(wasm, kernels.heapBase()));
}

/** Numbers in [-1, 1) that depend on the seed alone. */
function noise(shape: readonly number[], seed: number): Tensor {
  let state = (seed * 2654435761 + 1) >>> 0;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
  return tensor(Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, next), shape);
}

/** Windows with the transform that is chosen for them, and along how many dimensions. */
const WINDOWS = [
  { window: [3, 3], transform: '4x3', dims: 2, least: 12 },
  { window: [3, 3], transform: '2x3', dims: 2, least: 2 },
  { window: [5, 5], transform: '2x5', dims: 2, least: 4 },
  { window: [1, 7], transform: '4x7', dims: 1, least: 4 },
  { window: [7, 1], transform: '4x7', dims: 1, least: 4 },
  { window: [1, 3], transform: '4x3', dims: 1, least: 4 },
  { window: [3, 1], transform: '4x3', dims: 1, least: 4 },
] as const;

describe.each(['baseline', 'relaxed'] as const)("convolutions by Winograd's filtering, %s", (build) => {
  it.each(WINDOWS)('differ from plain sums by no more than their bound: $window by $transform', async ({ window, transform, dims, least }) => {
    const core = await newCore(build);
    const plain = machineOf({ fma: build === 'relaxed', isArm: false });
    const sizes = least === 2 ? fc.integer({ min: 2, max: 11 }) : fc.integer({ min: least, max: 19 });
    const shapes = fc.record({ height: sizes, width: sizes, batch: fc.integer({ min: 1, max: 2 }), depth: fc.constantFrom(16, 20, 32), columns: fc.integer({ min: 16, max: 41 }), tileRows: fc.constantFrom(4, 6, 8), same: fc.boolean(), seed: fc.nat(1000), fused: fc.boolean() });
    let count = 0;
    fc.assert(
      fc.property(shapes, ({ height, width, batch, depth, columns, tileRows, same, seed, fused }) => {
        const padding = same ? 'same' : 'valid';
        const [h, w] = same ? [height, width] : [height + window[0] - 1, width + window[1] - 1];
        const kernel = noise([...window, depth, columns], seed);
        const bias = noise([columns], seed + 1);
        const graph = lowered([[batch, h, w, depth]], (x) => {
          const y = ops.conv(x, kernel, { padding });
          return fused ? ops.relu(ops.add(y, bias)) : y;
        });
        const x = noise([batch, h, w, depth], seed + 2);
        const kernels = bindPlan(graph, { ...plain, tileRows }).plan.steps.flatMap(({ calls }) => calls).map((call) => ('kernel' in call ? call.kernel : ''));
        if (!kernels.some((name) => name.startsWith('winograd'))) return;
        count += 1;
        const [found] = runGraph(core, { ...plain, tileRows }, graph, [x]);
        const [expected] = runGraph(core, { ...plain, winograd: false }, graph, [x]);
        // Errors of sums of so many terms of at most 1, of which the largest of some thousand is within eight standard deviations.
        const terms = window[0] * window[1] * depth + 1;
        const bound = 8 * EPSILON * Math.sqrt(terms) * (1 + TRANSFORMS[transform].amplification ** dims);
        const off = Math.max(...Array.from(found as Float32Array, (value, i) => Math.abs(value - (expected?.[i] ?? Number.NaN))));
        expect(off).toBeLessThanOrEqual(bound);
      }),
      { numRuns: 30, seed: 5 },
    );
    expect(count).toBeGreaterThan(25);
  });
});

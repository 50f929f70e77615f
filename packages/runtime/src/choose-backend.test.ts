import { createTfjsBackend } from '@kedge/backend-tfjs';
import { describe, expect, it } from 'vitest';
import type { Backend } from './backend.js';
import { eagerBackend } from './backends/tfjs.js';
import type { Candidate } from './candidates.js';
import { chooseBackend, probeBackends, type Choice } from './choose-backend.js';
import { BackendUnavailableError } from './errors.js';
import type { BackendName } from './report.js';

const working = (name: Candidate['name']): Candidate => ({ name, about: 'works', start: async () => eagerBackend(name, await createTfjsBackend({ backend: 'cpu' })) });
const broken = (name: Candidate['name'], reason: string): Candidate => ({ name, about: 'is broken', start: () => Promise.reject(new Error(reason)) });

/** A backend whose every answer is off by a tenth: a driver that computes wrongly. */
async function lying(): Promise<Backend> {
  const honest = await createTfjsBackend({ backend: 'cpu' });
  return eagerBackend('tfjs-wasm', {
    ...honest,
    name: honest.name,
    fromTensor: (tensor) => honest.fromTensor(tensor),
    tidy: (fn) => honest.tidy(fn),
    keep: (value) => honest.keep(value),
    execute: (...call) => honest.execute(...call),
    valueAndGradients: (fn, xs) => honest.valueAndGradients(fn, xs),
    read: async (value) => {
      const tensor = await honest.read(value);
      return tensor.dtype === 'float32' ? { ...tensor, data: tensor.data.map((number) => number * 1.1) } : tensor;
    },
  });
}

const choose = (wanted: BackendName | 'auto', candidates: readonly Candidate[]): Promise<Choice<undefined>> =>
  chooseBackend({ wanted, candidates, threads: 'auto', inline: false, make: async () => undefined });

describe('chooseBackend', () => {
  it('takes the first that works and says why not the others', async () => {
    const { backend, candidates } = await choose('auto', [broken('tfjs-wasm', 'no SIMD here'), working('cpu')]);
    expect(backend.name).toBe('cpu');
    expect(candidates.map(({ state, reason }) => [state, reason])).toEqual([
      ['unavailable', 'no SIMD here'],
      ['chosen', 'first that works: works'],
    ]);
  });

  it('tfjs#7733: does not take a backend that gives wrong answers', async () => {
    const { backend, candidates } = await choose('auto', [{ name: 'tfjs-wasm', about: 'lies', start: lying }, working('cpu')]);
    expect(backend.name).toBe('cpu');
    expect(candidates[0]?.reason).toMatch(/convolution gave .* where .* is right/);
  });

  it('refuses what cannot be had and lists what can, with reasons', async () => {
    const choice = choose('tfjs-wasm', [broken('tfjs-wasm', 'no SIMD here'), working('cpu')]);
    await expect(choice).rejects.toBeInstanceOf(BackendUnavailableError);
    await expect(choice).rejects.toThrow(/'tfjs-wasm' cannot be used here\. tfjs-wasm: no SIMD here\. Available: cpu\./);
  });

  it('refuses when nothing works', async () => {
    await expect(choose('auto', [broken('tfjs-wasm', 'a'), broken('cpu', 'b')])).rejects.toThrow(/No backend works here\. tfjs-wasm: a\. cpu: b\./);
  });

  it('finds every backend on a machine with Node', async () => {
    expect((await probeBackends()).map(({ name, state }) => [name, state])).toEqual([
      ['wasm', 'available'],
      ['tfjs-wasm', 'available'],
      ['cpu', 'available'],
    ]);
  });
});

import { activeEagerBackend, setEagerBackend, tensor } from '@kedge/graph-core';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { dense, sequential, useBackend } from '../index.js';

afterAll(() => setEagerBackend(undefined));

describe('useBackend', () => {
  it('is needed before values are computed', async () => {
    setEagerBackend(undefined);
    const net = sequential({ layers: [dense({ units: 1, inputShape: [1] })] });
    await expect(net.predict(tensor([1], [1, 1]))).rejects.toMatchObject({ code: 'BACKEND_NOT_READY' });
  });

  it('says what is live', async () => {
    expect(await useBackend('cpu')).toEqual({ backend: 'cpu', candidates: [{ backend: 'cpu' }] });
    expect(activeEagerBackend()?.name).toBe('tfjs-cpu');
    expect(await useBackend('auto')).toEqual({ backend: 'tfjs-wasm', candidates: [{ backend: 'tfjs-wasm' }] });
    expect(activeEagerBackend()?.name).toBe('tfjs-wasm');
  });

  it('gives the same backend each time', async () => {
    await useBackend('cpu');
    const first = activeEagerBackend();
    await useBackend('tfjs-wasm');
    await useBackend('cpu');
    expect(activeEagerBackend()).toBe(first);
  });

  it('moves weights that were trained elsewhere', async () => {
    await useBackend('cpu');
    const net = sequential({ layers: [dense({ units: 1, inputShape: [1] })] });
    net.compile({ optimizer: 'adam', loss: 'mse' });
    const [x, y] = [tensor([1, 2], [2, 1]), tensor([3, 5], [2, 1])];
    await net.trainOnBatch(x, y);
    const onCpu = await net.predict(x);
    await useBackend('tfjs-wasm');
    const [before, after] = [onCpu[0], (await net.predict(x))[0]];
    // One product and one sum, rounded once each.
    Array.from(after?.data ?? [], Number).forEach((value, i) => expect(value).toBeCloseTo(Number(before?.data[i]), 5));
    await net.trainOnBatch(x, y);
    expect(net.optimizer?.iterations).toBe(2);
  });

  it.each(['webgpu', 'node-gpu'])('refuses %s and names those that exist', async (name) => {
    await expect(useBackend(name as never)).rejects.toMatchObject({ code: 'BACKEND_UNAVAILABLE', message: expect.stringContaining('tfjs-wasm, cpu') });
  });

  it('refuses what is no backend', async () => {
    await expect(useBackend('gpu' as never)).rejects.toThrow("expected 'auto', 'tfjs-wasm' or 'cpu', got 'gpu'");
  });

  it('names the packages to install where tfjs is missing', async () => {
    vi.resetModules();
    vi.doMock('@tensorflow/tfjs-core', () => {
      throw new Error("Cannot find package '@tensorflow/tfjs-core'");
    });
    try {
      const fresh = await import('./use-backend.js');
      const refusal = { code: 'BACKEND_UNAVAILABLE', message: expect.stringContaining("Run 'npm install @tensorflow/tfjs-core @tensorflow/tfjs-backend-cpu'.") };
      await expect(fresh.useBackend('cpu')).rejects.toMatchObject(refusal);
      await expect(fresh.useBackend('auto')).rejects.toMatchObject({ code: 'BACKEND_UNAVAILABLE', message: expect.stringMatching(/No backend could be started\. tfjs-wasm: .* cpu: /s) });
    } finally {
      vi.doUnmock('@tensorflow/tfjs-core');
      vi.resetModules();
    }
  });
});

import { existsSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { ops, scalar, type EagerValue } from '@kedge/graph-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createTfjsBackend } from './create-backend.js';
import { wasmFolderOnDisk } from './wasm-files.js';

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe('createTfjsBackend', () => {
  it('finds the wasm files on disk and asks no network', async () => {
    vi.stubGlobal('fetch', () => {
      throw new Error('the network was asked');
    });
    expect(existsSync(`${wasmFolderOnDisk()}tfjs-backend-wasm-simd.wasm`)).toBe(true);
    const backend = await createTfjsBackend({ backend: 'wasm' });
    expect(backend.name).toBe('tfjs-wasm');
    const two = ops.exp(backend.fromTensor(scalar(0))) as EagerValue;
    expect([...(await backend.read(two)).data]).toEqual([1]);
  });

  it('can be asked twice at a time, and later again', async () => {
    const [first, second] = await Promise.all([createTfjsBackend({ backend: 'cpu' }), createTfjsBackend({ backend: 'cpu' })]);
    const third = await createTfjsBackend({ backend: 'wasm' });
    expect([first.name, second.name, third.name]).toEqual(['tfjs-cpu', 'tfjs-cpu', 'tfjs-wasm']);
    expect(first).not.toBe(second);
  });

  it('leaves the backend active that is', async () => {
    await tf.setBackend('cpu');
    await createTfjsBackend({ backend: 'wasm' });
    expect(tf.getBackend()).toBe('cpu');
  });

  it('prints nothing', async () => {
    const prints = (['log', 'warn', 'error'] as const).map((method) => vi.spyOn(console, method).mockImplementation(() => undefined));
    const backend = await createTfjsBackend({ backend: 'cpu' });
    ops.exp(backend.fromTensor(scalar(0)));
    for (const print of prints) expect(print).not.toHaveBeenCalled();
  });

  it('refuses a backend that it does not know', async () => {
    await expect(createTfjsBackend({ backend: 'webgl' as 'cpu' })).rejects.toThrow("expected backend 'cpu' or 'wasm', got 'webgl'");
  });
});

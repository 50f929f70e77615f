import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setEagerBackend, tensor, type Tensor } from '@kedge/graph-core';
import { createTfjsBackend } from '@kedge/backend-tfjs';
import { loadModel } from '@kedge/converter';
import { conv2d, dense, flatten, globalAveragePooling2d, input, model, reshape, sequential, type Model } from '@kedge/layers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSession, SessionDisposedError } from '../src/index.js';
import { numbers } from '../../../fixtures/numbers.mjs';

const models = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'models');
const picture = join(models, 'keras3-picture.h5');
const { answers } = JSON.parse(readFileSync(join(models, 'keras3-answers.json'), 'utf8')) as {
  answers: { picture: { input: number[]; output: { data: number[] } } };
};

const farthest = (a: ArrayLike<number>, b: ArrayLike<number>): number => Math.max(...Array.from(a, (value, i) => Math.abs(value - (b[i] ?? Number.NaN))));
const floats = (value: Tensor | undefined): Float32Array => value?.data as Float32Array;

/** Softmax outputs of a few layers: sums of at most 75 products near 1 round to well below this. */
const TOLERANCE = 1e-5;

describe.each(['wasm', 'tfjs-wasm', 'cpu'] as const)('a session on %s', (backend) => {
  it('answers as real Keras does, from a file and from a model', async () => {
    const x = numbers(answers.picture.input, 99);
    for (const source of [picture, await loadModel(picture)]) {
      await using session = await createSession(source, { backend });
      expect(session.backend).toBe(backend);
      expect(farthest(floats((await session.run(x))[0]), answers.picture.output.data)).toBeLessThanOrEqual(TOLERANCE);
    }
  });

  it('computes what the model computes layer by layer', async () => {
    const source = await loadModel(picture);
    const x = numbers([3, 9, 9, 3], 5);
    const eager = await createTfjsBackend({ backend: backend === 'tfjs-wasm' ? 'wasm' : 'cpu' });
    setEagerBackend(eager);
    try {
      const [expected] = await source.predict(x);
      await using session = await createSession(source, { backend });
      expect(farthest(floats((await session.run(x))[0]), floats(expected))).toBeLessThanOrEqual(TOLERANCE);
    } finally {
      setEagerBackend(undefined);
    }
  });

  it('takes any batch, one after the other and all at once', async () => {
    await using session = await createSession(picture, { backend });
    const one = numbers([1, 9, 9, 3], 7);
    const [expected] = await session.run(one);
    const three = tensor(Float32Array.from([...floats(one), ...floats(one), ...floats(one)]), [3, 9, 9, 3]);
    const results = await Promise.all([session.run(three), session.run({ image: one }), session.run([one])]);
    for (const [output] of results) expect(farthest(floats(output).subarray(0, 3), floats(expected))).toBeLessThanOrEqual(TOLERANCE);
    expect(results[0][0]?.shape).toEqual([3, 3]);
  });
});

describe('a session', () => {
  const small = (): Model => sequential({ layers: [dense({ units: 2, inputShape: [3], useBias: false, name: 'd' })] });
  const kernel = tensor([1, 2, 3, 4, 5, 6], [3, 2]);

  it('is a snapshot: weights that change later do not change it', async () => {
    const source = small();
    source.setWeights([kernel]);
    await using session = await createSession(source);
    source.setWeights([tensor([0, 0, 0, 0, 0, 0], [3, 2])]);
    expect([...floats((await session.run(tensor([1, 1, 1], [1, 3])))[0])]).toEqual([9, 12]);
  });

  it('copies into buffers of the caller', async () => {
    const source = small();
    source.setWeights([kernel]);
    await using session = await createSession(source);
    const buffer = tensor(new Float32Array(2), [1, 2]);
    const [output] = await session.run(tensor([1, 0, 0], [1, 3]), { into: [buffer] });
    expect([...floats(buffer)]).toEqual([1, 2]);
    expect(output?.data).toBe(buffer.data);
    await expect(session.run(tensor([1, 0, 0], [1, 3]), { into: [tensor([0], [1])] })).rejects.toThrow(/into\[0\]: expected 2 values of float32/);
  });

  it('binds anew where sizes decide, and where they do not runs one plan for all', async () => {
    const x = input({ shape: [null, null, 2], name: 'x' });
    const fits = model({ inputs: x, outputs: globalAveragePooling2d().apply(conv2d({ filters: 2, kernelSize: 3, padding: 'same' }).apply(x)) });
    await using any = await createSession(fits);
    for (const size of [4, 7]) expect((await any.run(numbers([2, size, size, 2], 1)))[0]?.shape).toEqual([2, 2]);
    const y = input({ shape: [null, 2], name: 'y' });
    const bound = model({ inputs: y, outputs: flatten().apply(reshape({ targetShape: [-1, 4] }).apply(y)) });
    await using session = await createSession(bound);
    for (const size of [4, 6]) expect((await session.run(numbers([3, size, 2], 1)))[0]?.shape).toEqual([3, size * 2]);
  });

  it('has a plan in primitives, with batch norms folded into what is before them', async () => {
    await using session = await createSession(picture, { backend: 'cpu' });
    expect(session.plan).toMatch(/= conv\(/);
    expect(session.plan).not.toContain('= batchNormalization(');
  });

  it('says why it runs where it runs', async () => {
    await using ours = await createSession(small(), { threads: 2 });
    expect(ours.report.threads).toEqual({ asked: 2, given: 2, reason: 'as asked' });
    expect(ours.report.toString()).toMatch(/wasm +chosen[\s\S]*tfjs-wasm +not tried/);
    await using session = await createSession(small(), { threads: 4, backend: 'tfjs-wasm' });
    expect(session.report.threads).toEqual({ asked: 4, given: 1, reason: expect.stringContaining('one thread') as string });
    expect(session.report.toString()).toMatch(/tfjs-wasm +chosen[\s\S]*cpu +not tried/);
  });

  it('says how long each step took, as a table and as a trace', async () => {
    await using session = await createSession(picture);
    const profile = await session.profile();
    const convolutions = profile.steps.filter(({ primitive }) => primitive === 'conv');
    expect(convolutions.length).toBeGreaterThan(0);
    for (const { kernels, flops } of convolutions) expect([kernels.length > 0, flops > 0]).toEqual([true, true]);
    expect(profile.toString()).toMatch(/GFLOP\/s[\s\S]* conv /);
    const { traceEvents } = profile.toChromeTrace();
    expect(traceEvents.map(({ name }) => name)).toEqual(profile.steps.map(({ name }) => name));
    traceEvents.forEach(({ ts, dur }, i) => expect(traceEvents[i + 1]?.ts ?? Infinity).toBeGreaterThanOrEqual(ts + dur - 1e-6));
    await using other = await createSession(picture, { backend: 'cpu' });
    await expect(other.profile()).rejects.toMatchObject({ code: 'NOT_AVAILABLE' });
  });

  it('computes on the calling thread when asked to', async () => {
    const x = numbers(answers.picture.input, 99);
    await using session = await createSession(picture, { inline: true });
    expect([session.backend, session.threads]).toEqual(['wasm', 1]);
    expect(farthest(floats((await session.run(x))[0]), answers.picture.output.data)).toBeLessThanOrEqual(TOLERANCE);
  });

  it('of one model shares packed weights with another one, and keeps its own when the weights change', async () => {
    const source = small();
    source.setWeights([kernel]);
    await using first = await createSession(source);
    await using second = await createSession(source);
    source.setWeights([tensor([0, 0, 0, 0, 0, 0], [3, 2])]);
    await using third = await createSession(source);
    const x = tensor([1, 1, 1], [1, 3]);
    expect([...floats((await first.run(x))[0])]).toEqual([9, 12]);
    expect([...floats((await second.run(x))[0])]).toEqual([9, 12]);
    expect([...floats((await third.run(x))[0])]).toEqual([0, 0]);
    await first.dispose();
    expect([...floats((await second.run(tensor([1, 0, 0], [1, 3])))[0])]).toEqual([1, 2]);
  });

  it('refuses to run once it is disposed of, and may be disposed of twice', async () => {
    const session = await createSession(small());
    await session.dispose();
    await session.dispose();
    await expect(session.run(tensor([1, 1, 1], [1, 3]))).rejects.toBeInstanceOf(SessionDisposedError);
  });

  it('ort#25325: made and released ten times leaves no tensor behind', async () => {
    const { memory } = await import('@tensorflow/tfjs-core');
    const cycle = async (): Promise<void> => {
      await using session = await createSession(picture, { backend: 'cpu' });
      await session.run(numbers([1, 9, 9, 3], 1));
    };
    await cycle();
    const before = memory().numTensors;
    for (let i = 0; i < 10; i++) await cycle();
    expect(memory().numTensors).toBe(before);
  });
});

beforeAll(() => setEagerBackend(undefined));
afterAll(() => setEagerBackend(undefined));

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KedgeError, type Tensor } from '@kedge/graph-core';
import { strToU8, zipSync } from 'fflate';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadModel, loadWeights } from '../src/index.js';

const folder = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'models');
const bytesOf = (name: string): Uint8Array => new Uint8Array(readFileSync(join(folder, name)));
const RUNS = { numRuns: 150 };

/** The values of a model out of bytes, or the error that refuses them; whatever else is thrown fails the test. */
async function outcome(bytes: Uint8Array): Promise<readonly Tensor[] | KedgeError> {
  try {
    return await (await loadModel(bytes)).getWeights();
  } catch (error) {
    if (error instanceof KedgeError && error.code !== 'INTERNAL') return error;
    throw error;
  }
}

describe.each(['keras3-row.keras', 'keras2-nested.keras', 'keras3-row.h5'])('%s', (name) => {
  const original = bytesOf(name);

  it('cut short anywhere is one clear error, or the right weights where only what is not needed is missing', async () => {
    const right = await outcome(original);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: original.length - 1 }), async (length) => {
        const result = await outcome(original.slice(0, length));
        if (!(result instanceof KedgeError)) expect(result).toEqual(right);
      }),
      RUNS,
    );
  });

  it('with pieces of itself in the wrong place never crashes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(original.length - 1), fc.nat(original.length - 1), fc.integer({ min: 1, max: 64 }), async (from, to, length) => {
        const bytes = original.slice();
        bytes.set(original.subarray(from, Math.min(from + length, original.length - to + from)), to);
        await outcome(bytes);
      }),
      RUNS,
    );
  });
});

it.each(['keras3-row.keras', 'keras2-nested.keras'])('%s with a bit flipped is an error or the right weights, never others', async (name) => {
  const original = bytesOf(name);
  const right = await outcome(original);
  await fc.assert(
    fc.asyncProperty(fc.nat(original.length - 1), fc.nat(7), async (at, bit) => {
      const bytes = original.slice();
      bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
      const result = await outcome(bytes);
      if (!(result instanceof KedgeError)) expect(result).toEqual(right);
    }),
    RUNS,
  );
});

describe.each(['keras3-row.weights.h5', 'keras2-nested.weights.h5', 'keras3-sequence_00001.weights.h5'])('%s', (name) => {
  const original = bytesOf(name);
  const architecture = join(folder, /row/.test(name) ? 'keras3-row.keras' : /nested/.test(name) ? 'keras2-nested.keras' : 'keras3-sequence.keras');

  /** What loading into the network comes to: the weights that are set, or the error; the model is as before then. */
  async function into(bytes: Uint8Array): Promise<readonly Tensor[] | KedgeError> {
    const model = await loadModel(architecture);
    const before = await model.getWeights();
    try {
      await loadWeights(model, bytes, { strict: false });
      return await model.getWeights();
    } catch (error) {
      if (!(error instanceof KedgeError) || error.code === 'INTERNAL') throw error;
      expect(await model.getWeights()).toEqual(before);
      return error;
    }
  }

  it('cut short anywhere is an error, and the model is as it was', async () => {
    const right = await into(original);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: original.length - 1 }), async (length) => {
        const result = await into(original.slice(0, length));
        if (!(result instanceof KedgeError)) expect(result).toEqual(right);
      }),
      { numRuns: 40 },
    );
  });

  it('with pieces of itself in the wrong place never crashes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(original.length - 1), fc.nat(original.length - 1), fc.integer({ min: 1, max: 64 }), async (from, to, length) => {
        const bytes = original.slice();
        bytes.set(original.subarray(from, Math.min(from + length, original.length - to + from)), to);
        await into(bytes);
      }),
      { numRuns: 40 },
    );
  });
});

describe('shards of Keras 3', () => {
  const index = JSON.parse(new TextDecoder().decode(bytesOf('keras3-sequence.weights.json'))) as { weight_map: Record<string, unknown> };
  const shards = ['00000', '00001', '00002', '00003', '00004'].map((number) => `keras3-sequence_${number}.weights.h5`);
  const files = (json: unknown, left: readonly string[] = shards): Map<string, Uint8Array> => new Map([...left.map((name) => [name, bytesOf(name)] as const), ['model.json', strToU8(JSON.stringify(json))]]);

  async function into(given: ReadonlyMap<string, Uint8Array>): Promise<unknown> {
    return loadWeights(await loadModel(join(folder, 'keras3-sequence.keras')), given).catch((error: unknown) => error);
  }

  it('all there load', async () => {
    expect(await into(files(index))).toMatchObject({ unset: [], unused: [] });
  });

  it('one that is missing is named', async () => {
    expect(await into(files(index, shards.slice(1)))).toMatchObject({ code: 'FILE_NOT_FOUND', message: expect.stringContaining(shards[0] ?? '') as string });
  });

  it.each([
    ['a path that leads elsewhere', { weight_map: { x: ['../../secret.h5'] } }, 'UNSAFE_PATH'],
    ['what is no name', { weight_map: { x: [7] } }, 'CORRUPT_FILE'],
    ['a file of another kind', { weight_map: { x: 'model.json' } }, 'UNSUPPORTED_FORMAT'],
  ])('%s is one clear error', async (_, json, code) => {
    expect(await into(files(json))).toMatchObject({ code });
  });
});

describe('archives made to harm', () => {
  it('a member that expands absurdly is refused before it is unpacked', async () => {
    const bomb = zipSync({ 'config.json': [new Uint8Array(64 * 2 ** 20), { level: 9 }], 'model.weights.h5': strToU8('') });
    expect(await outcome(bomb)).toMatchObject({ code: 'CORRUPT_FILE' });
  });

  it('members whose names lead elsewhere are never asked for', async () => {
    const archive = zipSync({ 'config.json': strToU8('{"class_name":"Sequential","config":{"layers":[]}}'), '../../outside.txt': strToU8('x') });
    expect(await outcome(archive)).toBeInstanceOf(KedgeError);
  });

  it.each([
    ['no object', '[1, 2]'],
    ['no JSON', '{"class_name": '],
    ['nesting without end', '['.repeat(1e5)],
    ['a polluted prototype', '{"__proto__": {"class_name": "Sequential"}, "config": {}}'],
    ['a class of its author', '{"class_name": "TheirModel", "config": {}}'],
  ])('a config that is %s is one clear error', async (_, config) => {
    expect(await outcome(zipSync({ 'config.json': strToU8(config) }))).toBeInstanceOf(KedgeError);
  });
});

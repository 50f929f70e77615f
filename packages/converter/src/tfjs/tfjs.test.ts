import type { NumericTensor, Tensor } from '@kedge/graph-core';
import '@tensorflow/tfjs-backend-cpu';
import { io, type NamedTensorMap } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { givenFiles } from '../io/file-set.js';
import { parseJson, type JsonObject, type JsonValue } from '../io/json.js';
import { manifestBytes } from './read-weights.js';
import { parseModelJson } from './model-json.js';
import { readAllWeights, readWeights } from './read-weights.js';
import { writeTfjs, type TfjsFiles } from './write-model.js';

const TOPOLOGY = { class_name: 'Sequential', config: { name: 's', layers: [] } };

function floats(values: ArrayLike<number>, shape: readonly number[]): NumericTensor {
  return { data: Float32Array.from(values), shape, dtype: 'float32' };
}

/** Writes to JSON text and back, as a file does. */
function reopened(files: TfjsFiles) {
  return parseModelJson(parseJson(JSON.stringify(files.modelJson), 'model.json'), 'model.json');
}

async function readBack(files: TfjsFiles): Promise<Map<string, NumericTensor>> {
  return readAllWeights(reopened(files).manifest ?? [], givenFiles(files.shards));
}

/** What stock tfjs makes of the same files. */
function tfjsReads(files: TfjsFiles): NamedTensorMap {
  const [group] = files.modelJson['weightsManifest'] as unknown as { weights: io.WeightsManifestEntry[] }[];
  const all = Buffer.concat([...files.shards.values()]);
  return io.decodeWeights(new Uint8Array(all).buffer, group?.weights ?? []);
}

const WEIGHTS: [string, Tensor][] = [
  ['a/kernel', floats(Array.from({ length: 35 }, (_, index) => Math.sin(index) * 3), [5, 7])],
  ['a/bias', floats([0.1, -0.2, 1e9], [3])],
  ['b/flags', { data: Uint8Array.of(1, 0, 1), shape: [3], dtype: 'bool' }],
  ['b/table', { data: Int32Array.of(5, -6), shape: [2], dtype: 'int32' }],
  ['c/constant', floats([2.5, 2.5, 2.5, 2.5], [2, 2])],
  ['c/positive', floats([1, 2, 3, 4], [2, 2])],
  ['d/empty', floats([], [0, 4])],
  ['d/scalar', floats([3], [])],
];

describe('writing and reading', () => {
  for (const quantize of ['none', 'float16', 'uint16', 'uint8'] as const) {
    test(`${quantize}: stock tfjs and we read the same numbers, bit for bit`, async () => {
      const files = writeTfjs({ topology: TOPOLOGY, weights: WEIGHTS }, { quantize, shardBytes: 13 });
      const ours = await readBack(files);
      const theirs = tfjsReads(files);
      expect([...ours.keys()]).toEqual(WEIGHTS.map(([name]) => name));
      for (const [name, tensor] of ours) {
        expect(theirs[name]?.shape, name).toEqual(tensor.shape);
        expect(tensor.data, name).toEqual(theirs[name]?.dtype === 'bool' ? Uint8Array.from(theirs[name].dataSync()) : theirs[name]?.dataSync());
        expect(tensor.data.buffer.byteLength, `${name} memory`).toBe(tensor.data.byteLength);
      }
    });

    test(`${quantize}: the report tells the worst error that a reader meets`, async () => {
      const files = writeTfjs({ topology: TOPOLOGY, weights: WEIGHTS }, { quantize });
      const read = await readBack(files);
      for (const [index, [name, tensor]] of WEIGHTS.entries()) {
        const data = read.get(name)?.data as Float32Array;
        const worst = Math.max(0, ...Array.from(tensor.data as Float32Array, (value, at) => Math.abs(value - (data[at] as number))));
        expect(files.report[index], name).toMatchObject({ name, worstError: worst });
      }
    });
  }

  test('tfjs#1602: uint8 leaves arrays of rank 0 and 1 as they are', () => {
    const { report } = writeTfjs({ topology: TOPOLOGY, weights: WEIGHTS }, { quantize: 'uint8' });
    expect(report.map(({ name, stored }) => [name, stored])).toEqual([
      ['a/kernel', 'uint8'], ['a/bias', 'float32'], ['b/flags', 'bool'], ['b/table', 'int32'],
      ['c/constant', 'uint8'], ['c/positive', 'uint8'], ['d/empty', 'uint8'], ['d/scalar', 'float32'],
    ]);
  });

  test('an array that half precision or whole numbers cannot hold stays float32, and the report says why', async () => {
    const extreme = writeTfjs({ topology: TOPOLOGY, weights: [['w', floats([3.04e31, -3.4028234e38], [1, 2])]] }, { quantize: 'uint8' });
    expect(extreme.report[0]?.stored).toBe('float32');
    const weights: [string, Tensor][] = [['large', floats([70000, 1], [1, 2])], ['nan', floats([NaN, 1], [1, 2])], ['fine', floats([1, 2], [1, 2])]];
    const half = writeTfjs({ topology: TOPOLOGY, weights }, { quantize: 'float16' });
    expect(half.report.map(({ stored }) => stored)).toEqual(['float32', 'float16', 'float16']);
    expect(half.report[0]?.note).toMatch(/too large/);
    const whole = writeTfjs({ topology: TOPOLOGY, weights }, { quantize: 'uint8' });
    expect(whole.report.map(({ stored }) => stored)).toEqual(['uint8', 'float32', 'uint8']);
    expect((await readBack(half)).get('large')?.data[0]).toBe(70000);
  });

  test('the same content gives the same names; other content gives others', () => {
    const make = (value: number): string[] => [...writeTfjs({ topology: TOPOLOGY, weights: [['w', floats([value, 1], [2])]] }).shards.keys()];
    expect(make(1)).toEqual(make(1));
    expect(make(1)).not.toEqual(make(2));
    expect(make(1)[0]).toMatch(/^group1-shard1of1-[0-9a-f]{16}\.bin$/);
  });

  test('weights of any sizes straddle shards of any size', async () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(sizes, fc.integer({ min: 1, max: 23 }), fc.constantFrom('none' as const, 'float16' as const), async (counts, shardBytes, quantize) => {
        const weights = counts.map((count, index): [string, Tensor] => [`w${index}`, floats(Array.from({ length: count }, (_, at) => index + at / 4), [count])]);
        const files = writeTfjs({ topology: TOPOLOGY, weights }, { shardBytes, quantize });
        expect([...(await readBack(files))]).toEqual(weights);
        for (const [name, shard] of files.shards) expect(shard.length, name).toBeLessThanOrEqual(shardBytes);
      }),
      { numRuns: 200 },
    );
  });

  test('bytes that are no bool are read as true', async () => {
    const files = writeTfjs({ topology: TOPOLOGY, weights: [['b', { data: Uint8Array.of(7, 0), shape: [2], dtype: 'bool' }]] });
    expect((await readBack(files)).get('b')?.data).toEqual(Uint8Array.of(1, 0));
  });

  test('a name that comes twice and text are errors', () => {
    expect(() => writeTfjs({ topology: TOPOLOGY, weights: [['w', floats([1], [1])], ['w', floats([1], [1])]] })).toThrow(/w twice/);
    expect(() => writeTfjs({ topology: TOPOLOGY, weights: [['w', { data: ['a'], shape: [1], dtype: 'string' }]] })).toThrow(/text/);
  });
});

describe('parseModelJson', () => {
  const manifest: JsonValue = [{ paths: ['a.bin'], weights: [{ name: 'w', shape: [1], dtype: 'float32' }] }];

  test('the three places of the topology', () => {
    const forms: JsonObject[] = [
      { modelTopology: { keras_version: '2.4.0', backend: 'tensorflow', model_config: TOPOLOGY, training_config: { loss: 'mse' } }, weightsManifest: manifest },
      { format: 'layers-model', modelTopology: { ...TOPOLOGY, keras_version: '2.4.0', backend: 'tensorflow' }, weightsManifest: manifest, trainingConfig: { loss: 'mse' } },
    ];
    for (const form of forms) {
      expect(parseModelJson(form, 'm')).toMatchObject({ topology: TOPOLOGY, kerasVersion: '2.4.0', backend: 'tensorflow', trainingConfig: { loss: 'mse' } });
    }
    expect(parseModelJson({ ...TOPOLOGY, keras_version: '2.2.4' }, 'm')).toMatchObject({ kerasVersion: '2.2.4', manifest: undefined });
  });

  test('JSON that is no model says what it is', () => {
    expect(() => parseModelJson({ a: 1, b: 2 }, 'x.json')).toThrow(/x\.json: expected a model .* an object with a, b/);
    expect(() => parseModelJson([1], 'x.json')).toThrow(/a list/);
  });

  test('manifests that are not as they must be', () => {
    const make = (weight: JsonValue) => (): unknown => parseModelJson({ modelTopology: TOPOLOGY, weightsManifest: [{ paths: ['a'], weights: [weight] }] }, 'm');
    expect(make({ name: 'w', shape: [-1], dtype: 'float32' })).toThrow(/\(w\): expected a shape/);
    expect(make({ name: 'w', shape: [2 ** 40, 2 ** 40], dtype: 'float32' })).toThrow(/more elements/);
    expect(make({ name: 'w', shape: [1], dtype: 'string' })).toThrow(/UNSUPPORTED_DTYPE|expected a weight of/);
    expect(make({ name: 'w', shape: [1], dtype: 'float32', quantization: { dtype: 'uint8', scale: null, min: 0 } })).toThrow(/scale and min/);
    expect(make({ name: 'w', shape: [1], dtype: 'float32', quantization: { dtype: 'int4' } })).toThrow(/int4/);
    expect(() => parseModelJson({ modelTopology: TOPOLOGY, weightsManifest: [...(manifest as JsonValue[]), ...(manifest as JsonValue[])] }, 'm')).toThrow(/twice/);
  });
});

describe('shards', () => {
  const files = writeTfjs({ topology: TOPOLOGY, weights: [['w', floats([1, 2, 3, 4, 5], [5])]] }, { shardBytes: 8 });
  const manifest = reopened(files).manifest ?? [];
  const names = [...files.shards.keys()] as [string, string, string];

  test('the manifest says how many bytes there are', () => {
    expect(manifestBytes(manifest)).toBe(20);
  });

  test('a missing shard is named', async () => {
    const some = new Map([...files.shards].slice(0, 2));
    await expect(readAllWeights(manifest, givenFiles(some))).rejects.toMatchObject({ code: 'FILE_NOT_FOUND', message: expect.stringContaining(names[2]) as string });
  });

  test('a shard too short or too long is an error with both lengths', async () => {
    const cut = new Map(files.shards).set(names[2], new Uint8Array(3));
    await expect(readAllWeights(manifest, givenFiles(cut))).rejects.toThrow(/expected 20 bytes .* got 19/);
    const long = new Map(files.shards).set(names[2], new Uint8Array(9));
    await expect(readAllWeights(manifest, givenFiles(long))).rejects.toThrow(/expected 20 bytes .* got 25/);
  });

  test('the same where sizes are not known before, as on a server', async () => {
    const remote = (shards: ReadonlyMap<string, Uint8Array>) => ({ ...givenFiles(shards), isLocal: false });
    await expect(readAllWeights(manifest, remote(new Map(files.shards).set(names[2], new Uint8Array(3))))).rejects.toThrow(/weight w needs 1 bytes more/);
    await expect(readAllWeights(manifest, remote(new Map(files.shards).set(names[2], new Uint8Array(9))))).rejects.toThrow(/there are more/);
    expect((await readAllWeights(manifest, remote(files.shards))).get('w')?.data).toEqual(Float32Array.of(1, 2, 3, 4, 5));
  });

  test('a page in place of a shard is named', async () => {
    const page = new TextEncoder().encode('<!DOCTYPE html><html><body>Not found');
    const wrong = { ...givenFiles(new Map(files.shards).set(names[1], page)), isLocal: false };
    await expect(readAllWeights(manifest, wrong)).rejects.toMatchObject({ code: 'UNSUPPORTED_FORMAT', message: expect.stringContaining(names[1]) as string });
  });

  test('a path that leads out of the folder is refused', async () => {
    const bad = parseModelJson({ modelTopology: TOPOLOGY, weightsManifest: [{ paths: ['../../secret'], weights: [] }] }, 'm').manifest ?? [];
    await expect(readAllWeights(bad, givenFiles(files.shards))).rejects.toMatchObject({ code: 'UNSAFE_PATH' });
  });

  test('who stops early ends the transfers', async () => {
    for await (const [name] of readWeights(manifest, givenFiles(files.shards))) {
      expect(name).toBe('w');
      break;
    }
  });
});

test('the InceptionV3 of nsfwjs: all weights as stock tfjs decodes them', async () => {
  const require = createRequire(import.meta.url);
  const folder = require.resolve('nsfwjs').replace(/dist.cjs.index\.js$/, 'dist/models/inception_v3/');
  const json = require(`${folder}model.min.js`) as { weightsManifest: { paths: string[]; weights: io.WeightsManifestEntry[] }[] };
  const [group] = json.weightsManifest;
  const shards = new Map((group?.paths ?? []).map((path) => [path, new Uint8Array(Buffer.from(require(`${folder}${path}.min.js`) as string, 'base64'))]));
  const { manifest } = parseModelJson(parseJson(JSON.stringify(json), 'model.json'), 'model.json');
  const theirs = io.decodeWeights(new Uint8Array(Buffer.concat([...shards.values()])).buffer, group?.weights ?? []);
  let count = 0;
  for await (const [name, tensor] of readWeights(manifest ?? [], givenFiles(shards))) {
    expect(Buffer.from(tensor.data.buffer).equals(Buffer.from(Float32Array.from(theirs[name]?.dataSync() ?? []).buffer)), name).toBe(true);
    count++;
  }
  expect(count).toBe(382);
});

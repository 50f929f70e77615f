import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { MemorySource } from '../io/memory-source.js';
import type { AttributeValue } from './attribute-value.js';
import type { Hdf5Dataset } from './dataset.js';
import type { Hdf5Group } from './group.js';
import { openHdf5 } from './open.js';

/** What fixtures/python/hdf5_goldens.py wrote about one object; see there. */
interface Expected {
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly shape?: readonly number[] | null;
  readonly dtype?: string;
  readonly bytes?: string;
  readonly float32?: string;
  readonly values?: readonly (number | string)[];
  readonly text?: readonly string[];
  readonly link?: string;
  readonly refused?: string;
  readonly type?: boolean;
  readonly members?: number;
  readonly names?: string;
}

const FOLDER = new URL('../../../../fixtures/hdf5/', import.meta.url);
const EXPECTED = JSON.parse(readFileSync(new URL('expected.json', FOLDER), 'utf8')) as Record<string, Record<string, Expected>>;
/** Types and filters that are refused by name when their data is asked for. */
const NOT_READ = ['/compound', '/complex', '/sequence', '/lzf'];

function digest(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}

async function open(name: string): Promise<Hdf5Group> {
  return (await openHdf5(new MemorySource(readFileSync(new URL(name, FOLDER)), name))).root;
}

describe('files that h5py wrote', () => {
  test('there is an expectation for every file and the other way round', () => {
    const files = readdirSync(FOLDER).filter((name) => name.endsWith('.h5'));
    expect(files.sort()).toEqual(Object.keys(EXPECTED).sort());
    expect(files.length).toBeGreaterThan(20);
  });

  for (const [name, objects] of Object.entries(EXPECTED)) {
    test(`${name}: every object is as h5py reads it`, async () => {
      const root = await open(name);
      for (const [path, expected] of Object.entries(objects)) await expectObject(root, path, expected);
    });
  }

  test('members are listed as h5py lists them', async () => {
    for (const [name, objects] of Object.entries(EXPECTED)) {
      const listed = await (await open(name)).keys();
      const expected = Object.keys(objects).filter((path) => path !== '/' && !path.slice(1).includes('/'));
      expect([...listed], name).toEqual(expected.map((path) => path.slice(1)).sort());
    }
  });
});

async function expectObject(root: Hdf5Group, path: string, expected: Expected): Promise<void> {
  if (expected.link || expected.type) {
    await expect(root.get(path), path).rejects.toMatchObject({ code: 'UNSUPPORTED_HDF5' });
    return;
  }
  if (expected.refused) {
    await expect(readAt(root, path), path).rejects.toMatchObject({ code: 'UNSUPPORTED_HDF5' });
    return;
  }
  const object = await root.get(path);
  if (!object) throw new Error(`${path} is not there`);
  for (const [name, value] of Object.entries(expected.attributes ?? {})) expectAttribute(await object.attribute(name), value, `${path} @${name}`);
  expect([...(await object.attributeNames())], path).toEqual(Object.keys(expected.attributes ?? {}).sort());
  if (object.kind === 'group') {
    if (expected.members !== undefined) await expectMembers(object, expected);
    return;
  }
  if (NOT_READ.includes(path)) await expect(object.read(), path).rejects.toMatchObject({ code: 'UNSUPPORTED_HDF5' });
  else await expectData(object, expected, path);
}

async function readAt(root: Hdf5Group, path: string): Promise<unknown> {
  const object = await root.get(path);
  return object?.kind === 'dataset' ? object.read() : object;
}

async function expectMembers(group: Hdf5Group, expected: Expected): Promise<void> {
  const names = await group.keys();
  expect(names.length).toBe(expected.members);
  expect(digest([...names].sort().join('\n'))).toBe(expected.names);
  const last = await group.dataset(names.at(-1) ?? '');
  expect(last?.shape).toEqual([3]);
}

async function expectData(dataset: Hdf5Dataset, expected: Expected, path: string): Promise<void> {
  if (expected.shape === null) {
    expect(dataset.count, path).toBe(0);
    return;
  }
  expect(dataset.shape, path).toEqual(expected.shape);
  if (expected.text) {
    expect(await dataset.read(), path).toMatchObject({ dtype: 'string', data: expected.text });
    return;
  }
  if (expected.bytes) expect(digest(await dataset.readBytes()), `${path} stored bytes`).toBe(expected.bytes);
  if (!expected.float32) return;
  const { data } = await dataset.read('float32');
  expect(data.buffer.byteLength, `${path} memory`).toBe(data.byteLength);
  expect(digest(new Uint8Array(data.buffer)), `${path} as float32`).toBe(expected.float32);
  if (expected.values) expect(Array.from(data, (value) => (Number.isFinite(value) ? value : value > 0 ? 'inf' : '-inf')), path).toEqual(expected.values);
}

function expectAttribute(found: AttributeValue | undefined, expected: unknown, what: string): void {
  const value = ArrayBuffer.isView(found) ? { opaque: Buffer.from(found).toString('hex') } : found;
  const isHash = typeof expected === 'object' && expected !== null && 'hash' in expected;
  if (isHash) expect(digest(JSON.stringify(value)), what).toBe(expected.hash);
  else expect(value, what).toEqual(expected);
}

describe('reading as a type', () => {
  test('integers come as int32, bytes as uint8, booleans as bool, halves as float32', async () => {
    const little = await open('little_endian.h5');
    const types = await open('types_old.h5');
    expect(await (await little.dataset('i2'))?.read()).toEqual({ data: Int32Array.of(0, 1, -2, 3, -100, 7), shape: [2, 3], dtype: 'int32' });
    expect(await (await little.dataset('u1'))?.read()).toMatchObject({ data: Uint8Array.of(0, 1, 2, 3, 100, 7), dtype: 'uint8' });
    expect((await (await little.dataset('f2'))?.read())?.dtype).toBe('float32');
    expect(await (await types.dataset('bool'))?.read()).toEqual({ data: Uint8Array.of(1, 0, 1), shape: [3], dtype: 'bool' });
  });

  test('opaque bytes with the attribute dtype=bfloat16 are numbers', async () => {
    for (const name of ['types_old.h5', 'types_new.h5']) {
      const dataset = await (await open(name)).dataset('bfloat16');
      expect(await dataset?.read()).toEqual({ data: Float32Array.of(1, -2.5, 3.140625), shape: [3], dtype: 'float32' });
    }
  });

  test('a whole number that int32 does not hold is an error that says how to read it', async () => {
    const dataset = await (await open('big_endian.h5')).dataset('large64');
    await expect(dataset?.read()).rejects.toMatchObject({ code: 'VALUE_OUT_OF_RANGE', message: expect.stringContaining('2147483648') as string });
    expect((await dataset?.read('float32'))?.data).toEqual(Float32Array.of(2 ** 31, -(2 ** 40)));
  });

  test('a fraction is no int32', async () => {
    const dataset = await (await open('little_endian.h5')).dataset('f8');
    await expect(dataset?.read('int32')).rejects.toMatchObject({ code: 'VALUE_OUT_OF_RANGE' });
  });

  test('what the file has elsewhere is refused by kind and target', async () => {
    const root = await open('links_new.h5');
    await expect(root.get('soft')).rejects.toThrow(/soft link to "\/here"/);
    await expect(root.get('elsewhere')).rejects.toThrow(/external link to "other.h5 \/data"/);
    await expect(root.get('virtual').then((object) => (object as Hdf5Dataset).read())).rejects.toThrow(/virtual/);
    await expect(root.get('external')).rejects.toThrow(/another file/);
  });

  test('lutzroeder/netron#517: a dataset of a type that is not read matters only to who reads it', async () => {
    const dataset = await (await open('types_new.h5')).dataset('compound');
    expect(dataset?.dtype).toBe('compound');
    await expect(dataset?.read()).rejects.toThrow(/types_new\.h5: \/compound: .*compound/);
  });

  test('a path that is not there is undefined', async () => {
    const root = await open('superblock0.h5');
    expect(await root.get('model_weights/conv/none')).toBeUndefined();
    expect(await root.get('scalar/below')).toBeUndefined();
    expect((await root.get('/model_weights/conv/conv/'))?.path).toBe('/model_weights/conv/conv');
  });
});

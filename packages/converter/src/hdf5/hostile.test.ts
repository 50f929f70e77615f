import { KedgeError } from '@kedge/graph-core';
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { MemorySource } from '../io/memory-source.js';
import { openHdf5 } from './open.js';

const FOLDER = new URL('../../../../fixtures/hdf5/', import.meta.url);
const FILES = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.h5'))
  .map((name) => ({ name, bytes: new Uint8Array(readFileSync(new URL(name, FOLDER))) }));
/** Small ones with many kinds of structure, so that a change of one byte often matters. */
const SMALL = FILES.filter(({ bytes }) => bytes.length < 30_000);
const RUNS = Number(process.env['KEDGE_FUZZ_RUNS'] ?? 1500);

/** Reads everything that a file offers. Anything but a KedgeError is a failure of the reader. */
async function readAll(bytes: Uint8Array): Promise<void> {
  const file = await openHdf5(new MemorySource(bytes));
  const open = [file.root];
  for (let group = open.pop(); group; group = open.pop()) {
    for (const name of await group.attributeNames()) await tolerated(group.attribute(name));
    if (group.path.split('/').length > 12) continue;
    for (const name of (await group.keys()).slice(0, 30)) {
      const member = await tolerated(group.get(name));
      if (member?.kind === 'group') open.push(member);
      if (member?.kind === 'dataset') {
        await tolerated(member.attributeNames());
        await tolerated(member.read());
      }
    }
  }
}

async function tolerated<T>(promise: Promise<T>): Promise<T | undefined> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof KedgeError) return undefined;
    throw error;
  }
}

describe('damaged files end in a KedgeError or a valid result', () => {
  test('every truncation is one CORRUPT_FILE that says truncated', async () => {
    for (const { name, bytes } of SMALL) {
      for (let length = 1; length < bytes.length; length += 1 + Math.floor(bytes.length / 400)) {
        const attempt = openHdf5(new MemorySource(bytes.subarray(0, length), name));
        if (length < 8 || (name === 'userblock.h5' && length < 1024 + 8)) await expect(attempt).rejects.toBeInstanceOf(KedgeError);
        else await expect(attempt, `${name} at ${length}`).rejects.toMatchObject({ code: 'CORRUPT_FILE', message: expect.stringContaining('truncated') as string });
      }
    }
  });

  test('an empty file is EMPTY_FILE', async () => {
    await expect(openHdf5(new MemorySource(new Uint8Array(0)))).rejects.toMatchObject({ code: 'EMPTY_FILE' });
  });

  test('changed bytes', async () => {
    const change = fc.record({ at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), value: fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(0, 1, 0x7f, 0x80, 0xff)) });
    const property = fc.asyncProperty(fc.constantFrom(...SMALL), fc.array(change, { minLength: 1, maxLength: 4 }), async ({ bytes }, changes) => {
      const damaged = bytes.slice();
      for (const { at, value } of changes) damaged[Math.floor(at * damaged.length)] = value;
      await tolerated(readAll(damaged));
    });
    await fc.assert(property, { numRuns: RUNS });
  });

  test('numbers of eight bytes replaced by others of the file, or by extremes', async () => {
    const word = fc.oneof(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), fc.constantFrom(0n, 1n, 8n, 0xffffffffn, 0x7fffffffffffffffn, 0xfffffffffffffffen, 2n ** 40n));
    const property = fc.asyncProperty(fc.constantFrom(...SMALL), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), word, async ({ bytes }, at, value) => {
      const damaged = bytes.slice();
      const view = new DataView(damaged.buffer);
      const place = Math.floor((at * (damaged.length - 8)) / 8) * 8;
      const taken = typeof value === 'bigint' ? value : view.getBigUint64(Math.floor((value * (damaged.length - 8)) / 8) * 8, true);
      view.setBigUint64(place, taken, true);
      await tolerated(readAll(damaged));
    });
    await fc.assert(property, { numRuns: RUNS });
  });

  test('pieces of one file put into another', async () => {
    const part = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    const property = fc.asyncProperty(fc.constantFrom(...SMALL), fc.constantFrom(...FILES), part, part, fc.integer({ min: 1, max: 600 }), async (to, from, at, source, length) => {
      const damaged = to.bytes.slice();
      const start = Math.floor(at * damaged.length);
      const piece = from.bytes.subarray(Math.floor(source * from.bytes.length)).subarray(0, Math.min(length, damaged.length - start));
      damaged.set(piece, start);
      await tolerated(readAll(damaged));
    });
    await fc.assert(property, { numRuns: RUNS });
  });
});

describe('files made to exhaust', () => {
  test('a dataset that declares far more than the file stores is refused before memory is taken', async () => {
    // `empty` has the shape [0, 3]; in its dataspace the 0 becomes 2^40.
    const damaged = (FILES.find(({ name }) => name === 'superblock0.h5') as (typeof FILES)[number]).bytes.slice();
    const view = new DataView(damaged.buffer);
    let changed = 0;
    for (let at = 0; at + 24 <= damaged.length; at += 8) {
      const isShape = view.getUint8(at) === 1 && view.getUint8(at + 1) === 2 && view.getBigUint64(at + 8, true) === 0n && view.getBigUint64(at + 16, true) === 3n;
      if (!isShape) continue;
      view.setBigUint64(at + 8, 2n ** 40n, true);
      if (view.getUint8(at + 2) & 1) view.setBigUint64(at + 24, 2n ** 40n, true);
      changed++;
    }
    expect(changed).toBe(1);
    const { root } = await openHdf5(new MemorySource(damaged));
    const dataset = await root.dataset('empty');
    expect(dataset?.shape).toEqual([2 ** 40, 3]);
    await expect(dataset?.read()).rejects.toMatchObject({ code: 'CORRUPT_FILE' });
  });

  test('a group that contains itself ends the walk with an error', async () => {
    const damaged = (FILES.find(({ name }) => name === 'superblock0.h5') as (typeof FILES)[number]).bytes.slice();
    const view = new DataView(damaged.buffer);
    const { root } = await openHdf5(new MemorySource(damaged));
    const inner = (await root.group('model_weights')) as unknown as { header: { address: number } };
    const outer = root as unknown as { header: { address: number } };
    // Every pointer to the group model_weights becomes one to the root.
    for (let at = 0; at + 8 <= damaged.length; at += 8) {
      if (view.getBigUint64(at, true) === BigInt(inner.header.address)) view.setBigUint64(at, BigInt(outer.header.address), true);
    }
    const again = await openHdf5(new MemorySource(damaged));
    const walk = async (): Promise<void> => {
      for await (const dataset of again.root.datasets()) expect(dataset.path.length).toBeLessThan(1000);
    };
    await expect(walk()).rejects.toMatchObject({ code: 'UNSUPPORTED_HDF5' });
  });
});

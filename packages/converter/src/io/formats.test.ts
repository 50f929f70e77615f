import { zipSync, strToU8 } from 'fflate';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { detectFormat, findModelInFolder } from './detect-format.js';
import { MemorySource } from './memory-source.js';
import { ZipArchive } from './zip.js';

const H5 = new Uint8Array(readFileSync(new URL('../../../../fixtures/hdf5/superblock0.h5', import.meta.url)));
const USERBLOCK = new Uint8Array(readFileSync(new URL('../../../../fixtures/hdf5/userblock.h5', import.meta.url)));

function bytes(...parts: (string | number[])[]): MemorySource {
  return new MemorySource(Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part)))), 'given');
}

function zip(members: Record<string, string>): MemorySource {
  return new MemorySource(zipSync(Object.fromEntries(Object.entries(members).map(([name, text]) => [name, strToU8(text)]))), 'given.zip');
}

describe('detectFormat', () => {
  test('the formats that are read', async () => {
    expect(await detectFormat(new MemorySource(H5))).toBe('hdf5');
    expect(await detectFormat(new MemorySource(USERBLOCK))).toBe('hdf5');
    expect(await detectFormat(zip({ 'metadata.json': '{}', 'config.json': '{}', 'model.weights.h5': 'x' }))).toBe('zip');
    for (const text of ['{"a":1}', ' \n[1]', '\xef\xbb\xbf{"a":1}']) expect(await detectFormat(bytes(text))).toBe('json');
  });

  const refused: [string, MemorySource, RegExp][] = [
    ['HTML page', bytes('<!DOCTYPE html>\n<html>'), /check the URL/],
    ['HTML page', bytes('\n <html lang="en">'), /check the URL/],
    ['Git LFS pointer', bytes('version https://git-lfs.github.com/spec/v1\noid'), /git lfs pull/],
    ['TFLite', bytes([0x1c, 0, 0, 0], 'TFL3'), /convert the Keras model/],
    ['ONNX', bytes([8, 7, 0x12, 7], 'pytorch'), /ONNX Runtime/],
    ['SavedModel', bytes([8, 1, 0x12, 0xff, 1]), /model\.save/],
    ['TensorFlow graph', bytes([0x0a, 0x20, 0x0a, 5], 'input', [0x12, 0x0b], 'Placeholder'), /frozen graph/],
    ['PyTorch', bytes([0x80, 2], 'ccollections'), /rebuild the model in Keras/],
    ['PyTorch', zip({ 'archive/data.pkl': 'x', 'archive/data/0': 'y' }), /Python objects/],
    ['zipped SavedModel', zip({ 'm/saved_model.pb': 'x' }), /model\.save/],
    ['NumPy archive (.npz)', zip({ 'a.npy': 'x' }), /no architecture/],
    ['zip archive with a model in it', zip({ 'model.h5': 'x' }), /unpack it/],
    ['zip archive', zip({ 'a.txt': 'x' }), /config\.json/],
    ['NumPy array', bytes([0x93], 'NUMPY', [1, 0]), /one array/],
    ['gzip', bytes([0x1f, 0x8b, 8, 0]), /unpack it/],
    ['safetensors', bytes([0x40, 0, 0, 0, 0, 0, 0, 0], '{"a"'), /no architecture/],
    ['picture', bytes([0xff, 0xd8, 0xff, 0xe0]), /expected a model/],
    ['TensorFlow checkpoint', bytes('model_checkpoint_path: "a"'), /model\.save/],
    ['unknown', bytes('hello'), /begins with 68 65 6c 6c 6f/],
  ];
  for (const [format, source, wayOut] of refused) {
    test(`${format} is refused with the way out`, async () => {
      await expect(detectFormat(source)).rejects.toMatchObject({ code: 'UNSUPPORTED_FORMAT', format, message: expect.stringMatching(wayOut) as string });
    });
  }

  test('an empty file and a zip archive that was cut', async () => {
    await expect(detectFormat(bytes())).rejects.toMatchObject({ code: 'EMPTY_FILE' });
    await expect(detectFormat(bytes('PK\x03\x04abc'))).rejects.toMatchObject({ code: 'CORRUPT_FILE', message: expect.stringContaining('truncated') as string });
  });

  test('the model in a folder', () => {
    expect(findModelInFolder('f', ['a.bin', 'model.json', 'x.h5'])).toBe('model.json');
    expect(findModelInFolder('f', ['readme', 'x.keras'])).toBe('x.keras');
    expect(() => findModelInFolder('f', ['saved_model.pb', 'variables'])).toThrow(/SavedModel/);
    expect(() => findModelInFolder('f', ['checkpoint', 'a.data-00000-of-00001'])).toThrow(/checkpoint/);
    expect(() => findModelInFolder('f', ['a.h5', 'b.h5'])).toThrow(/several models: a\.h5, b\.h5/);
    expect(() => findModelInFolder('f', [])).toThrow(/none among 0 files/);
  });
});

describe('ZipArchive', () => {
  const text = 'a line that repeats itself. '.repeat(5000);
  const packed = zipSync({ 'config.json': strToU8(text), stored: [strToU8('plain'), { level: 0 }] });

  test('stored and compressed members', async () => {
    const archive = await ZipArchive.open(new MemorySource(packed));
    expect(archive.names).toEqual(['config.json', 'stored']);
    expect(new TextDecoder().decode(await archive.bytes('config.json'))).toBe(text);
    expect(new TextDecoder().decode(await archive.bytes('stored'))).toBe('plain');
    expect(archive.has('none')).toBe(false);
    await expect(archive.bytes('none')).rejects.toThrow(/holds config\.json, stored/);
  });

  test('a changed byte is found by the checksum or by the structure', async () => {
    for (let at = 30; at < packed.length; at += 3) {
      const damaged = packed.slice();
      damaged[at] = (damaged[at] as number) ^ 0x55;
      const read = async (): Promise<string[]> => {
        const archive = await ZipArchive.open(new MemorySource(damaged));
        return Promise.all(['config.json', 'stored'].map(async (name) => new TextDecoder().decode(await archive.bytes(name))));
      };
      const result = await read().catch((error: unknown) => error as { code: string });
      if (Array.isArray(result)) expect(result).toEqual([text, 'plain']);
      else expect(['CORRUPT_FILE', 'UNSUPPORTED_FORMAT']).toContain(result.code);
    }
  });

  test('every truncation is an error', async () => {
    for (let length = 0; length < packed.length; length += 7) {
      await expect(ZipArchive.open(new MemorySource(packed.subarray(0, length)))).rejects.toMatchObject({ code: 'CORRUPT_FILE' });
    }
  });

  test('a member that claims to expand absurdly is refused before it is unpacked', async () => {
    const bomb = packed.slice();
    const view = new DataView(bomb.buffer);
    const entry = Buffer.from(bomb).indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    view.setUint32(entry + 24, 0xfffffff0, true);
    const archive = await ZipArchive.open(new MemorySource(bomb));
    await expect(archive.bytes('config.json')).rejects.toThrow(/claims to expand/);
  });
});

import { chmod, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeFileAtomically, writeModelFolder } from './atomic-write.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kedge write # '));
});
afterEach(() => rm(folder, { recursive: true }));

async function* pieces(): AsyncGenerator<Uint8Array> {
  yield Uint8Array.of(1, 2);
  yield Uint8Array.of(3);
}

test('bytes, text and pieces; by path and by URL', async () => {
  await writeFileAtomically(join(folder, 'a'), Uint8Array.of(9));
  await writeFileAtomically(pathToFileURL(join(folder, 'b')), 'ü');
  await writeFileAtomically(join(folder, 'c'), pieces());
  expect(await readFile(join(folder, 'b'), 'utf8')).toBe('ü');
  expect([...(await readFile(join(folder, 'c')))]).toEqual([1, 2, 3]);
  expect((await readdir(folder)).sort()).toEqual(['a', 'b', 'c']);
});

test('when making the content fails, the old file stays and nothing else is left', async () => {
  await writeFile(join(folder, 'model.h5'), 'old');
  const failing = async function* (): AsyncGenerator<Uint8Array> {
    yield Uint8Array.of(1);
    throw new Error('no more');
  };
  await expect(writeFileAtomically(join(folder, 'model.h5'), failing())).rejects.toThrow('no more');
  expect(await readFile(join(folder, 'model.h5'), 'utf8')).toBe('old');
  expect(await readdir(folder)).toEqual(['model.h5']);
});

test('an aborted signal leaves nothing', async () => {
  const controller = new AbortController();
  const content = async function* (): AsyncGenerator<Uint8Array> {
    yield Uint8Array.of(1);
    controller.abort(new Error('stop'));
    yield Uint8Array.of(2);
  };
  await expect(writeFileAtomically(join(folder, 'x'), content(), controller.signal)).rejects.toThrow('stop');
  expect(await readdir(folder)).toEqual([]);
});

test('a link stays a link, and permissions stay', async () => {
  await writeFile(join(folder, 'target'), 'old');
  await chmod(join(folder, 'target'), 0o600);
  await symlink('target', join(folder, 'link'));
  await writeFileAtomically(join(folder, 'link'), 'new');
  expect(await readFile(join(folder, 'target'), 'utf8')).toBe('new');
  expect((await stat(join(folder, 'target'))).mode & 0o777).toBe(0o600);
});

test('a folder that is not there is an error with the path', async () => {
  await expect(writeFileAtomically(join(folder, 'none', 'x'), 'a')).rejects.toMatchObject({ code: 'WRITE_FAILED', message: expect.stringContaining('none') as string });
});

test('a model folder: shards first, model.json last, other files untouched', async () => {
  const out = join(folder, 'deep', 'model');
  await writeModelFolder(out, new Map([['s1.bin', Uint8Array.of(1)]]), '{"old":1}');
  await writeFile(join(out, 'notes.txt'), 'mine');
  const failing = new Map([['s2.bin', Uint8Array.of(2)], ['none/s3.bin', Uint8Array.of(3)]]);
  await expect(writeModelFolder(out, failing, '{"new":1}')).rejects.toMatchObject({ code: 'WRITE_FAILED' });
  expect(await readFile(join(out, 'model.json'), 'utf8')).toBe('{"old":1}');
  await writeModelFolder(out, new Map([['s2.bin', Uint8Array.of(2)]]), '{"new":1}');
  expect(await readFile(join(out, 'model.json'), 'utf8')).toBe('{"new":1}');
  expect((await readdir(out)).sort()).toEqual(['model.json', 'notes.txt', 's1.bin', 's2.bin']);
});

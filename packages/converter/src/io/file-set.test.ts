import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { filesBeside, folderFiles, givenFiles, safePath, urlFiles, type FileSet } from './file-set.js';

async function text(files: FileSet, path: string): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of files.stream(path)) pieces.push(piece);
  const source = await files.open(path);
  const streamed = Buffer.concat(pieces).toString();
  expect(Buffer.from(await source.read(0, source.size)).toString()).toBe(streamed);
  await source.close();
  return streamed;
}

test('files of a folder, and beside a file in it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kedge set # % '));
  await mkdir(join(folder, 'sub'));
  await writeFile(join(folder, 'a b#1%.bin'), 'one');
  await writeFile(join(folder, 'sub', 'c.bin'), 'two');
  expect(await text(folderFiles(folder), 'a b#1%.bin')).toBe('one');
  expect(await text(filesBeside(join(folder, 'model.json')), './sub/c.bin')).toBe('two');
  await expect(folderFiles(folder).open('none.bin')).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
  await rm(folder, { recursive: true });
});

test('files beside a URL: names are encoded and the query is kept', async () => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end('x');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const files = urlFiles(`http://127.0.0.1:${(server.address() as AddressInfo).port}/m/model.json?token=1`);
  expect(await text(files, 'sub/a b#1%.bin')).toBe('x');
  expect(new Set(asked)).toEqual(new Set(['/m/sub/a%20b%231%25.bin?token=1']));
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

test('given files are found by path, and by name where that is clear', async () => {
  const files = givenFiles(new Map([['model/a.bin', Buffer.from('a')], ['model/sub/b.bin', Buffer.from('b')]]));
  expect(await text(files, 'a.bin')).toBe('a');
  expect(await text(files, 'sub/b.bin')).toBe('b');
  expect(await text(givenFiles([new File(['f'], 'f.bin')]), 'folder/f.bin')).toBe('f');
  const twice = givenFiles(new Map([['x/a.bin', Buffer.from('1')], ['y/a.bin', Buffer.from('2')]]));
  await expect(twice.open('a.bin')).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
});

test('paths that lead elsewhere are refused', () => {
  for (const path of ['../a', 'a/../../b', '/etc/passwd', 'C:\\a', 'a\\..\\b', 'https://host/x', 'a\0b', '', '.']) expect(() => safePath(path), path).toThrow(/UNSAFE|leads elsewhere/);
  expect(safePath('./a//b.bin')).toBe('a/b.bin');
});

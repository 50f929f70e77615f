import fc from 'fast-check';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BlockCache } from './block-cache.js';
import { openSource } from './open-source.js';
import type { RandomAccessSource } from './source.js';

const BYTES = Uint8Array.from({ length: 3_000_000 }, (_, index) => (index * 7919) >> 5);
const requests: (string | undefined)[] = [];
let folder = '';
let server: ReturnType<typeof createServer>;
let base = '';

/** A small file server: `/ranges` answers ranges, `/plain` does not, `/changing` is another file at every request. */
function answer(request: IncomingMessage, response: ServerResponse): void {
  const { range } = request.headers;
  requests.push(range);
  if (request.url === '/gone') return void response.writeHead(404).end('no');
  if (request.url === '/broken') return void response.writeHead(500).end('no');
  if (request.url === '/empty') return void response.writeHead(range ? 416 : 200).end();
  if (request.url === '/cut') {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('abc', () => response.destroy());
    return;
  }
  const match = /bytes=(\d+)-(\d+)/.exec(range ?? '');
  const isChanged = request.url === '/changing' && request.headers['if-range'] !== undefined;
  if (!match || request.url === '/plain' || isChanged) return void response.writeHead(200).end(BYTES);
  const [start, end] = [Number(match[1]), Math.min(Number(match[2]), BYTES.length - 1)];
  response.writeHead(206, { 'content-range': `bytes ${start}-${end}/${BYTES.length}`, etag: '"one"' });
  response.end(BYTES.subarray(start, end + 1));
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kedge sources #1 100% ü '));
  await writeFile(join(folder, 'a file.bin'), BYTES);
  await writeFile(join(folder, 'empty.bin'), '');
  server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  await rm(folder, { recursive: true });
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const KINDS: [string, () => Promise<RandomAccessSource>][] = [
  ['bytes', () => openSource(BYTES)],
  ['ArrayBuffer', () => openSource(BYTES.slice().buffer)],
  ['Blob', () => openSource(new Blob([BYTES]))],
  ['File', () => openSource(new File([BYTES], 'chosen.bin'))],
  ['path with spaces, #, % and ü', () => openSource(join(folder, 'a file.bin'))],
  ['file: URL', () => openSource(pathToFileURL(join(folder, 'a file.bin')))],
  ['file: URL as text', () => openSource(pathToFileURL(join(folder, 'a file.bin')).href)],
  ['server with ranges', () => openSource(`${base}/ranges`)],
  ['server without ranges', () => openSource(new URL(`${base}/plain`))],
];

describe('every kind of source', () => {
  for (const [name, open] of KINDS) {
    test(`${name}: gives exactly the bytes asked for`, async () => {
      const source = await open();
      expect(source.size).toBe(BYTES.length);
      const cache = new BlockCache(source);
      const place = fc.integer({ min: 0, max: BYTES.length });
      const length = fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 300_000 }), fc.constant(1_500_000));
      await fc.assert(
        fc.asyncProperty(place, length, async (offset, wanted) => {
          const count = Math.min(wanted, BYTES.length - offset);
          const expected = Buffer.from(BYTES.buffer, offset, count);
          expect(expected.equals(await source.read(offset, count))).toBe(true);
          expect(expected.equals(await cache.read(offset, count))).toBe(true);
          const target = new Uint8Array(count);
          await source.readInto(target, offset);
          expect(expected.equals(target)).toBe(true);
        }),
        { numRuns: 40 },
      );
      await source.close();
    });

    test(`${name}: a range outside is an error`, async () => {
      const source = await open();
      for (const [offset, length] of [[BYTES.length, 1], [-1, 1], [0, BYTES.length + 1], [0.5, 1], [0, Infinity]] as const) {
        await expect(source.read(offset, length)).rejects.toMatchObject({ code: 'READ_FAILED' });
      }
      await source.close();
    });
  }
});

describe('files', () => {
  test('one that is not there, a folder, and something that is no file', async () => {
    await expect(openSource(join(folder, 'none'))).rejects.toMatchObject({ code: 'FILE_NOT_FOUND', message: expect.stringContaining(join(folder, 'none')) as string });
    await expect(openSource(folder)).rejects.toMatchObject({ code: 'IS_DIRECTORY' });
    await expect(openSource('/dev/null')).rejects.toMatchObject({ code: 'READ_FAILED' });
  });

  test('a link to a file is the file', async () => {
    await symlink(join(folder, 'a file.bin'), join(folder, 'link'));
    const source = await openSource(join(folder, 'link'));
    expect(source.size).toBe(BYTES.length);
    await source.close();
  });

  test('a path is taken as it stands, not decoded', async () => {
    await expect(openSource(join(folder, 'a%20file.bin'))).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
  });
});

describe('servers', () => {
  test('what they say becomes a code', async () => {
    await expect(openSource(`${base}/gone`)).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
    await expect(openSource(`${base}/broken`)).rejects.toMatchObject({ code: 'READ_FAILED', message: expect.stringContaining('500') as string });
    await expect(openSource('http://127.0.0.1:9/')).rejects.toMatchObject({ code: 'READ_FAILED' });
    await expect(openSource(`${base}/cut`)).rejects.toMatchObject({ code: 'READ_FAILED' });
    expect((await openSource(`${base}/empty`)).size).toBe(0);
  });

  test('a file that changes while it is read is an error', async () => {
    const source = await openSource(`${base}/changing`);
    await expect(source.read(2_000_000, 10)).rejects.toThrow(/changed/);
  });

  test('small reads near each other cost one request', async () => {
    const source = await openSource(`${base}/ranges`);
    requests.length = 0;
    await Promise.all(Array.from({ length: 50 }, (_, index) => source.read(1_100_000 + index * 100, 8)));
    expect(requests).toEqual(['bytes=1048576-2097151']);
  });

  test('bytes that arrive are counted', async () => {
    let count = 0;
    await openSource(`${base}/plain`, { onBytes: (bytes) => (count += bytes) });
    expect(count).toBe(BYTES.length);
  });
});

test('a signal that is aborted ends reading with its reason', async () => {
  const signal = AbortSignal.abort(new Error('stop'));
  for (const [, open] of KINDS.slice(0, 7)) {
    const source = await open();
    await expect(source.read(0, 100, signal)).rejects.toThrow('stop');
    await source.close();
  }
  await expect(openSource(`${base}/plain`, { signal })).rejects.toThrow('stop');
});

test('what is no source at all is named', async () => {
  await expect(openSource(null as unknown as string)).rejects.toThrow(/got null/);
});

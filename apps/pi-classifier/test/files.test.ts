import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '@kedge/cli-kit';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { FileResult } from '../src/file-result.js';
import { listImages } from '../src/list-images.js';
import { createProgram } from '../src/program.js';
import { readAhead } from '../src/read-ahead.js';
import { bitmap, COLORS, saveColorModel, SURE_OF_COLOR, temporaryFolder } from './lib/color-model.js';

const folder = temporaryFolder();
const modelFolder = join(folder, 'model');
const pictures = join(folder, 'pictures');

beforeAll(async () => {
  mkdirSync(join(pictures, 'below'), { recursive: true });
  for (const color of COLORS) writeFileSync(join(pictures, `${color}.bmp`), bitmap(color));
  writeFileSync(join(pictures, 'below', 'RED.BMP'), bitmap('red', 5, 3));
  writeFileSync(join(pictures, 'broken.png'), 'no picture');
  writeFileSync(join(pictures, 'notes.txt'), 'no picture either');
  writeFileSync(join(pictures, 'odd[1].bmp'), bitmap('blue'));
  await saveColorModel(modelFolder);
});

async function run(args: readonly string[]): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((line) => void lines.push(String(line)));
  const errors = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  process.exitCode = undefined;
  const code = await runCommand(createProgram, [...args, '--model', modelFolder, '--backend', 'cpu']);
  process.exitCode = undefined;
  log.mockRestore();
  errors.mockRestore();
  return { code, lines };
}

const best = (line: string): string => {
  const result = JSON.parse(line) as FileResult;
  return 'error' in result ? result.error.code : (result.predictions[0]?.label ?? '');
};

describe('which pictures the arguments stand for', () => {
  it('a folder: the pictures in it and below, by name', async () => {
    const names = ['below/RED.BMP', 'blue.bmp', 'broken.png', 'green.bmp', 'odd[1].bmp', 'red.bmp'];
    expect(await listImages([pictures])).toEqual(names.map((name) => join(pictures, name)));
  });

  it('a pattern: the files that match', async () => {
    expect(await listImages([`${pictures}/{red,blue}.*`])).toEqual(['blue.bmp', 'red.bmp'].map((name) => join(pictures, name)));
  });

  it('a file whose name looks like a pattern: the file', async () => {
    expect(await listImages([join(pictures, 'odd[1].bmp')])).toEqual([join(pictures, 'odd[1].bmp')]);
  });

  it.each([['a pattern', 'nothing-*.jpg'], ['a folder', 'empty']])('%s without pictures is an error', async (_, name) => {
    mkdirSync(join(folder, 'empty'), { recursive: true });
    await expect(listImages([join(folder, name)])).rejects.toMatchObject({ code: 'NO_IMAGES' });
  });
});

describe('pictures are classified', () => {
  it.each([1, 2, 4, 50])('in batches of %i, each with its own answer, the unreadable ones with an error', async (batch) => {
    const { code, lines } = await run([pictures, join(pictures, 'missing.bmp'), '--json', '--batch', String(batch)]);
    expect(lines.map(best)).toEqual(['red', 'blue', 'UNSUPPORTED_IMAGE', 'green', 'blue', 'red', 'FILE_NOT_FOUND']);
    const [first] = lines.map((line) => JSON.parse(line) as FileResult);
    expect(first).toMatchObject({ width: 5, height: 3, backend: 'cpu' });
    // Softmax of three numbers in float32: a few roundings.
    expect(first !== undefined && 'predictions' in first ? first.predictions[0]?.probability : 0).toBeCloseTo(SURE_OF_COLOR, 6);
    expect(code).toBe(1);
  });

  it('as CSV', async () => {
    const { code, lines } = await run([join(pictures, 'red.bmp'), '--csv', '--top', '1']);
    expect(lines[0]).toBe('file,rank,index,label,probability');
    expect(lines[1]).toMatch(/red\.bmp,1,0,red,0\.57/);
    expect(code).toBe(0);
  });

  it.each([['--batch', '0'], ['--batch', 'x'], ['--top', '0'], ['--min', '2']])('not with %s %s', async (option, value) => {
    expect((await run([pictures, option, value])).code).toBe(2);
  });
});

describe('reading ahead', () => {
  it('never has more results under way than it was told, and keeps the order', async () => {
    let live = 0;
    let most = 0;
    const results: number[] = [];
    const numbers = Array.from({ length: 100 }, (_, i) => i);
    const work = async (n: number): Promise<number> => {
      live += 1;
      most = Math.max(most, live);
      await new Promise((resolve) => setImmediate(resolve));
      return n;
    };
    for await (const n of readAhead(numbers, work, 3)) {
      live -= 1;
      results.push(n);
    }
    expect(results).toEqual(numbers);
    // Three ahead, and the one that is asked for.
    expect(most).toBe(4);
  });

  it('throws where the failed result is asked for', async () => {
    const seen: number[] = [];
    const use = async (): Promise<void> => {
      for await (const n of readAhead([1, 2, 3], (n) => (n === 2 ? Promise.reject(new Error('two')) : Promise.resolve(n)), 2)) seen.push(n);
    };
    await expect(use()).rejects.toThrow('two');
    expect(seen).toEqual([1]);
  });
});

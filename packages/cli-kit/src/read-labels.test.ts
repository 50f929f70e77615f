import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readLabels } from './read-labels.js';

const folder = mkdtempSync(join(tmpdir(), 'kedge-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function labels(content: string): Promise<readonly string[]> {
  const path = join(folder, 'labels');
  writeFileSync(path, content);
  return readLabels(path);
}

describe('readLabels', () => {
  it('takes one per line, whatever ends the lines, and a JSON list', async () => {
    expect(await labels('pug\r\ngolden retriever\n\n')).toEqual(['pug', 'golden retriever']);
    expect(await labels(' ["pug", "beagle"]')).toEqual(['pug', 'beagle']);
  });

  it.each(['[1, 2]', '["pug", '])('refuses %s', async (content) => {
    await expect(labels(content)).rejects.toMatchObject({ code: 'INVALID_LABELS' });
  });

  it('says when there is no such file', async () => {
    await expect(readLabels(join(folder, 'missing'))).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
  });
});

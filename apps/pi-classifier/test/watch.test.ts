import { appendFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { watch } from '../src/watch/watch.js';
import { bitmap, saveColorModel, temporaryFolder } from './lib/color-model.js';

const folder = temporaryFolder();

it('each picture once, across restarts, renaming and a journal whose last line was cut off', async () => {
  const model = join(folder, 'model');
  const inbox = join(folder, 'inbox');
  mkdirSync(inbox);
  await saveColorModel(model);
  const lines: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((line) => void lines.push(String(line)));
  const runUntil = async (count: number): Promise<void> => {
    const controller = new AbortController();
    const watching = watch(inbox, { model, backend: 'cpu', threads: 1, preprocess: 'auto', resize: 'pil', top: 1, min: 0, json: true, interval: 0.02, signal: controller.signal });
    for (let i = 0; i < 400 && lines.length < count; i += 1) await sleep(10);
    await sleep(150);
    controller.abort();
    await watching;
  };
  writeFileSync(join(inbox, 'a.bmp'), bitmap('red'));
  await runUntil(1);
  renameSync(join(inbox, 'a.bmp'), join(inbox, 'b.bmp'));
  appendFileSync(join(inbox, '.kedge-journal'), '1:2');
  writeFileSync(join(inbox, 'c.bmp'), bitmap('blue'));
  await runUntil(2);
  await runUntil(2);
  log.mockRestore();
  expect(lines.map((line) => (JSON.parse(line) as { predictions: { label: string }[] }).predictions[0]?.label)).toEqual(['red', 'blue']);
});

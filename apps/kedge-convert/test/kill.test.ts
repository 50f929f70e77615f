import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadModel, saveModel } from '@kedge/converter';
import { dense, sequential, setSeed, type Model } from '@kedge/layers';
import { afterEach, beforeEach, expect, it } from 'vitest';

const WRITER = join(import.meta.dirname, 'write-and-tell.mjs');

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kedge-kill-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Large enough for writing to take a while. */
function large(): Model {
  setSeed(1);
  return sequential({ layers: [dense({ units: 300, inputShape: [300], name: 'a' }), dense({ units: 300, name: 'b' })], name: 'large' });
}

/** Lets a process of its own write the model again and again, and kills it after so many milliseconds. */
function killAfter(ms: number, source: string, target: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [WRITER, source, target], { stdio: ['ignore', 'pipe', 'inherit'] });
    // It says when it begins to write.
    child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), ms));
    child.once('exit', () => resolve());
    child.once('error', reject);
  });
}

it.each(['model.keras', 'tfjs'])('whoever is killed while writing %s leaves a whole model, the old or the new one', { timeout: 120_000 }, async (name) => {
  const source = join(folder, 'source.h5');
  const target = join(folder, name);
  const model = large();
  await saveModel(model, source);
  await saveModel(model, target);
  const before = await model.getWeights();
  for (const ms of [1, 40]) {
    await killAfter(ms, source, target);
    expect(await (await loadModel(target)).getWeights()).toEqual(before);
  }
  // What a kill leaves behind is beside the model, under a name that nothing reads.
  const place = name === 'tfjs' ? target : folder;
  expect(readdirSync(place).filter((file) => !file.endsWith('.tmp') && readFileSync(join(place, file)).length === 0)).toEqual([]);
});

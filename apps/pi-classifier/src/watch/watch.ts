import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { UsageError } from '@kedge/cli-kit';
import { checkModelOptions } from '../classify-files.js';
import { Classifier, type ModelOptions } from '../classifier.js';
import { describeFailure } from '../describe-failure.js';
import type { FileResult } from '../file-result.js';
import { imagesWithin } from '../list-images.js';
import { printJson, printTable } from '../print-results.js';
import { Journal } from './journal.js';

/** Options of `kedge-classify watch`. */
export interface WatchOptions extends ModelOptions {
  readonly interval: number;
  readonly journal?: string;
}

/** What a file is known by: the same after it was renamed, another after it was written to. */
async function idOf(file: string): Promise<string | undefined> {
  const found = await stat(file).catch(() => undefined);
  return found === undefined ? undefined : `${found.dev}:${found.ino}:${found.size}:${found.mtimeMs}`;
}

async function classify(file: string, classifier: Classifier): Promise<FileResult> {
  try {
    const [answer] = await classifier.run([await classifier.prepare(await readFile(file))]);
    return answer === undefined ? { file, error: { code: 'INTERNAL', message: `${file}: no answer came.` } } : { file, ...answer };
  } catch (error) {
    return { file, error: describeFailure(file, error) };
  }
}

/** Classifies each picture of a folder once it is finished: when a look finds it as the look before did. */
export async function watch(folder: string, options: WatchOptions): Promise<void> {
  checkModelOptions(options);
  if (!(options.interval > 0)) throw new UsageError(`--interval: expected seconds above 0, got ${options.interval}.`);
  const isStopped = (): boolean => options.signal?.aborted === true;
  const classifier = await Classifier.load(options);
  const journal = new Journal(options.journal ?? join(folder, '.kedge-journal'));
  let before = new Set<string>();
  try {
    while (!isStopped()) {
      const now = new Set<string>();
      for (const file of await imagesWithin(folder)) {
        const id = await idOf(file);
        if (id === undefined || journal.has(id)) continue;
        now.add(id);
        if (!before.has(id) || isStopped()) continue;
        const result = await classify(file, classifier);
        if (options.json === true) printJson(result);
        else printTable(result);
        // After the answer is out: a kill between the two repeats a picture, and loses none.
        journal.add(id);
      }
      before = now;
      await sleep(options.interval * 1000, undefined, options.signal === undefined ? {} : { signal: options.signal }).catch(() => {});
    }
  } finally {
    journal.close();
    await classifier.dispose();
  }
}

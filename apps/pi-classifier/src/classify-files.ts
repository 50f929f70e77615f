import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { progressBar, UsageError } from '@kedge/cli-kit';
import { Classifier, type ModelOptions, type Picture } from './classifier.js';
import { describeFailure, type Failure } from './describe-failure.js';
import type { FileResult } from './file-result.js';
import { listImages, STANDARD_INPUT } from './list-images.js';
import { printCsv, printJson, printTable } from './print-results.js';
import { readAhead } from './read-ahead.js';
import { SameAnswerHint } from './same-answer-hint.js';

/** Options of `kedge-classify`. */
export interface ClassifyOptions extends ModelOptions {
  readonly batch: number;
  readonly csv?: boolean;
}

/** A file that has been read, or why it has not. */
type ReadFile = { readonly file: string; readonly picture: Picture } | { readonly file: string; readonly error: Failure };

/** @throws {UsageError} when a number of the options cannot be meant. */
export function checkModelOptions({ top, min }: ModelOptions): void {
  if (!(Number.isInteger(top) && top >= 1)) throw new UsageError(`--top: expected a whole number from 1, got ${top}.`);
  if (!(min >= 0 && min <= 1)) throw new UsageError(`--min: expected a probability from 0 to 1, got ${min}.`);
}

async function read(file: string, classifier: Classifier): Promise<ReadFile> {
  try {
    const bytes = file === STANDARD_INPUT ? await buffer(process.stdin) : await readFile(file);
    return { file, picture: await classifier.prepare(bytes) };
  } catch (error) {
    return { file, error: describeFailure(file, error) };
  }
}

/** Runs the pictures of a batch; the results are in the order of the files. */
async function classifyBatch(files: readonly ReadFile[], classifier: Classifier, signal?: AbortSignal): Promise<FileResult[]> {
  const pictures = files.flatMap((entry) => ('picture' in entry ? [entry.picture] : []));
  const answers = (await classifier.run(pictures, signal === undefined ? {} : { signal })).values();
  return files.flatMap((entry): FileResult[] => {
    if ('error' in entry) return [entry];
    const answer = answers.next().value;
    return answer === undefined ? [] : [{ file: entry.file, ...answer }];
  });
}

async function* resultsOf(files: readonly string[], classifier: Classifier, { batch, signal }: ClassifyOptions): AsyncGenerator<FileResult> {
  let waiting: ReadFile[] = [];
  for await (const entry of readAhead(files, (file) => read(file, classifier), batch)) {
    signal?.throwIfAborted();
    waiting.push(entry);
    if (waiting.length < batch) continue;
    yield* await classifyBatch(waiting, classifier, signal);
    waiting = [];
  }
  yield* await classifyBatch(waiting, classifier, signal);
}

/** Classifies each picture and prints what came of it; the exit code becomes 1 when one could not be read. */
export async function classifyFiles(args: readonly string[], options: ClassifyOptions): Promise<void> {
  checkModelOptions(options);
  if (!(Number.isInteger(options.batch) && options.batch >= 1)) throw new UsageError(`--batch: expected a whole number from 1, got ${options.batch}.`);
  if (args.filter((argument) => argument === STANDARD_INPUT).length > 1) throw new UsageError("'-': standard input can be read once.");
  const files = await listImages(args);
  const classifier = await Classifier.load(options);
  const hint = new SameAnswerHint();
  const bar = progressBar('Classifying', { quiet: options.quiet === true || (process.stdout.isTTY && options.json !== true), unit: 'pictures' });
  let done = 0;
  try {
    for await (const result of resultsOf(files, classifier, options)) {
      if (options.json === true) printJson(result);
      else if (options.csv === true) printCsv(result, done === 0);
      else printTable(result);
      if ('error' in result) process.exitCode = 1;
      else hint.see(result.predictions);
      done += 1;
      bar.update(done, files.length);
    }
  } finally {
    bar.stop();
    await classifier.dispose();
  }
  hint.print();
}

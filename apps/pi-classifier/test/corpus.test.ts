import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { runCommand } from '@kedge/cli-kit';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { moderationModelFiles } from '../../../scripts/lib/moderation-model.mjs';
import type { FileResult } from '../src/file-result.js';
import { createProgram } from '../src/program.js';

interface Expected {
  readonly labels: readonly string[];
  readonly images: Readonly<Record<string, readonly number[]>>;
}

const root = join(import.meta.dirname, '..', '..', '..');
const corpus = process.env.KEDGE_CORPUS ?? join(root, '..', 'shared', 'corpus');
const hasCorpus = existsSync(join(corpus, 'real', 'expected.json'));
if (!hasCorpus) console.warn(`Skipped: the outside corpus is not at ${corpus} (set KEDGE_CORPUS).`);

/** Lossless pictures decode to the very pixels that Keras saw; JPEG and WebP decoders may differ by a level. */
const toleranceOf = (file: string): number => (/\.(png|gif|bmp)$/i.test(file) ? 0.002 : 0.01);

const temporary = mkdtempSync(join(tmpdir(), 'kedge-'));
const moderation = join(temporary, 'moderation');

beforeAll(async () => {
  const { mkdirSync } = await import('node:fs');
  mkdirSync(moderation);
  for (const [name, bytes] of moderationModelFiles()) writeFileSync(join(moderation, name), bytes);
});
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

/** Runs the command with `--json` and reads what it prints. */
async function classify(args: readonly string[]): Promise<{ code: number; results: FileResult[] }> {
  const lines: string[] = [];
  const log = vi.spyOn(console, 'log').mockImplementation((line) => void lines.push(String(line)));
  process.exitCode = undefined;
  const code = await runCommand(createProgram, [...args, '--json', '--top', '100']);
  process.exitCode = undefined;
  log.mockRestore();
  return { code, results: lines.map((line) => JSON.parse(line) as FileResult) };
}

function probabilitiesOf(result: FileResult | undefined, count: number): number[] {
  if (result === undefined || 'error' in result) throw new Error(`Expected an answer, got ${JSON.stringify(result)}.`);
  const byIndex = new Map(result.predictions.map(({ index, probability }) => [index, probability]));
  return Array.from({ length: count }, (_, i) => byIndex.get(i) ?? Number.NaN);
}

function expectAnswers(results: readonly FileResult[], expected: Expected): void {
  const byFile = new Map(results.map((result) => [basename(result.file), result]));
  for (const [file, answers] of Object.entries(expected.images)) {
    const given = probabilitiesOf(byFile.get(file), answers.length);
    const off = Math.max(...answers.map((answer, i) => Math.abs(answer - (given[i] ?? Number.NaN))));
    expect(off, `${file}: largest difference of a probability`).toBeLessThanOrEqual(toleranceOf(file));
  }
}

describe('kedge-classify on the photos of the repository', () => {
  const folder = join(root, 'fixtures', 'photos');
  const expected = JSON.parse(readFileSync(join(folder, 'moderation-answers.json'), 'utf8')) as Expected;

  it('gives the answers of real Keras for a real InceptionV3', async () => {
    const files = Object.keys(expected.images).map((name) => join(folder, name));
    const { code, results } = await classify([...files, '--model', moderation, '--labels', 'moderation', '--preprocess', 'unit']);
    expect(code).toBe(0);
    expect(results.length).toBe(files.length);
    expectAnswers(results, expected);
  });
});

describe.runIf(hasCorpus)('kedge-classify on the corpus', () => {
  const all = hasCorpus ? (JSON.parse(readFileSync(join(corpus, 'real', 'expected.json'), 'utf8')) as Record<string, Expected>) : {};
  const folder = join(corpus, 'images');
  const files = hasCorpus ? readdirSync(folder).map((name) => join(folder, name)) : [];

  it.each([
    ['dog-breeds-mobilenetv2', () => [join(corpus, 'real', 'dog-breeds-mobilenetv2.h5')]],
    ['moderation-inceptionv3', () => [moderation, '--preprocess', 'unit']],
  ])(
    '%s: every picture that Keras could open gives its answers, every other one an error line',
    async (name, model) => {
      const expected = all[name] as Expected;
      const labels = join(temporary, `${name}.json`);
      writeFileSync(labels, JSON.stringify(expected.labels));
      const { code, results } = await classify([...files, '--labels', labels, '--model', ...model()]);
      expect(results.map(({ file }) => file)).toEqual(files);
      expectAnswers(results, expected);
      const refused = results.filter((result) => 'error' in result).map(({ file }) => basename(file));
      expect(refused).toEqual(files.map((file) => basename(file)).filter((file) => !Object.hasOwn(expected.images, file)));
      expect(code, 'exit code when a picture could not be read').toBe(1);
    },
    300_000,
  );
});

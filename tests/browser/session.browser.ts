import { readFileSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadModel, saveModel } from '@kedge/converter';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { moderationModelFiles } from '../../scripts/lib/moderation-model.mjs';
import { buildPage } from './lib/build-page.js';
import { launch } from './lib/chromium.js';
import { openPage } from './lib/open-page.js';
import { serve, type StaticServer } from './lib/serve.js';
import type { PageAnswer } from './pages/session/main.js';

const photos = join(import.meta.dirname, '..', '..', 'fixtures', 'photos');

/** What real Keras answers. */
const answers = (JSON.parse(readFileSync(join(photos, 'moderation-answers.json'), 'utf8')) as { images: Record<string, readonly number[]> }).images;

/** The answers are written down to six places, and a page decodes the JPEG by another library than PIL's. */
const TOLERANCE = 0.002;

let browser: Browser;
let page: string;
let models: string;

beforeAll(async () => {
  models = await mkdtemp(join(tmpdir(), 'kedge-models-'));
  [browser, page] = await Promise.all([launch(), buildPage('session')]);
  await saveModel(await loadModel(moderationModelFiles()), join(models, 'moderation'), { format: 'tfjs', quantize: 'uint8' });
});
afterAll(() => browser?.close());

describe.each([
  { isolated: true, threads: 2, given: 2 },
  { isolated: false, threads: 2, given: 1 },
])('a page that classifies with a real InceptionV3, cross-origin isolated: $isolated', ({ isolated, threads, given }) => {
  let server: StaticServer;
  let answer: PageAnswer;

  beforeAll(async () => {
    server = await serve({ '': page, models, photos }, { isolated });
    const opened = await openPage(browser, `${server.url}/`);
    answer = await opened.evaluate(
      ([model, picture, count]) => (globalThis as unknown as { kedge: { classify(model: string, picture: string, threads: number): Promise<PageAnswer> } }).kedge.classify(model, picture, count),
      ['/models/moderation/model.json', '/photos/cat.jpg', threads] as const,
    );
  });
  afterAll(() => server?.close());

  it('answers as real Keras does', () => {
    expect(answer.backend).toBe('wasm');
    const off = Math.max(...(answers['cat.jpg'] ?? []).map((value, i) => Math.abs(value - (answer.probabilities[i] ?? Number.NaN))));
    expect(off).toBeLessThanOrEqual(TOLERANCE);
  });

  it('says how many threads there are, and why', () => {
    expect(answer.threads).toBe(given);
    expect(answer.report).toMatch(isolated ? /Threads: 2 \(asked: 2; as asked\)/ : /Threads: 1 \(asked: 2; .*not cross-origin isolated/);
  });

  it('downloads no code of tfjs', async () => {
    const scripts = server.requests.filter((path) => path.endsWith('.js'));
    expect(scripts.length).toBeGreaterThan(2);
    for (const path of new Set(scripts)) expect(await readFile(join(page, path), 'utf8'), path).not.toMatch(/KernelBackend|registerBackend/);
  });
});

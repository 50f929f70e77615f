import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildPage } from './lib/build-page.js';
import { launch } from './lib/chromium.js';
import { openPage } from './lib/open-page.js';
import { serve, type StaticServer } from './lib/serve.js';
import type { CaseResults } from './pages/op-cases/main.js';

const fixtures = join(import.meta.dirname, '..', '..', 'fixtures');

let browser: Browser;
let folder: string;

beforeAll(async () => {
  [browser, folder] = await Promise.all([launch(), buildPage('op-cases')]);
});
afterAll(() => browser?.close());

describe.each([true, false])('the kernels in a page, cross-origin isolated: %s', (isolated) => {
  let server: StaticServer;
  let page: Page;

  beforeAll(async () => {
    server = await serve({ '': folder, fixtures }, { isolated });
    page = await openPage(browser, `${server.url}/`);
  });
  afterAll(() => server?.close());

  it('say whether there can be threads', async () => {
    const features = await page.evaluate(() => (globalThis as unknown as { kedge: { features: { threads: boolean; threadsReason: string } } }).kedge.features);
    expect(features.threads).toBe(isolated);
    expect(features.threadsReason).toMatch(isolated ? /^$/ : /not cross-origin isolated/);
  });

  it.each(['baseline', 'relaxed'])('give the answers of real Keras: %s', async (build) => {
    const results = await page.evaluate(
      (name) => (globalThis as unknown as { kedge: { runCases(build: string): Promise<CaseResults> } }).kedge.runCases(name),
      build,
    );
    expect(results.failed).toEqual([]);
    expect(results.passed).toBeGreaterThan(800);
  });
});

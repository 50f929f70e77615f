import type { Browser, Page } from 'playwright-core';

/** Opens a page and waits until it says that it is ready, by a global `kedge`. What goes wrong in the page is the error. */
export async function openPage(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage();
  const failure = new Promise<never>((_, reject) => {
    page.on('pageerror', reject);
    page.on('console', (message) => {
      if (message.type() === 'error') reject(new Error(`${message.location().url}: ${message.text()}`));
    });
  });
  // Later errors are those of the tests.
  failure.catch(() => undefined);
  await page.goto(url);
  await Promise.race([page.waitForFunction(() => 'kedge' in globalThis), failure]);
  return page;
}

// @ts-check
/**
 * `npm run test:browser [-- FILE]`: tests that need a browser.
 *
 * Debian's Chromium is installed when it is missing and this is root; where there is none, the tests are skipped and the reason is printed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled } from './lib/install.mjs';
import { must, root } from './lib/process.mjs';

const PATHS = [process.env['KEDGE_CHROMIUM'] ?? '', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const isThere = () => PATHS.some((path) => path !== '' && existsSync(path));

if (!isThere() && process.getuid?.() === 0) {
  console.error('Installing Chromium ...');
  const options = /** @type {const} */ ({ stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  spawnSync('apt-get', ['update', '-qq'], options);
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], options);
}
if (!isThere()) {
  console.error('Skipped: there is no Chromium here, and it could not be installed. Install it, or name one with KEDGE_CHROMIUM.');
  process.exit(0);
}
await ensureInstalled();
await must('turbo', ['run', 'build', '--output-logs=errors-only']);
await must('vitest', ['run', '--root', join(root, 'tests', 'browser'), ...process.argv.slice(2)]);

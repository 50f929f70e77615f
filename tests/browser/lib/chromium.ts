import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Debian's Chromium, or that which `KEDGE_CHROMIUM` names. */
export function chromiumPath(): string | undefined {
  return [process.env['KEDGE_CHROMIUM'] ?? '', ...PATHS].find((path) => path !== '' && existsSync(path));
}

/** Starts Chromium without a window. */
export function launch(args: readonly string[] = []): Promise<Browser> {
  const executablePath = chromiumPath();
  if (executablePath === undefined) throw new Error('There is no Chromium here.');
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', ...args] });
}

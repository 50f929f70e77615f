// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './process.mjs';

/** Which lockfile `node_modules` was installed from. */
const marker = join(root, 'node_modules', '.kedge-installed');

function lockfileHash() {
  return createHash('sha256').update(readFileSync(join(root, 'package-lock.json'))).update(process.version).digest('hex');
}

/** Installs the dependencies unless they are those of the lockfile already. Says what it does. */
export async function ensureInstalled() {
  const wanted = lockfileHash();
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return;
  console.log('Installing dependencies (npm ci)...');
  const code = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  if (code !== 0) {
    console.error('npm ci failed; see above. Nothing else was done.');
    process.exit(code);
  }
  writeFileSync(marker, wanted);
}

// @ts-check
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Writes a generated file when it is not what it should be.
 *
 * @param {string} root Of the package.
 * @param {string} name
 * @param {string} text
 * @param {boolean} check Whether to fail instead.
 */
export function writeFile(root, name, text, check) {
  const path = join(root, name);
  let old = '';
  try {
    old = readFileSync(path, 'utf8');
  } catch {
    // Not written yet.
  }
  if (old === text) return;
  if (check) throw new Error(`${name} is stale: run 'npm run build' in packages/backend-wasm and commit it.`);
  writeFileSync(path, text);
}

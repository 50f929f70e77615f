import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Parses a file of the repository's `fixtures` folder. */
export function readFixture<T>(path: string): T {
  return JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', '..', 'fixtures', path), 'utf8')) as T;
}

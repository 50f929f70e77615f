import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tensor, type Tensor } from '@kedge/graph-core';

/** Parses a file of the repository's `fixtures` folder. */
export function readFixture<T>(path: string): T {
  return JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', '..', 'fixtures', path), 'utf8')) as T;
}

/** The numbers that `fixtures/python` fills arrays with: `(i * 37 + seed * 11) mod 19`, around zero, in eighths. */
export function numbers(shape: readonly number[], seed: number): Tensor {
  const count = shape.reduce((product, dim) => product * dim, 1);
  return tensor(Array.from({ length: count }, (_, i) => (((i * 37 + seed * 11) % 19) - 9) / 8), shape);
}

import { readFileSync } from 'node:fs';
import { parseOpCases, type OpCase } from './case.js';

/** The table that real Keras wrote: `fixtures/ops/cases.json`. */
export const opCases: readonly OpCase[] = parseOpCases(readFileSync(new URL('../../../fixtures/ops/cases.json', import.meta.url), 'utf8'));

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';
import { describe, expect, it } from 'vitest';
import * as errors from './errors.js';

const here = import.meta.dirname;
const read = (...path: string[]): string => readFileSync(join(here, ...path), 'utf8');
const files = readdirSync(here, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const rules = [...read('..', 'SPEC.md').matchAll(/^\*\*(G\d+) /gm)].map(([, rule]) => rule);

/** The titles of the tests in a file: the first argument of `it(...)` and of `it.each(...)(...)`. */
function titlesOf(file: string): string[] {
  const titles: string[] = [];
  const source = read(file);
  new Visitor({
    CallExpression({ callee, arguments: [title] }) {
      const text = title === undefined ? '' : source.slice(title.start, title.end);
      const call = source.slice(callee.start, callee.end);
      if (/^it(\.each\b.*)?$/s.test(call) && call !== 'it.each') titles.push(text.slice(1, -1));
    },
  }).visit(parseSync(file, source).program);
  return titles;
}

const titles = files.filter((file) => file.endsWith('.test.ts')).flatMap((file) => titlesOf(file).map((title) => ({ file, title })));

describe('SPEC.md', () => {
  it('G24 numbers its rules without a gap', () => {
    expect(rules).toEqual(rules.map((_, i) => `G${i + 1}`));
    expect(rules.length).toBeGreaterThan(20);
  });

  it('G24 is cited by the title of every test', () => {
    expect(titles.length).toBeGreaterThan(150);
    expect(titles.filter(({ title }) => !rules.includes(/^(G\d+) /.exec(title)?.[1] ?? ''))).toEqual([]);
  });

  it('G24 has a test for every rule', () => {
    const cited = new Set(titles.map(({ title }) => title.split(' ', 1)[0]));
    expect(rules.filter((rule) => !cited.has(rule))).toEqual([]);
  });
});

describe('errors', () => {
  it('G24 every code thrown here is listed in docs/errors.md', () => {
    const sources = files.filter((file) => !file.endsWith('.test.ts')).map((file) => read(file));
    const codes = new Set(sources.flatMap((source) => [...source.matchAll(/(?:KedgeError|super)\(\s*'([A-Z_]+)'/g)].map(([, code = '']) => code)));
    expect(codes.size).toBeGreaterThan(9);
    const listed = read('..', '..', '..', 'docs', 'errors.md');
    expect([...codes].filter((code) => !listed.includes(`\`${code}\``))).toEqual([]);
  });

  it('G24 are KedgeErrors by class, name and code', () => {
    const made = [
      new errors.InvalidArgumentError('m', { cause: 1 }),
      new errors.ShapeMismatchError('m'),
      new errors.DTypeMismatchError('m'),
      new errors.DisconnectedGraphError('m', { tensorName: 't', operationName: 'o', reached: [] }),
      new errors.CyclicGraphError('m'),
      new errors.DuplicateNameError('m'),
      new errors.BackendNotReadyError('m'),
    ];
    expect(made.every((error) => error instanceof errors.KedgeError && error.message === 'm')).toBe(true);
    expect(made.map(({ name, code }) => [name, code])).toEqual([
      ['InvalidArgumentError', 'INVALID_ARGUMENT'],
      ['ShapeMismatchError', 'SHAPE_MISMATCH'],
      ['DTypeMismatchError', 'DTYPE_MISMATCH'],
      ['DisconnectedGraphError', 'DISCONNECTED_GRAPH'],
      ['CyclicGraphError', 'CYCLIC_GRAPH'],
      ['DuplicateNameError', 'DUPLICATE_NAME'],
      ['BackendNotReadyError', 'BACKEND_NOT_READY'],
    ]);
    expect(made[0]?.cause).toBe(1);
  });
});

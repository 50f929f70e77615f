import { readdirSync, readFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly version?: string;
  readonly license?: string;
  readonly type?: string;
  readonly sideEffects?: boolean;
  readonly engines?: { readonly node: string };
  readonly dependencies?: Readonly<Record<string, string>>;
}

const manifests = ['packages', 'apps'].flatMap((kind) =>
  readdirSync(join(root, kind)).map((name) => ({ folder: `${kind}/${name}`, manifest: JSON.parse(read(`${kind}/${name}/package.json`)) as Manifest })),
);
const published = manifests.filter(({ manifest }) => manifest.private !== true);

/** Files that git tracks, without what only looks like text. */
const tracked = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((file) => /\.(ts|mjs|json|md|yml|html|css)$/.test(file) && !file.startsWith('fixtures/'));

describe('the repository', () => {
  it('names no registry host in the lockfile', () => {
    expect(read('package-lock.json')).not.toMatch(/"resolved": "https?:/);
  });

  it('holds no path of a machine', () => {
    const paths = /(?:^|[\s"'`(=])\/(?:root|home\/[a-z]|Users\/[a-z]|tmp\/[a-z])/m;
    const guilty = tracked.filter((file) => file !== 'tests/repository.test.ts' && paths.test(read(file)));
    expect(guilty).toEqual([]);
  });

  it('says the same of every published package', () => {
    expect(published.length).toBeGreaterThan(0);
    for (const { folder, manifest } of published) {
      const where = `${folder}/package.json`;
      expect(manifest.license, where).toBe('Apache-2.0');
      expect(manifest.type, where).toBe('module');
      expect(manifest.engines?.node, where).toBe('>=20.19');
      if (folder.startsWith('packages/')) expect(manifest.sideEffects, where).toBe(false);
    }
  });

  it('explains every error code', () => {
    const sources = execFileSync('git', ['ls-files', 'packages/*/src/*.ts', 'apps/*/src/*.ts'], { cwd: root, encoding: 'utf8' }).split('\n');
    const thrown = sources
      .filter((file) => file !== '' && !file.endsWith('.test.ts'))
      .flatMap((file) => [...read(file).matchAll(/(?:super|Error)\(\s*'([A-Z][A-Z_]+)'/g)].map(([, code]) => code ?? ''));
    expect(thrown.length).toBeGreaterThan(20);
    const explained = read('docs/errors.md');
    expect([...new Set(thrown)].filter((code) => !explained.includes(`\`${code}\``))).toEqual([]);
  });

  it('gives a reason for every runtime dependency', () => {
    const reasons = read('docs/dependencies.md');
    const names = published.flatMap(({ manifest }) => Object.keys(manifest.dependencies ?? {})).filter((name) => !name.startsWith('@kedge/'));
    for (const name of new Set(names)) expect(reasons, name).toContain(`\`${name}\``);
  });
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { KedgeError } from '@kedge/graph-core';
import { modelFromConfig } from '@kedge/layers';
import { describe, expect, it } from 'vitest';
import { inspect, loadModel } from '../src/index.js';
import { openModelFile } from '../src/read/open-model-file.js';

const folder = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'configs');
const textOf = (name: string): string => readFileSync(join(folder, `${name}.yaml`), 'utf8');
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

async function outcome(text: string): Promise<unknown> {
  try {
    return (await openModelFile(bytes(text))).config;
  } catch (error) {
    if (error instanceof KedgeError && error.code !== 'INTERNAL') return error;
    throw error;
  }
}

describe('YAML architectures', () => {
  it.each(['sequential', 'tuples'])('%s is the network that it describes', async (name) => {
    const file = await openModelFile(join(folder, `${name}.yaml`));
    const model = await modelFromConfig(file.config, { dialect: file.dialect });
    expect(model.layers.map((layer) => layer.name)).toEqual(['conv', 'flat', 'out']);
    // A 3x3 window over 3 channels for each of 4 filters; 6x6 cells of 4 channels into 2 classes; and a bias for each.
    expect(model.countParams()).toBe(3 * 3 * 3 * 4 + 4 + 6 * 6 * 4 * 2 + 2);
    expect(model.inputs[0]?.shape).toEqual([null, 8, 8, 3]);
  });

  it('a shared layer stays one layer', async () => {
    const inspection = await inspect(join(folder, 'functional.yaml'));
    expect(inspection).toMatchObject({ format: 'architecture', name: 'with_shared', params: 4 * 4 + 4 });
    expect(inspection.layers.find(({ name }) => name === 'shared')?.calls).toBe(3);
  });

  it('with weights beside it is a model', async () => {
    const models = join(folder, '..', 'models');
    const place = mkdtempSync(join(tmpdir(), 'kedge-'));
    try {
      const architecture = (await loadModel(join(models, 'keras2-row.h5'))).getConfig('keras2');
      const lines = JSON.stringify({ class_name: 'Sequential', config: architecture }, undefined, 1);
      // JSON is YAML, but for the brace at the beginning, by which JSON is told.
      writeFileSync(join(place, 'row.yaml'), `class_name: Sequential\nconfig: ${JSON.stringify(architecture)}\n`);
      expect(lines).toContain('Sequential');
      await expect(loadModel(join(place, 'row.yaml'), { weights: join(models, 'keras2-row.h5') })).resolves.toBeDefined();
    } finally {
      rmSync(place, { recursive: true, force: true });
    }
  });

  it.each([
    ['no mapping', 'config: [1, 2\n'],
    ['brackets without end', `config: ${'['.repeat(1e6)}`],
    ['blocks without end', `config:\n${Array.from({ length: 3000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')}`],
    ['dashes without end', `config:\n  ${'- '.repeat(1e5)}`],
    ['references that multiply', `config: &a [1,1,1,1,1,1,1,1,1,1]\n${Array.from({ length: 25 }, (_, i) => `k${i}: &k${i} [${Array.from({ length: 10 }, () => (i === 0 ? '*a' : `*k${i - 1}`)).join(',')}]`).join('\n')}`],
    ['a polluted prototype', 'class_name: Sequential\nconfig:\n  __proto__: {a: 1}\n'],
  ])('%s is one clear error', async (_, text) => {
    expect(await outcome(text)).toMatchObject({ code: 'CORRUPT_FILE' });
  });

  it('damaged anywhere is an error or a config, never a crash', async () => {
    const original = textOf('tuples');
    await fc.assert(
      fc.asyncProperty(fc.nat(original.length - 1), fc.string({ minLength: 1, maxLength: 4 }), async (at, junk) => {
        await outcome(`backend: x\n${original.slice(0, at)}${junk}${original.slice(at + junk.length)}`);
      }),
      { numRuns: 150 },
    );
  });
});

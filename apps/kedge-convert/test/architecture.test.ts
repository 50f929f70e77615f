import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { applications } from '@kedge/applications';
import { loadModel } from '@kedge/converter';
import type { Model } from '@kedge/layers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { numbers } from '../../../fixtures/numbers.mjs';
import { parseArchitecture } from '../src/architecture.js';
import { runCli } from './run-cli.js';

const weights = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'applications', 'weights');

describe('--architecture', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kedge-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it.each(applications.map(({ name }) => [name]))('knows %s, with options', async (name) => {
    const model = (await parseArchitecture(`${name}?includeTop=false&pooling=max&inputShape=[96,96,3]&name=mine`)) as Model;
    expect([model.name, model.input.shape]).toEqual(['mine', [null, 96, 96, 3]]);
    expect(model.output.shape.length).toBe(2);
  });

  it('refuses options that the network does not have', async () => {
    await expect(parseArchitecture('vgg16?alpha=0.5')).rejects.toThrow(/vgg16: unknown option 'alpha'/);
  });

  it('brings weights of Keras together with their network', async () => {
    const [file, out] = [join(folder, 'mobile.h5'), join(folder, 'out')];
    writeFileSync(file, gunzipSync(readFileSync(join(weights, 'mobileNet.h5.gz'))));
    const result = await runCli([file, out, '--architecture', 'mobileNet?alpha=0.03125&includeTop=false&inputShape=[32,32,3]']);
    expect(result).toMatchObject({ code: 0, stderr: '' });
    const model = await loadModel(out);
    const loaded = await model.getWeights();
    const byPath = new Map(model.weights.map(({ path }, i) => [path, loaded[i]?.data]));
    expect(byPath.get('conv1/kernel')).toEqual(numbers([3, 3, 3, 1], 0).data);
  });
});

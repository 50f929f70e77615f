import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tensor } from '@kedge/graph-core';
import { dense, input, model, sequential, type Model } from '@kedge/layers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadModel, loadModelWithReport, saveModel, serializeModel } from '../src/index.js';
import { openHdf5 } from '../src/hdf5/open.js';
import { MemorySource } from '../src/io/memory-source.js';

const models = join(import.meta.dirname, '..', '..', '..', 'fixtures', 'models');
const h5Of = async (m: Model): Promise<Uint8Array> => (await serializeModel(m, { format: 'h5' })).get('model.h5') as Uint8Array;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kedge-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('.h5', () => {
  it.each(['keras2-picture', 'keras2-nested', 'keras3-picture', 'keras3-nested', 'keras3-row'])('%s comes back with every weight bit-equal', async (name) => {
    const original = await loadModel(join(models, `${name}.h5`));
    const again = await loadModel(await h5Of(original));
    expect(again.weights.map(({ path }) => path)).toEqual(original.weights.map(({ path }) => path));
    expect(await again.getWeights()).toEqual(await original.getWeights());
    expect(again.getConfig('keras2')).toEqual(original.getConfig('keras2'));
  });

  it('is the same bytes for the same model, whenever it is written', async () => {
    const original = await loadModel(join(models, 'keras2-picture.h5'));
    const first = await h5Of(original);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect(Buffer.compare(await h5Of(original), first)).toBe(0);
  });

  it('keras#11200: holds layers whose names have slashes, one inside the other', async () => {
    const x = input({ shape: [2], name: 'x' });
    const y = dense({ units: 2, name: 'conv1/bn' }).apply(dense({ units: 2, name: 'conv1' }).apply(x));
    const original = model({ inputs: x, outputs: y });
    const again = await loadModel(await h5Of(original));
    expect(await again.getWeights()).toEqual(await original.getWeights());
  });

  it("keras#9398: splits lists of names above HDF5's limit", async () => {
    const name = (i: number): string => `a_layer_with_a_rather_long_name_as_generators_make_them_${i}`;
    const layers = Array.from({ length: 1500 }, (_, i) => dense({ units: 1, useBias: false, name: name(i), ...(i === 0 ? { inputShape: [1] } : {}) }));
    const original = sequential({ layers });
    const bytes = await h5Of(original);
    const { root } = await openHdf5(new MemorySource(bytes, 'long.h5'));
    const stored = await root.group('model_weights');
    expect(await stored?.attribute('layer_names')).toBeUndefined();
    expect(await stored?.attribute('layer_names1')).toBeDefined();
    const again = await loadModel(bytes);
    expect(again.layers.length).toBe(1500);
    expect(await again.getWeights()).toEqual(await original.getWeights());
  });
});

describe('saving to disk', () => {
  const small = (): Model => sequential({ layers: [dense({ units: 2, inputShape: [3], name: 'd' })], name: 's' });

  it('tells the format from the target', async () => {
    expect((await saveModel(small(), join(folder, 'a.h5'))).files).toEqual([join(folder, 'a.h5')]);
    const { files } = await saveModel(small(), join(folder, 'b'));
    expect(files.at(-1)).toBe(join(folder, 'b', 'model.json'));
  });

  it('touches nothing else in a folder, and replaces a model only with force', async () => {
    writeFileSync(join(folder, 'notes.txt'), 'mine');
    await saveModel(small(), folder);
    await expect(saveModel(small(), folder)).rejects.toMatchObject({ code: 'FILE_EXISTS' });
    await saveModel(small(), folder, { force: true });
    expect(readFileSync(join(folder, 'notes.txt'), 'utf8')).toBe('mine');
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('lets labels and preprocessing travel with a tfjs model', async () => {
    await saveModel(small(), folder, { labels: ['cat', 'dog'], preprocess: 'tf' });
    const { file } = await loadModelWithReport(folder);
    expect(file.metadata).toEqual({ kedge: { labels: ['cat', 'dog'], preprocess: 'tf' } });
  });

  it('tfjs#1602: quantizes kernels, and leaves vectors as they are', async () => {
    const m = small();
    m.setWeights([tensor([0.1, -0.2, 0.3, 0.5, -0.7, 0.9], [3, 2]), tensor([0.123456789, -5], [2])]);
    const { tensors } = await saveModel(m, folder, { quantize: 'uint8' });
    expect(tensors.map(({ stored }) => stored)).toEqual(['uint8', 'float32']);
    // Half a step of 255 over the range from -0.7 to 0.9, and what float32 rounds.
    expect(tensors[0]?.worstError).toBeLessThanOrEqual(1.6 / 255 / 2 + 1e-6);
    const again = await loadModel(folder);
    expect((await again.getWeights())[1]).toEqual((await m.getWeights())[1]);
  });
});

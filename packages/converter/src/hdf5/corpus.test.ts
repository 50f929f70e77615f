import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { FileSource } from '../io/file-source.js';
import type { Hdf5Dataset } from './dataset.js';
import type { Hdf5Group } from './group.js';
import { openHdf5 } from './open.js';

/** What h5py read in each file: see fixtures/python/hdf5_goldens.py. */
interface Expected {
  readonly datasets: number;
  readonly data: string;
  readonly textAttributes: number;
  readonly attributes: string;
}

const CORPUS = process.env['KEDGE_CORPUS'] ?? fileURLToPath(new URL('../../../../../shared/corpus', import.meta.url));
const EXPECTED = JSON.parse(readFileSync(new URL('../../../../fixtures/hdf5/corpus.json', import.meta.url), 'utf8')) as Record<string, Expected>;
const isThere = existsSync(CORPUS);
if (!isThere) console.log(`Skipped: the corpus of real files is not at ${CORPUS}. Set KEDGE_CORPUS to its folder.`);

test.skipIf(!isThere)('every .h5 of the corpus gives what h5py reads: all datasets and all text attributes', async () => {
  for (const [name, expected] of Object.entries(EXPECTED)) {
    const source = await FileSource.open(`${CORPUS}/${name}`);
    const found = await summary((await openHdf5(source)).root);
    await source.close();
    expect(found, name).toEqual(expected);
  }
  expect(Object.keys(EXPECTED).length).toBeGreaterThan(60);
});

async function summary(root: Hdf5Group): Promise<Expected> {
  const objects = await allObjects(root);
  const data = createHash('sha256');
  const attributes = createHash('sha256');
  let [datasets, textAttributes] = [0, 0];
  for (const path of [...objects.keys()].sort()) {
    const object = objects.get(path) as Hdf5Group | Hdf5Dataset;
    for (const name of await object.attributeNames()) {
      const value = await object.attribute(name);
      const texts = typeof value === 'string' ? [value] : Array.isArray(value) && typeof value[0] === 'string' ? (value as string[]) : undefined;
      if (!texts) continue;
      textAttributes++;
      attributes.update([path, name, ...texts].join('\0'));
    }
    if (object.kind === 'group') continue;
    datasets++;
    data.update(`${path} ${JSON.stringify(object.shape)}\n`);
    const tensor = object.dtype === 'string' ? await object.read() : await object.read('float32');
    data.update(tensor.dtype === 'string' ? tensor.data.join('\0') : new Uint8Array(tensor.data.buffer));
  }
  return { datasets, data: data.digest('hex').slice(0, 16), textAttributes, attributes: attributes.digest('hex').slice(0, 16) };
}

async function allObjects(root: Hdf5Group): Promise<Map<string, Hdf5Group | Hdf5Dataset>> {
  const objects = new Map<string, Hdf5Group | Hdf5Dataset>();
  const open: (Hdf5Group | Hdf5Dataset)[] = [root];
  for (let object = open.pop(); object; object = open.pop()) {
    objects.set(object.path, object);
    if (object.kind === 'dataset') continue;
    for (const name of await object.keys()) open.push((await object.get(name)) as Hdf5Group | Hdf5Dataset);
  }
  return objects;
}

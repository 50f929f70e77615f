import { KedgeError, type NumericTensor } from '@kedge/graph-core';
import type * as H5wasm from 'h5wasm';
import { clearTimes } from './clear-times.js';
import { longest, writeSteps, type WritableAttribute, type WritableGroup, type WriteStep } from './write-tree.js';

/** A counter for names in the library's own, virtual file system. */
let written = 0;

/**
 * Writes an HDF5 file that every release of Keras and h5py reads. The HDF5 library (`h5wasm`, some megabytes) is loaded
 * on the first call. The same content gives the same bytes.
 *
 * @param root The root group.
 * @returns The bytes of the file.
 * @throws {InvalidArgumentError} for a tree that HDF5 cannot hold.
 * @throws {KedgeError} `WRITE_FAILED` when the library could not write it (for example for lack of memory).
 */
export async function writeHdf5(root: WritableGroup): Promise<Uint8Array> {
  const steps = writeSteps(root);
  const library = await import('h5wasm');
  const { FS } = await library.ready;
  const path = `/kedge-${++written}.h5`;
  try {
    const bytes = writeWith(library, FS, path, steps);
    const objects = await clearTimes(bytes);
    // The library reports a failure on the console only, so what it wrote is counted.
    const expected = 1 + steps.filter(({ kind }) => kind !== 'attribute').length;
    if (objects !== expected) throw new Error(`${objects} of ${expected} objects were written`);
    return bytes;
  } catch (cause) {
    if (cause instanceof KedgeError && cause.code !== 'CORRUPT_FILE') throw cause;
    throw new KedgeError('WRITE_FAILED', `The HDF5 file could not be written: ${cause instanceof Error ? cause.message : String(cause)}. A large model may need more memory than there is; save it as a tfjs model instead.`, { cause });
  } finally {
    if (FS.analyzePath(path).exists) FS.unlink(path);
  }
}

function writeWith(library: typeof H5wasm, fs: { readFile(path: string): Uint8Array }, path: string, steps: readonly WriteStep[]): Uint8Array {
  // The oldest structures: every reader knows them, and their headers carry no checksum over the times cleared later.
  const file = new library.File(path, 'w', { libver: ['earliest', 'latest'] });
  try {
    const places = new Map<string, H5wasm.Group | H5wasm.Dataset>([['/', file]]);
    for (const step of steps) takeStep(places, step);
  } finally {
    file.close();
  }
  return fs.readFile(path);
}

function takeStep(places: Map<string, H5wasm.Group | H5wasm.Dataset>, step: WriteStep): void {
  if (step.kind === 'attribute') return writeAttribute(placeOf(places, step.path), step.name, step.value);
  const cut = step.path.lastIndexOf('/');
  const parent = placeOf(places, step.path.slice(0, cut) || '/') as H5wasm.Group;
  const name = step.path.slice(cut + 1);
  places.set(step.path, step.kind === 'group' ? parent.create_group(name) : writeDataset(parent, name, step.tensor));
}

function placeOf(places: ReadonlyMap<string, H5wasm.Group | H5wasm.Dataset>, path: string): H5wasm.Group | H5wasm.Dataset {
  const place = places.get(path);
  if (!place) throw new Error(`${path} was not made`);
  return place;
}

function writeDataset(parent: H5wasm.Group, name: string, { data, shape, dtype }: NumericTensor): H5wasm.Dataset {
  const code = { float32: '<f', int32: '<i', uint8: '<B', bool: '<B' }[dtype];
  return parent.create_dataset({ name, data, shape: [...shape], dtype: code as '<f' });
}

function writeAttribute(place: H5wasm.Group | H5wasm.Dataset, name: string, value: WritableAttribute): void {
  if (typeof value === 'string') return place.create_attribute(name, value, [], 'S');
  if (typeof value === 'number') return place.create_attribute(name, new Float64Array([value]), [], '<d');
  if (value.every((item) => typeof item === 'string')) return place.create_attribute(name, [...value], [value.length], `S${longest(value)}`);
  place.create_attribute(name, Float64Array.from(value as readonly number[]), [value.length], '<d');
}

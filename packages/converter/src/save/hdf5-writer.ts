import type { Tensor } from '@kedge/graph-core';

/** What an attribute can hold: text, or a list of texts. */
export type Hdf5Attribute = string | readonly string[];

/** A group to be written: attributes, groups and arrays by name. */
export interface Hdf5Tree {
  readonly attributes?: Readonly<Record<string, Hdf5Attribute>>;
  readonly groups?: Readonly<Record<string, Hdf5Tree>>;
  readonly datasets?: Readonly<Record<string, Tensor>>;
}

/** The part of h5wasm's groups that is used here. */
interface H5wasmGroup {
  create_attribute(name: string, data: string | string[] | number[], shape?: number[] | null, dtype?: string | null): void;
  create_group(name: string): H5wasmGroup;
  create_dataset(options: { name: string; data: Float32Array | Int32Array | Uint8Array; shape: number[]; dtype: string }): unknown;
}

const DTYPES: Readonly<Record<Exclude<Tensor['dtype'], 'string'>, string>> = { float32: '<f4', int32: '<i4', uint8: '<B', bool: '<B' };

/** Files of h5wasm's own file system need a name; each write has its own. */
let written = 0;

/**
 * Writes a tree of groups as an HDF5 file that every version of h5py and Keras opens. The same tree gives the same bytes.
 *
 * The library that writes (`h5wasm`, megabytes) is loaded on the first call.
 */
export async function writeHdf5(tree: Hdf5Tree): Promise<Uint8Array> {
  const { default: h5wasm } = await import('h5wasm');
  const { FS } = await h5wasm.ready;
  written += 1;
  const name = `kedge-${written}.h5`;
  try {
    withoutClock(() => {
      const file = new h5wasm.File(name, 'w', { libver: ['earliest', 'latest'] });
      try {
        writeGroup(file as unknown as H5wasmGroup, tree);
        file.flush();
      } finally {
        file.close();
      }
    });
    return FS.readFile(name);
  } finally {
    if (FS.analyzePath(name, false).exists) FS.unlink(name);
  }
}

/**
 * Runs `fn`, which must be synchronous, as if it were 1970: HDF5 stamps objects with the time, and the same model should give the
 * same bytes. Nothing else can run in between, so nobody else sees it.
 */
function withoutClock<T>(fn: () => T): T {
  const now = Date.now;
  Date.now = () => 0;
  try {
    return fn();
  } finally {
    Date.now = now;
  }
}

function writeGroup(group: H5wasmGroup, { attributes = {}, groups = {}, datasets = {} }: Hdf5Tree): void {
  for (const [name, value] of Object.entries(attributes)) writeAttribute(group, name, value);
  for (const [name, tree] of Object.entries(groups)) writeGroup(group.create_group(name), tree);
  for (const [name, value] of Object.entries(datasets)) {
    if (value.dtype === 'string') continue;
    group.create_dataset({ name, data: value.data, shape: [...value.shape], dtype: DTYPES[value.dtype] });
  }
}

/** Lists are texts of one fixed length, as h5py writes them; an empty one has no type of text and becomes an empty list of numbers. */
function writeAttribute(group: H5wasmGroup, name: string, value: Hdf5Attribute): void {
  if (typeof value === 'string') group.create_attribute(name, value);
  else if (value.length === 0) group.create_attribute(name, [], [0], '<f8');
  else group.create_attribute(name, [...value], null, `S${Math.max(1, ...value.map(byteLength))}`);
}

const ENCODER = /* @__PURE__ */ new TextEncoder();

/** Bytes that a text takes in a file. */
export function byteLength(text: string): number {
  return ENCODER.encode(text).length;
}

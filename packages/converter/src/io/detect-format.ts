import { checkNotEmpty } from './checks.js';
import { CorruptFileError, UnsupportedFormatError } from './errors.js';
import { REFUSED_FORMATS, refuseZip } from './refused-formats.js';
import type { RandomAccessSource } from './source.js';
import { readZipDirectory } from './zip-directory.js';

/** The formats that are read: HDF5 (`.h5`, `.hdf5`), a `.keras` archive, JSON (`model.json` or an architecture), an architecture as YAML. */
export type FileFormat = 'hdf5' | 'zip' | 'json' | 'yaml';

/** How YAML of Keras begins: a key of its outermost mapping, in any order. */
const YAML = /^(\xef\xbb\xbf)?(%YAML[^\n]*\n)?(---\s*\n)?\s*(#[^\n]*\n\s*)*(backend|class_name|config|keras_version)\s*:/;

const HEAD = 512;

/**
 * Tells the format of a file from its bytes; its name plays no part.
 *
 * @throws {UnsupportedFormatError} for a format that is recognised but not read (SavedModel, TFLite, ONNX, PyTorch, a web
 *   page, ...) and for an unknown one; the message names it and the way out.
 * @throws {KedgeError} `EMPTY_FILE`.
 */
export async function detectFormat(source: RandomAccessSource, signal?: AbortSignal): Promise<FileFormat> {
  checkNotEmpty(source);
  const head = await source.read(0, Math.min(HEAD, source.size), signal);
  const text = Array.from(head, (byte) => String.fromCharCode(byte)).join('');
  if (text.startsWith('PK\x03\x04') || text.startsWith('PK\x05\x06')) return detectZip(source, signal);
  if ((await hdf5Start(source, signal)) !== undefined) return 'hdf5';
  if (/^(\xef\xbb\xbf)?\s*[{[]/.test(text)) return 'json';
  if (YAML.test(text)) return 'yaml';
  for (const { format, matches, wayOut } of REFUSED_FORMATS) {
    if (matches(head, text)) throw new UnsupportedFormatError(format, message(source, format, wayOut));
  }
  const beginning = Array.from(head.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  throw new UnsupportedFormatError('unknown', message(source, `of an unknown format (it begins with ${beginning})`, 'if it was a model once, it is damaged; get it again'));
}

/**
 * Where the HDF5 content of a file begins: at 0, or behind a user block of 512, 1024, 2048, ... bytes.
 *
 * @returns The offset in bytes, or undefined when the file has no HDF5 signature.
 */
export async function hdf5Start(source: RandomAccessSource, signal?: AbortSignal): Promise<number | undefined> {
  for (let at = 0; at + 8 <= source.size; at = at === 0 ? 512 : at * 2) {
    const bytes = await source.read(at, 8, signal);
    if (String.fromCharCode(...bytes) === '\x89HDF\r\n\x1a\n') return at;
  }
  return undefined;
}

async function detectZip(source: RandomAccessSource, signal?: AbortSignal): Promise<FileFormat> {
  const entries = await readZipDirectory(source, signal);
  const refused = refuseZip([...entries.keys()]);
  if (refused) throw new UnsupportedFormatError(refused.format, message(source, refused.format, refused.wayOut));
  return 'zip';
}

function message(source: RandomAccessSource, format: string, wayOut: string): string {
  const kind = format.startsWith('of ') ? format : `${/^[AEIOR]|^H5|^NumPy$/.test(format) && !format.startsWith('RA') ? 'an' : 'a'} ${format}`;
  return `${source.name}: expected a Keras .h5 or .keras file, a tfjs model.json or an architecture (JSON, YAML), and this is ${kind}: ${wayOut}.`;
}

/**
 * Picks the model in a folder.
 *
 * @param names Names of what the folder holds, without their path.
 * @returns `model.json` where there is one, else the only `.keras`, `.h5` or `.hdf5` file.
 * @throws {UnsupportedFormatError} for the folder of a SavedModel or a checkpoint; {@link CorruptFileError} when no or
 *   several files could be meant.
 */
export function findModelInFolder(folder: string, names: readonly string[]): string {
  if (names.includes('model.json')) return 'model.json';
  const models = names.filter((name) => /\.(keras|h5|hdf5)$/i.test(name) && !name.startsWith('.'));
  const [only] = models;
  if (only !== undefined && models.length === 1) return only;
  if (names.includes('saved_model.pb') || names.includes('saved_model.pbtxt')) {
    throw new UnsupportedFormatError('SavedModel', `${folder}: expected a folder with a model.json, and this is a SavedModel: it holds TensorFlow operations and no Keras layers that could be read here. Load it where it was made and save it with model.save('model.keras').`);
  }
  if (names.includes('checkpoint') || names.some((name) => /\.data-\d+-of-\d+$/.test(name))) {
    throw new UnsupportedFormatError('TensorFlow checkpoint', `${folder}: expected a folder with a model.json, and this is a checkpoint, which holds no architecture. Save the model with model.save('model.keras').`);
  }
  const found = models.length > 0 ? `several models: ${models.join(', ')}` : `none among ${names.length} files`;
  throw new CorruptFileError(`${folder}: expected a model.json or exactly one .keras, .h5 or .hdf5 file in the folder, got ${found}. Name the file.`);
}

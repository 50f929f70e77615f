import { KedgeError } from '@kedge/graph-core';
import type { Model } from '@kedge/layers/engine';
import { writeModelFolder } from '../io/atomic-write.js';
import { toPath } from '../io/file-source.js';
import { nodeBuiltin } from '../io/node.js';
import { loadModel } from '../load/load-model.js';
import { openModelFile } from '../read/open-model-file.js';
import type { WeightReport } from '../tfjs/encode-weight.js';
import { expectComplete } from '../weights/plan.js';
import { planWeights } from '../weights/plan-weights.js';
import { serializeToFiles, type SaveFormat, type SerializedModel, type SerializeOptions } from './serialize-model.js';

/** How to save. */
export interface SaveOptions extends Omit<SerializeOptions, 'format'> {
  /** Told from the target when missing: see {@link formatOfTarget}. */
  readonly format?: SaveFormat;
  /** Whether a model that is there already is replaced; else that is an error. */
  readonly force?: boolean;
  readonly signal?: AbortSignal;
}

/** What was written. */
export interface SaveReport {
  /** Paths, the main file last. */
  readonly files: readonly string[];
  /** Bytes in all. */
  readonly bytes: number;
  /** Range and rounding of each weight; empty for formats that store float32 as it is. */
  readonly tensors: readonly WeightReport[];
  /** What the format, or its usual reader, cannot do with this model. */
  readonly notices: readonly string[];
}

/** The format that a path asks for: `.keras`, `.weights.h5`, `.h5` and `.hdf5` are Keras, a folder or a `.json` is tfjs. */
export function formatOfTarget(target: string): SaveFormat {
  if (/\.keras$/i.test(target)) return 'keras';
  if (/\.weights\.h5$/i.test(target)) return 'weights';
  return /\.(h5|hdf5)$/i.test(target) ? 'h5' : 'tfjs';
}

/** Where the files go: the folder, and what the main file is called there. */
interface Place {
  readonly folder: string;
  readonly main: string;
}

function placeOf(target: string, format: SaveFormat): Place {
  const { basename, dirname } = nodeBuiltin('node:path');
  const isFile = (format !== 'tfjs' && format !== 'graph') || /\.json$/i.test(target);
  return isFile ? { folder: dirname(target), main: basename(target) } : { folder: target, main: 'model.json' };
}

/**
 * Saves a model to disk (Node). What is written is read back first, so that what is saved also loads. Files appear by rename,
 * the main one last: a kill at any time leaves the old model or none.
 *
 * @param target A path or a `file:` URL of a file, or of a folder for tfjs.
 * @throws {KedgeError} `FILE_EXISTS` for a model that is there already, without `force`; `WRITE_FAILED`.
 * @throws UnsupportedInFormatError when the format cannot hold the model.
 */
export async function saveModel(model: Model, target: string | URL, options: SaveOptions = {}): Promise<SaveReport> {
  const path = toPath(target);
  const format = options.format ?? formatOfTarget(path);
  const { folder, main } = placeOf(path, format);
  const { join } = nodeBuiltin('node:path');
  if (options.force !== true) await expectFree(join(folder, main));
  const serialized = await serializeToFiles(model, { ...options, format });
  await expectReadable(serialized, model, format, options.signal);
  options.signal?.throwIfAborted();
  return write(serialized, folder, main, options.signal);
}

async function expectFree(path: string): Promise<void> {
  const exists = await nodeBuiltin('node:fs/promises').stat(path).then(() => true, () => false);
  if (exists) throw new KedgeError('FILE_EXISTS', `${path} is there already. Name another target, or use force (commands: --force) to replace it.`);
}

/** tfjs#8328: a conversion that reports success must give something that loads. */
async function expectReadable({ files, main }: SerializedModel, model: Model, format: SaveFormat, signal: AbortSignal | undefined): Promise<void> {
  const bytes = files.get(main);
  const source = files.size === 1 && bytes !== undefined ? bytes : files;
  if (format !== 'weights') {
    await loadModel(source, signal === undefined ? {} : { signal });
    return;
  }
  const file = await openModelFile(source, signal);
  if (file.weights !== undefined) expectComplete(planWeights(model, file.weights, main).plan, main);
  await file.close();
}

async function write({ files, main, tensors, notices }: SerializedModel, folder: string, mainName: string, signal: AbortSignal | undefined): Promise<SaveReport> {
  const { [main]: content = new Uint8Array(), ...others } = Object.fromEntries(files);
  const written = await writeModelFolder(folder, new Map(Object.entries(others)), content, { mainName, signal });
  return { files: written, bytes: [...files.values()].reduce((sum, bytes) => sum + bytes.length, 0), tensors, notices };
}

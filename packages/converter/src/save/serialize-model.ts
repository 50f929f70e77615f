import { KedgeError } from '@kedge/graph-core';
import { readModelConfig, type CompileFormat, type Dialect, type Model } from '@kedge/layers/engine';
import { stockTfjsReasons } from '../inspect/stock-tfjs.js';
import type { JsonObject, JsonValue } from '../io/json.js';
import type { Quantization, WeightReport } from '../tfjs/encode-weight.js';
import { writeTfjs, type TfjsFiles } from '../tfjs/write-model.js';
import { weightsByLayer } from './named-weights.js';
import { optimizerState } from './optimizer-state.js';
import { KERAS_VERSION, kerasTopology, tfjsTopology } from './topology.js';

/** Formats that models are written in. */
export type SaveFormat = 'tfjs' | 'graph' | 'h5' | 'keras' | 'weights';

/** What goes into the file besides the model. */
export interface SerializeOptions {
  readonly format: SaveFormat;
  /**
   * The generation of Keras that is to load it: 3, or 2 (2.13 to 2.15 for `.keras` and `.weights.h5`). When missing, 3 for those
   * and 2 for `.h5`, which Keras 3 loads, too.
   */
  readonly keras?: 2 | 3;
  /** How weights are stored in a tfjs model of either kind; float32 when missing. */
  readonly quantize?: Quantization;
  /** Size of the files that the weights of a tfjs model are cut into, in bytes. */
  readonly shardBytes?: number;
  /** Class names; they travel with a tfjs model. */
  readonly labels?: readonly string[];
  /** How pictures are scaled for the model; travels with a tfjs model. */
  readonly preprocess?: string;
}

/** The bytes of a model, by file name, and what was done to its weights. */
export interface SerializedModel {
  /** The file that is written last: `model.json`, `model.h5`, `model.keras` or `model.weights.h5`. */
  readonly main: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly tensors: readonly WeightReport[];
  /** What the format, or its usual reader, cannot do with this model. */
  readonly notices: readonly string[];
}

/**
 * A model as the bytes of its files; the same model gives the same bytes.
 *
 * @throws UnsupportedInFormatError when the format cannot hold the model.
 */
export async function serializeToFiles(model: Model, options: SerializeOptions): Promise<SerializedModel> {
  switch (options.format) {
    case 'tfjs':
      return serializeTfjs(model, options);
    case 'graph':
      return serializeGraph(model, options);
    case 'h5':
      return serializeH5(model, dialectOf(options.keras ?? 2));
    default:
      return serializeStore(model, options.format, dialectOf(options.keras ?? 3));
  }
}

/** {@link serializeToFiles}, the files alone. */
export async function serializeModel(model: Model, options: SerializeOptions): Promise<Map<string, Uint8Array>> {
  return new Map((await serializeToFiles(model, options)).files);
}

/** What travels with a tfjs model besides itself. */
function metadataOf({ labels, preprocess }: SerializeOptions): { readonly userDefinedMetadata?: JsonObject } {
  const kedge = { ...(labels === undefined ? {} : { labels: [...labels] }), ...(preprocess === undefined ? {} : { preprocess }) };
  return Object.keys(kedge).length === 0 ? {} : { userDefinedMetadata: { kedge } };
}

const tfjsFiles = ({ modelJson, shards }: TfjsFiles): Map<string, Uint8Array> => new Map([...shards, ['model.json', new TextEncoder().encode(JSON.stringify(modelJson satisfies JsonValue))]]);

async function serializeGraph(model: Model, options: SerializeOptions): Promise<SerializedModel> {
  const { writeGraphModel } = await import('../graph-model/write-graph-model.js');
  const { quantize, shardBytes } = options;
  const written = await writeGraphModel(model, { quantize, shardBytes, ...metadataOf(options) });
  return { main: 'model.json', files: tfjsFiles(written), tensors: written.report, notices: [] };
}

async function serializeTfjs(model: Model, options: SerializeOptions): Promise<SerializedModel> {
  const { quantize, shardBytes } = options;
  const topology = tfjsTopology(model);
  const groups = await weightsByLayer(model);
  const written = writeTfjs(
    {
      // A config is made of JSON values alone.
      topology: topology as unknown as JsonObject,
      weights: groups.flatMap(({ weights }) => weights.map(({ name, value }) => [name, value] as const)),
      generatedBy: `keras v${KERAS_VERSION}`,
      convertedBy: 'kedge-convert',
      ...metadataOf(options),
    },
    { quantize, shardBytes },
  );
  const reasons = [...new Set(stockTfjsReasons(readModelConfig(topology.model_config)))];
  const notices = reasons.length === 0 ? [] : [`stock tfjs-layers 4.22 cannot run this model: ${reasons.join('; ')}. Kedge can.`];
  return { main: 'model.json', files: tfjsFiles(written), tensors: written.report, notices };
}

const dialectOf = (keras: 2 | 3): Dialect => (keras === 3 ? 'keras3' : 'keras2');

/** How a model was compiled, for the file; what no file can hold leaves it out, with a notice. */
function compileConfigOf(model: Model, format: CompileFormat): { readonly config: Readonly<Record<string, unknown>> | undefined; readonly notices: readonly string[] } {
  try {
    return { config: model.getCompileConfig(format), notices: [] };
  } catch (error) {
    if (!(error instanceof KedgeError) || error.code !== 'UNSUPPORTED_IN_FORMAT') throw error;
    return { config: undefined, notices: [`The model is saved uncompiled. ${error.message}`] };
  }
}

async function serializeH5(model: Model, dialect: Dialect): Promise<SerializedModel> {
  const topology = kerasTopology(model, dialect);
  const groups = await weightsByLayer(model, true);
  const { config, notices } = compileConfigOf(model, { dialect, file: 'h5' });
  // What writes HDF5 is megabytes: it is loaded when the first file is written.
  const { writeKerasH5 } = await import('./write-keras-h5.js');
  // Keras 3 builds the optimizer of a .h5 for no weights at all, and then cannot train: its own files have that fault, ours leave the state out.
  const known = await optimizerState(model, dialect);
  const state = dialect === 'keras3' ? [] : known;
  const left = state.length < known.length ? ['The state of the optimizer is not saved: Keras 3 cannot go on training from a .h5 that holds it. Save a .keras to keep it.'] : [];
  return { main: 'model.h5', files: new Map([['model.h5', await writeKerasH5(topology, groups, config, state)]]), tensors: [], notices: [...notices, ...left] };
}

async function serializeStore(model: Model, format: 'keras' | 'weights', dialect: Dialect): Promise<SerializedModel> {
  const { writeKeras, writeWeights } = await import('./write-keras.js');
  if (format === 'weights') return { main: 'model.weights.h5', files: new Map([['model.weights.h5', await writeWeights(model, dialect)]]), tensors: [], notices: [] };
  const { config, notices } = compileConfigOf(model, { dialect, file: 'keras' });
  return { main: 'model.keras', files: new Map([['model.keras', await writeKeras(model, dialect, config)]]), tensors: [], notices };
}

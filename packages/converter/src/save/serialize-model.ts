import type { Model } from '@kedge/layers/engine';
import { readModelConfig } from '@kedge/layers/engine';
import { stockTfjsReasons } from '../inspect/stock-tfjs.js';
import type { JsonObject, JsonValue } from '../io/json.js';
import type { Quantization, WeightReport } from '../tfjs/encode-weight.js';
import { writeTfjs } from '../tfjs/write-model.js';
import { weightsByLayer } from './named-weights.js';
import { KERAS_VERSION, kerasTopology, tfjsTopology } from './topology.js';

/** Formats that models are written in. */
export type SaveFormat = 'tfjs' | 'h5';

/** What goes into the file besides the model. */
export interface SerializeOptions {
  readonly format: SaveFormat;
  /** How weights are stored in a tfjs model; float32 when missing. */
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
  /** The file that is written last: `model.json` or `model.h5`. */
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
  return options.format === 'h5' ? serializeH5(model) : serializeTfjs(model, options);
}

/** {@link serializeToFiles}, the files alone. */
export async function serializeModel(model: Model, options: SerializeOptions): Promise<Map<string, Uint8Array>> {
  return new Map((await serializeToFiles(model, options)).files);
}

async function serializeTfjs(model: Model, { quantize, shardBytes, labels, preprocess }: SerializeOptions): Promise<SerializedModel> {
  const topology = tfjsTopology(model);
  const groups = await weightsByLayer(model);
  const kedge = { ...(labels === undefined ? {} : { labels: [...labels] }), ...(preprocess === undefined ? {} : { preprocess }) };
  const { modelJson, shards, report } = writeTfjs(
    {
      // A config is made of JSON values alone.
      topology: topology as unknown as JsonObject,
      weights: groups.flatMap(({ weights }) => weights.map(({ name, value }) => [name, value] as const)),
      generatedBy: `keras v${KERAS_VERSION}`,
      convertedBy: 'kedge-convert',
      ...(Object.keys(kedge).length === 0 ? {} : { userDefinedMetadata: { kedge } as unknown as JsonObject }),
    },
    { quantize, shardBytes },
  );
  const files = new Map([...shards, ['model.json', new TextEncoder().encode(JSON.stringify(modelJson satisfies JsonValue))]]);
  const reasons = [...new Set(stockTfjsReasons(readModelConfig(topology.model_config)))];
  const notices = reasons.length === 0 ? [] : [`stock tfjs-layers 4.22 cannot run this model: ${reasons.join('; ')}. Kedge can.`];
  return { main: 'model.json', files, tensors: report, notices };
}

async function serializeH5(model: Model): Promise<SerializedModel> {
  const topology = kerasTopology(model);
  const groups = await weightsByLayer(model, true);
  // What writes HDF5 is megabytes: it is loaded when the first file is written.
  const { writeKerasH5 } = await import('./write-keras-h5.js');
  return { main: 'model.h5', files: new Map([['model.h5', await writeKerasH5(topology, groups)]]), tensors: [], notices: [] };
}

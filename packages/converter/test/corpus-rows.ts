import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createTfjsBackend } from '@kedge/backend-tfjs';
import { lower, prepare } from '@kedge/compiler';
import { KedgeError, tensor, type NumericTensor, type Tensor } from '@kedge/graph-core';
import { modelFromConfig, type Model } from '@kedge/layers';
import { openHdf5 } from '../src/hdf5/open.js';
import { loadModel, openSource, serializeModel } from '../src/index.js';
import { openModelFile } from '../src/read/open-model-file.js';

/** Where the corpus of real files lies. */
export const CORPUS = process.env['KEDGE_CORPUS'] ?? fileURLToPath(new URL('../../../../shared/corpus', import.meta.url));

/** One file of the corpus, and what came of it. */
export interface CorpusRow {
  readonly file: string;
  readonly format: string;
  readonly keras: string;
  readonly result: string;
}

/** Weights-only files whose architecture lies beside them. */
const ARCHITECTURES: Readonly<Record<string, string>> = {
  'KonduitAI__dl4j-test-resources/cnn_tf_weights.h5': 'KonduitAI__dl4j-test-resources/cnn_tf_config.json',
  'KonduitAI__dl4j-test-resources/simple_lstm_keras1_tf/simple_lstm_tf_keras_1_weights.h5': 'KonduitAI__dl4j-test-resources/simple_lstm_keras1_tf/simple_lstm_tf_keras_1_config.json',
  'KonduitAI__dl4j-test-resources/simple_lstm_keras1_th/simple_lstm_th_keras_1_weights.h5': 'KonduitAI__dl4j-test-resources/simple_lstm_keras1_th/simple_lstm_th_keras_1_config.json',
  'KonduitAI__dl4j-test-resources/lstm_th/lstm_th_keras_2_weights.h5': 'KonduitAI__dl4j-test-resources/lstm_th/lstm_th_keras_2_config.json',
  'chen0040__keras-anomaly-detection/bidirectional-lstm-auto-encoder-weights.h5': 'chen0040__keras-anomaly-detection/bidirectional-lstm-auto-encoder-architecture.json',
};

/** The rows of all model files of the corpus, in the order of its index. */
export async function corpusRows(): Promise<CorpusRow[]> {
  const lines = readFileSync(`${CORPUS}/INDEX.tsv`, 'utf8').trim().split('\n').slice(1);
  const rows: CorpusRow[] = [];
  for (const line of lines) {
    const [file = '', , , , kind = '', writer = ''] = line.split('\t');
    if (/^image|companion|^h5 data/.test(kind)) continue;
    const [, version = 'unknown'] = /keras_version=(?:tfjs-layers )?([^;]*)/.exec(writer) ?? [];
    rows.push({ file, format: kind, keras: version, result: await resultOf(file) });
  }
  return rows;
}

async function resultOf(file: string): Promise<string> {
  const path = `${CORPUS}/${file}`;
  try {
    const opened = await openModelFile(path);
    const { config, weights, dialect } = opened;
    await opened.close();
    if (weights === undefined) {
      const model = await modelFromConfig(config, { dialect });
      return `builds (${model.countParams()} parameters)`;
    }
    const architecture = ARCHITECTURES[file];
    const model = await loadModel(path, architecture === undefined ? {} : { architecture: `${CORPUS}/${architecture}` });
    const recorded = path.replace(/_(model|weights)\.h5$/, '_inputs_and_outputs.h5');
    const loads = recorded === path || !existsSync(recorded) ? (architecture === undefined ? 'loads' : 'loads into the architecture beside it') : await compare(model, recorded);
    return `${loads}; ${file.startsWith('real/') ? 'answers are compared in `apps/pi-classifier`; ' : ''}${await roundTrip(model)}`;
  } catch (error) {
    if (!(error instanceof KedgeError)) throw error;
    return `refused, ${error.code}: ${shorten(error.message)}`;
  }
}

/** What Keras 3 has not goes through the `.keras` of TF 2.13 to 2.15. */
async function roundTrip(model: Model): Promise<string> {
  const newer = await roundTripBy(model, 3);
  if (!newer.includes('INVALID_CONFIG')) return newer;
  const older = await roundTripBy(model, 2);
  return older.endsWith('bit-equal') ? `${older} (.keras for 2.15)` : older;
}

/** The way h5 -> tfjs -> h5 -> keras -> h5, and whether every weight is the same to the bit behind it. */
async function roundTripBy(model: Model, generation: 2 | 3): Promise<string> {
  try {
    let last = model;
    for (const format of ['h5', 'tfjs', 'h5', 'keras', 'h5'] as const) {
      const files = await serializeModel(last, format === 'keras' ? { format, keras: generation } : { format });
      const [only] = files.values();
      last = await loadModel(files.size === 1 && only !== undefined ? only : files);
    }
    const [before, after] = [await model.getWeights(), await last.getWeights()];
    const differing = before.filter((value, i) => !isSame(value, after[i])).length;
    return differing === 0 && before.length === after.length ? 'round trip bit-equal' : `round trip changes ${differing} of ${before.length} weights`;
  } catch (error) {
    if (!(error instanceof KedgeError)) throw error;
    return `round trip refused, ${error.code}: ${shorten(error.message)}`;
  }
}

function isSame(a: Tensor, b: Tensor | undefined): boolean {
  if (b === undefined || a.dtype === 'string' || b.dtype === 'string') return false;
  const bytes = ({ data }: NumericTensor): Buffer => Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return a.dtype === b.dtype && a.shape.join() === b.shape.join() && bytes(a).equals(bytes(b));
}

/** The first sentence, without the folder of the corpus. */
function shorten(message: string): string {
  const text = message.replaceAll(`${CORPUS}/`, '').replace(/\s+/g, ' ').replaceAll('|', '/');
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}

/** What a model answers to recorded inputs, against recorded predictions. */
async function compare(model: Model, recorded: string): Promise<string> {
  const source = await openSource(recorded);
  const { root } = await openHdf5(source);
  const first = async (group: string): Promise<NumericTensor> => {
    for await (const dataset of (await root.group(group))?.datasets() ?? []) return dataset.read('float32');
    throw new Error(`${recorded}: expected a group ${group}.`);
  };
  const input = await first('inputs');
  const expected = await first('predictions');
  await source.close();
  const given = await answer(model, tensor(input.data as Float32Array, input.shape));
  const difference = Math.max(...Array.from(expected.data, (value, i) => Math.abs(value - (given[i] ?? Number.NaN))));
  return `loads; outputs match within ${difference === 0 ? '0' : `1e${Math.ceil(Math.log10(difference))}`}`;
}

async function answer(model: Model, input: Tensor): Promise<Float32Array> {
  const backend = await createTfjsBackend({ backend: 'cpu' });
  const prepared = prepare(lower(model.graph, { inputShapes: [input.shape] }), backend);
  const [output] = prepared.run([backend.fromTensor(input)]);
  if (output === undefined) throw new Error('The model has no output.');
  return (await backend.read(output)).data as Float32Array;
}

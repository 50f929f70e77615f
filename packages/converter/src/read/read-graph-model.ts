import { KedgeError, type SymbolicTensor, type Tensor } from '@kedge/graph-core';
import { input, model as makeFunctional, type Model } from '@kedge/layers/engine';
import { GraphModelLayer } from '../graph-model/graph-layer.js';
import { parseGraph, read, splitOutput, type GraphJson, type GraphNode } from '../graph-model/graph-json.js';
import { dtypeOf, NODE_FUNCTIONS } from '../graph-model/node-functions.js';
import { CorruptFileError } from '../io/errors.js';
import type { FileSet } from '../io/file-set.js';
import { isJsonObject, type JsonObject } from '../io/json.js';
import { parseManifest, type ManifestGroup } from '../tfjs/manifest.js';
import { readAllWeights } from '../tfjs/read-weights.js';
import type { ModelFile } from './model-file.js';

/** What makes no part of the computation when a model runs. */
const NO_COMPUTATION = new Set(['Const', 'Placeholder', 'PlaceholderWithDefault', 'NoOp']);

/**
 * Opens a tfjs graph-model, whose operations are read as Kedge's ops. No array is read.
 *
 * @throws {CorruptFileError} when it is damaged.
 */
export function readGraphModel(json: JsonObject, name: string, files: FileSet): ModelFile {
  const graph = parseGraph(json, name);
  const manifest = parseManifest(json['weightsManifest'] ?? [], name);
  const metadata = json['userDefinedMetadata'];
  return {
    name,
    format: 'graph',
    config: undefined,
    dialect: 'keras2',
    kerasVersion: undefined,
    backend: 'tensorflow',
    trainingConfig: undefined,
    metadata: isJsonObject(metadata) ? metadata : undefined,
    weights: undefined,
    makeModel: (signal) => makeModel(graph, manifest, name, files, signal),
    close: () => Promise.resolve(),
  };
}

async function makeModel(graph: GraphJson, manifest: readonly ManifestGroup[], file: string, files: FileSet, signal?: AbortSignal): Promise<Model> {
  expectReadable(graph, file);
  const arrays: ReadonlyMap<string, Tensor> = await readAllWeights(manifest, files, { signal });
  for (const { name, op } of graph.nodes) {
    if (op === 'Const' && !arrays.has(name)) throw new CorruptFileError(`${file}: the constant '${name}' has no array among the weights. The shards belong to another model.json; get both again.`);
  }
  const nodes = graph.nodes.filter(({ op }) => op === 'Placeholder' || op === 'PlaceholderWithDefault');
  const named = [...graph.inputs].flatMap(([name, reference]) => {
    const node = nodes.find((candidate) => candidate.name === splitOutput(reference)[0]);
    return node === undefined ? [] : [[name, node] as const];
  });
  const entries: readonly (readonly [string, GraphNode])[] = named.length > 0 ? named : nodes.map((node) => [node.name, node]);
  const inputs = entries.map(([name, node]) => placeholderOf(name, node, file));
  const outputs = graph.outputs.size > 0 ? [...graph.outputs] : lastNodes(graph).map((node) => [node.name, node.name] as const);
  const layer = new GraphModelLayer({ graph, arrays, placeholders: entries.map(([, node]) => node.name), outputs: outputs.map(([, reference]) => reference), file }, 'graph');
  const results = layer.apply(inputs.length === 1 ? (inputs[0] as SymbolicTensor) : inputs) as SymbolicTensor | SymbolicTensor[];
  return makeFunctional({ inputs: inputs.length === 1 ? (inputs[0] as SymbolicTensor) : inputs, outputs: results, name: 'graph_model' } as never);
}

function placeholderOf(name: string, node: GraphNode, file: string): SymbolicTensor {
  const shape = read.shape(node, 'shape');
  if (shape === undefined || shape.length === 0) throw new KedgeError('UNSUPPORTED_OP', `${file}: input '${name}' has no known number of dimensions, which is needed here. Convert the model again with a shape for its input.`);
  return input({ batchShape: shape, dtype: dtypeOf(read.type(node, 'dtype')), name: name.replaceAll('/', '_') });
}

/** What nothing else takes, where a file names no outputs. */
function lastNodes({ nodes }: GraphJson): readonly GraphNode[] {
  const taken = new Set(nodes.flatMap(({ inputs }) => inputs.map((reference) => splitOutput(reference)[0])));
  return nodes.filter(({ name, op }) => !taken.has(name) && !NO_COMPUTATION.has(op));
}

/** All operations that are not read, at once. */
function expectReadable({ nodes }: GraphJson, file: string): void {
  const unknown = [...new Set(nodes.map(({ op }) => op).filter((op) => !NO_COMPUTATION.has(op) && !Object.hasOwn(NODE_FUNCTIONS, op)))].sort();
  if (unknown.length === 0) return;
  throw new KedgeError('UNSUPPORTED_OP', `${file}: is a tfjs graph-model with operations that are not read: ${unknown.slice(0, 20).join(', ')}. Run it in @tensorflow/tfjs-converter, or convert the Keras model that it was made from.`);
}

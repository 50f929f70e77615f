import { isRecord, type JsonRecord } from '../json.js';
import type { ReadClass } from './from-keras1-config.js';

/** The merging layer of each mode. */
const MODES: Readonly<Record<string, string>> = { sum: 'Add', mul: 'Multiply', ave: 'Average', max: 'Maximum', concat: 'Concatenate', dot: 'Dot' };

/** The one merging layer of Keras 1 as that which its mode is today. */
export function fromKeras1Merge(config: JsonRecord): ReadClass {
  const { mode, concat_axis: concatAxis = -1, dot_axes: dotAxes = -1, name, trainable } = config;
  const className = typeof mode === 'string' && (config.mode_type ?? 'raw') === 'raw' && Object.hasOwn(MODES, mode) ? MODES[mode] : undefined;
  if (className === undefined) return { className: 'Merge', config, refused: refusal(mode, config) };
  const own = className === 'Concatenate' ? { axis: concatAxis } : className === 'Dot' ? { axes: dotAxes, normalize: false } : {};
  return { className, config: { ...(name === undefined ? {} : { name }), ...(trainable === undefined ? {} : { trainable }), ...own } };
}

function refusal(mode: unknown, config: JsonRecord): string {
  const what = typeof mode === 'string' && (config.mode_type ?? 'raw') === 'raw' ? `its mode '${mode}' has no layer of today` : 'its mode is a Python function';
  return `${what}: write what it does as a layer in TypeScript and pass it as customObjects: { Merge: YourLayer }`;
}

/** A row of layers that begins with branches, as Keras 1 let a Sequential begin. */
interface Branches {
  readonly merge: JsonRecord;
  readonly branches: readonly (readonly JsonRecord[])[];
  readonly rest: readonly JsonRecord[];
}

/** The layers of a Sequential that begins with a Merge of further Sequentials; `undefined` for any other. */
export function branchesOf(layers: readonly unknown[]): Branches | undefined {
  const [first, ...rest] = layers;
  if (!isRecord(first) || first.class_name !== 'Merge' || !isRecord(first.config) || !Array.isArray(first.config.layers)) return undefined;
  const branches = (first.config.layers as unknown[]).map(rowOf);
  if (!branches.every((branch) => branch !== undefined) || !rest.every(isRecord)) return undefined;
  return { merge: first, branches, rest };
}

function rowOf(branch: unknown): readonly JsonRecord[] | undefined {
  if (!isRecord(branch) || branch.class_name !== 'Sequential') return undefined;
  const layers = Array.isArray(branch.config) ? (branch.config as unknown[]) : isRecord(branch.config) && Array.isArray(branch.config.layers) ? (branch.config.layers as unknown[]) : [];
  return layers.length > 0 && layers.every(isRecord) ? layers : undefined;
}

const nameOf = (layer: JsonRecord): string => {
  const name = layer.name ?? (isRecord(layer.config) ? layer.config.name : undefined);
  return typeof name === 'string' ? name : String(layer.class_name).toLowerCase();
};

/** The same network as the config of a functional model: an input layer for each branch, every layer once. */
export function functionalOfBranches({ merge, branches, rest }: Branches): JsonRecord {
  const layers: JsonRecord[] = [];
  const ends = branches.map((branch) => {
    const [first] = branch;
    const shape = isRecord(first?.config) ? first.config.batch_input_shape : undefined;
    const entry = `${nameOf(first ?? {})}_input`;
    layers.push({ class_name: 'InputLayer', name: entry, config: { name: entry, batch_input_shape: shape }, inbound_nodes: [] });
    return chain(layers, branch, [entry]);
  });
  const last = chain(layers, [merge, ...rest], ends);
  const inputs = layers.filter(({ class_name: name }) => name === 'InputLayer').map(({ name }) => [name, 0, 0]);
  return { layers, input_layers: inputs, output_layers: [[last, 0, 0]] };
}

/** Appends layers, each taking what the one before puts out. @returns The name of the last. */
function chain(layers: JsonRecord[], row: readonly JsonRecord[], from: readonly string[]): string {
  let sources = from;
  for (const layer of row) {
    const { batch_input_shape: _told, ...config } = isRecord(layer.config) ? layer.config : {};
    layers.push({ ...layer, name: nameOf(layer), config, inbound_nodes: [sources.map((source) => [source, 0, 0])] });
    sources = [nameOf(layer)];
  }
  return sources[0] ?? '';
}

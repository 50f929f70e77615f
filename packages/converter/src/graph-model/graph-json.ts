import { CorruptFileError } from '../io/errors.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../io/json.js';

/** One operation of a GraphDef. */
export interface GraphNode {
  readonly name: string;
  readonly op: string;
  /** Names of the nodes that it takes, with `:1` and so on for further outputs; without control edges. */
  readonly inputs: readonly string[];
  readonly attr: JsonObject;
}

/** What a tfjs graph-model holds besides weights. */
export interface GraphJson {
  readonly nodes: readonly GraphNode[];
  /** Names of inputs and outputs to the nodes that they are, where the file says so. */
  readonly inputs: ReadonlyMap<string, string>;
  readonly outputs: ReadonlyMap<string, string>;
}

/** @throws {CorruptFileError} when nodes or signature are not as they must be. */
export function parseGraph(json: JsonObject, what: string): GraphJson {
  const topology = json['modelTopology'];
  const list = isJsonObject(topology) ? topology['node'] : undefined;
  if (!Array.isArray(list)) throw new CorruptFileError(`${what}: expected modelTopology.node to be a list of operations. The file is damaged; get it again.`);
  const nodes = list.map((node, i) => parseNode(node, i, what));
  if (new Set(nodes.map(({ name }) => name)).size !== nodes.length) throw new CorruptFileError(`${what}: two operations have one name. The file is damaged; get it again.`);
  const signature = json['signature'] ?? (isJsonObject(json['userDefinedMetadata']) ? json['userDefinedMetadata']['signature'] : undefined);
  const entries = (key: string): ReadonlyMap<string, string> => {
    const group = isJsonObject(signature) ? signature[key] : undefined;
    if (!isJsonObject(group)) return new Map();
    return new Map(Object.entries(group).flatMap(([name, entry]) => (isJsonObject(entry) && typeof entry['name'] === 'string' ? [[name, entry['name']] as const] : [])));
  };
  return { nodes, inputs: entries('inputs'), outputs: entries('outputs') };
}

function parseNode(value: JsonValue, index: number, what: string): GraphNode {
  if (!isJsonObject(value) || typeof value['name'] !== 'string' || typeof value['op'] !== 'string') {
    throw new CorruptFileError(`${what}: expected operation ${index} to have a name and an op. The file is damaged; get it again.`);
  }
  const { name, op, input = [], attr = {} } = value;
  const inputs = Array.isArray(input) ? input.filter((item): item is string => typeof item === 'string') : [];
  return { name, op, inputs: inputs.filter((item) => !item.startsWith('^')), attr: isJsonObject(attr) ? attr : {} };
}

/** A node's name and which of its outputs is meant. */
export function splitOutput(reference: string): readonly [string, number] {
  const [, name = reference, index = '0'] = /^(.*):(\d+)$/.exec(reference) ?? [];
  return [name, Number(index)];
}

const valueOf = (node: GraphNode, key: string): JsonObject => (isJsonObject(node.attr[key]) ? node.attr[key] : {});
const listOf = (node: GraphNode, key: string): JsonObject => {
  const { list } = valueOf(node, key);
  return isJsonObject(list) ? list : {};
};

/** Attributes of a node by kind; what is missing is the default. */
export const read = {
  int: (node: GraphNode, key: string, fallback: number): number => {
    const { i, f } = valueOf(node, key);
    return i === undefined ? (f === undefined ? fallback : Number(f)) : Number(i);
  },
  bool: (node: GraphNode, key: string): boolean => valueOf(node, key)['b'] === true,
  string: (node: GraphNode, key: string, fallback: string): string => {
    const { s } = valueOf(node, key);
    return typeof s === 'string' ? decode(s) : fallback;
  },
  ints: (node: GraphNode, key: string): readonly number[] => {
    const { i } = listOf(node, key);
    return Array.isArray(i) ? i.map(Number) : [];
  },
  strings: (node: GraphNode, key: string): readonly string[] => {
    const { s } = listOf(node, key);
    return Array.isArray(s) ? s.map((item) => (typeof item === 'string' ? decode(item) : '')) : [];
  },
  type: (node: GraphNode, key: string): string | undefined => {
    const { type } = valueOf(node, key);
    return typeof type === 'string' ? type : undefined;
  },
  /** Sizes of a shape, `null` where one is open; `undefined` where the rank is. */
  shape: (node: GraphNode, key: string): readonly (number | null)[] | undefined => {
    const { shape } = valueOf(node, key);
    if (!isJsonObject(shape) || shape['unknownRank'] === true) return undefined;
    const { dim = [] } = shape;
    return Array.isArray(dim) ? dim.map((item) => (isJsonObject(item) && Number(item['size'] ?? 0) >= 0 ? Number(item['size'] ?? 0) : null)) : undefined;
  },
};

/** Text stands in base64, in some files as it is. */
function decode(text: string): string {
  try {
    const decoded = atob(text);
    return /^[\x20-\x7e]*$/.test(decoded) ? decoded : text;
  } catch {
    return text;
  }
}

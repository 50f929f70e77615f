type JsonRecord = Readonly<Record<string, unknown>>;

/** One tensor in a call: its layer, call and output, and what the call is told besides. */
type Reference = readonly [string, number, number, JsonRecord?];

const isReference = (value: unknown): value is Reference => Array.isArray(value) && typeof value[0] === 'string' && typeof value[1] === 'number' && typeof value[2] === 'number';

/** Functions of two tensors that stock tfjs has as layers. */
const MERGES: Readonly<Record<string, string>> = {
  'math.add': 'Add',
  '__operators__.add': 'Add',
  'math.multiply': 'Multiply',
  '__operators__.multiply': 'Multiply',
  'math.maximum': 'Maximum',
  'math.minimum': 'Minimum',
};

/** Functions of one tensor that stock tfjs has as activations. */
const ACTIVATIONS: Readonly<Record<string, string>> = {
  'nn.elu': 'elu',
  'nn.relu': 'relu',
  'nn.relu6': 'relu6',
  'nn.selu': 'selu',
  'nn.softmax': 'softmax',
  'nn.softplus': 'softplus',
  'nn.softsign': 'softsign',
  'math.sigmoid': 'sigmoid',
  'nn.sigmoid': 'sigmoid',
  'math.softplus': 'softplus',
  'math.tanh': 'tanh',
  'nn.tanh': 'tanh',
};

const plain = ([layer, node, tensor]: Reference): Reference => [layer, node, tensor, {}];
const keysOf = (reference: Reference): readonly string[] => Object.keys(reference[3] ?? {}).filter((key) => key !== 'name');

/**
 * A function that is called in a graph as the layer of stock tfjs that computes the same, where it has one: `x + y` is an `Add`,
 * `keras.ops.relu(x)` an `Activation`. Weights are not concerned.
 *
 * @param layer As a config lists it; given back as it is where tfjs has nothing for it.
 */
export function asStockLayer(layer: JsonRecord): JsonRecord {
  if (layer.class_name === 'Identity') return { ...layer, class_name: 'Activation', config: { ...(layer.config as JsonRecord), activation: 'linear' } };
  if (layer.class_name !== 'TFOpLambda' || !Array.isArray(layer.inbound_nodes)) return layer;
  const { function: called, ...rest } = layer.config as JsonRecord;
  const nodes = layer.inbound_nodes as readonly (readonly unknown[])[];
  if (typeof called !== 'string' || !nodes.every((call) => Array.isArray(call) && call.length > 0)) return layer;
  // The call of a function on one tensor is that tensor, on a list of them a list.
  const calls = nodes.map((call) => (isReference(call) ? [call] : call));
  return asMerge(layer, MERGES[called], rest, calls) ?? asActivation(layer, ACTIVATIONS[called], rest, calls) ?? asConcatenation(layer, called, rest, calls) ?? layer;
}

function asMerge(layer: JsonRecord, className: string | undefined, config: JsonRecord, calls: readonly (readonly unknown[])[]): JsonRecord | undefined {
  const inbound = calls.map(([x, ...more]) => (isReference(x) && more.length === 0 && keysOf(x).join() === 'y' && isReference(x[3]?.y) ? [plain(x), plain(x[3].y)] : undefined));
  if (className === undefined || inbound.includes(undefined)) return undefined;
  return { ...layer, class_name: className, config, inbound_nodes: inbound };
}

function asActivation(layer: JsonRecord, activation: string | undefined, config: JsonRecord, calls: readonly (readonly unknown[])[]): JsonRecord | undefined {
  const inbound = calls.map(([x, ...more]) => (isReference(x) && more.length === 0 && keysOf(x).length === 0 ? [plain(x)] : undefined));
  if (activation === undefined || inbound.includes(undefined)) return undefined;
  return { ...layer, class_name: 'Activation', config: { ...config, activation }, inbound_nodes: inbound };
}

function asConcatenation(layer: JsonRecord, called: string, config: JsonRecord, calls: readonly (readonly unknown[])[]): JsonRecord | undefined {
  const [first] = calls[0] ?? [];
  const axis = isReference(first) ? first[3]?.axis : undefined;
  const isFit = calls.every((call) => call.every((x) => isReference(x) && keysOf(x).join() === 'axis' && x[3]?.axis === axis));
  if (called !== 'concat' || typeof axis !== 'number' || !isFit) return undefined;
  return { ...layer, class_name: 'Concatenate', config: { ...config, axis }, inbound_nodes: calls.map((call) => call.filter(isReference).map(plain)) };
}

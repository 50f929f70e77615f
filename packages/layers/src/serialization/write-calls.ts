import {
  isSymbolicTensor,
  isTensor,
  isTyped,
  KedgeError,
  mapTree,
  OpCall,
  type FunctionGraph,
  type Node,
  type Operation,
  type Tensor,
  type SymbolicTensor,
} from '@kedge/graph-core';
import type { Dialect } from '../config/dialect.js';
import { toKerasKey } from '../config/naming.js';
import { Layer } from '../engine/layer.js';
import { masksOf } from '../engine/masks.js';
import type { RenamedFunction } from './tensorflow-names.js';
import { kerasCallOf, tensorFlowArguments, tensorFlowOf, writeKey, writeOldKey } from './write-ops.js';

/** A model holds something that a file of this dialect cannot (`UNSUPPORTED_IN_FORMAT`). */
export class UnsupportedInFormatError extends KedgeError {
  constructor(message: string) {
    super('UNSUPPORTED_IN_FORMAT', message);
  }
}

/** Writes references to the tensors of one model: calls are counted within it. */
export class ReferenceWriter {
  readonly #dialect: Dialect;
  readonly #ordinals: ReadonlyMap<Node, number>;

  constructor(graph: FunctionGraph, dialect: Dialect) {
    this.#dialect = dialect;
    this.#ordinals = countCalls(graph);
  }

  /** The calls of a layer that belong to the model, in order. */
  callsOf(layer: Operation): readonly Node[] {
    return layer.inboundNodes.filter((node) => this.#ordinals.has(node));
  }

  /** One entry of `inbound_nodes`. */
  writeCall(node: Node): unknown {
    return this.#dialect === 'keras3' ? this.#writeKeras3Call(node) : this.#writeKeras2Call(node);
  }

  /** `input_layers` or `output_layers`, in the structure of the tensors. */
  writeEndpoints(structure: unknown): unknown {
    // Before Keras 3, a single tensor was written as a list of one.
    const nested = this.#dialect === 'keras2' && isSymbolicTensor(structure) ? [structure] : structure;
    return mapTree(nested, isSymbolicTensor, (tensor) => this.#triple(tensor, 'endpoint'));
  }

  #triple(tensor: SymbolicTensor, place: 'call' | 'endpoint'): [string, number, number] {
    const history = tensor.history;
    const node = history?.operation.inboundNodes[history.nodeIndex];
    const ordinal = node === undefined ? undefined : this.#ordinals.get(node);
    if (history === undefined || ordinal === undefined) {
      throw new KedgeError('INTERNAL', `Tensor '${tensor.name}' is no part of the model that is written.`);
    }
    return [history.operation.name, ordinal + this.#shift(history.operation, place), history.tensorIndex];
  }

  /** Keras counts a node that a model has had since it was made; Keras 3 does so at a functional model's ends alone. */
  #shift(operation: unknown, place: 'call' | 'endpoint'): number {
    if (!(operation instanceof Layer) || !operation.isModel) return 0;
    if (this.#dialect === 'keras2') return 1;
    return place === 'endpoint' && operation.className === 'Functional' ? 1 : 0;
  }

  #writeKeras3Call({ operation, args, kwargs }: Node): unknown {
    if (operation instanceof OpCall) return this.#writeOpCall(operation, args);
    return { args: args.map((arg) => this.#writeKeras3Argument(arg)), kwargs: this.#writeKeras3Argument(kerasKeys(meantKwargs(args, kwargs))) };
  }

  /** A call of a function, as Keras calls its own. */
  #writeOpCall(operation: OpCall, values: readonly unknown[]): unknown {
    const { args, kwargs } = kerasCallOf(operation, values);
    return { args: args.map((arg) => this.#writeKeras3Argument(writeKey(arg))), kwargs: this.#writeKeras3Argument(kwargs) };
  }

  #writeKeras3Argument(value: unknown): unknown {
    const isLeaf = (item: unknown): item is object => isTyped(item);
    return mapTree(value, isLeaf, (leaf) => {
      if (isTensor(leaf)) return writeConstant(leaf);
      if (!isSymbolicTensor(leaf)) throw new UnsupportedInFormatError('The model holds a weight, or a value of a backend, as an argument of a function. Pass a plain tensor, or put the function into a layer of your own.');
      return { class_name: '__keras_tensor__', config: { shape: leaf.shape, dtype: leaf.dtype, keras_history: this.#triple(leaf, 'call') } };
    });
  }

  /** A call of a TensorFlow function: the first argument in front, be it a list, the others by name. */
  #writeTensorFlowCall(operation: OpCall, found: RenamedFunction, values: readonly unknown[]): unknown {
    const [first, ...more] = tensorFlowArguments(operation, found, values);
    const isLeaf = (item: unknown): item is SymbolicTensor | Tensor => isSymbolicTensor(item) || isTensor(item);
    const written = (value: unknown): unknown => mapTree(writeOldKey(value), isLeaf, (leaf) => (isSymbolicTensor(leaf) ? this.#triple(leaf, 'call') : nested(leaf)));
    const named = Object.fromEntries(more.map(([key, value]) => [key, written(value)]));
    const isFloat = more.some(([, value]) => isSymbolicTensor(value) && value.dtype === 'float32');
    const entry = (value: unknown): unknown => (isSymbolicTensor(value) ? [...this.#triple(value, 'call'), named] : ['_CONSTANT_VALUE', -1, isFloat ? asFloat(written(value)) : written(value), named]);
    return Array.isArray(first?.[1]) ? first[1].map(entry) : entry(first?.[1]);
  }

  #writeKeras2Call(node: Node): unknown {
    const { operation, args, kwargs } = node;
    const found = operation instanceof OpCall ? tensorFlowOf(operation) : undefined;
    if (operation instanceof OpCall && found !== undefined) return this.#writeTensorFlowCall(operation, found, args);
    const [inputs, ...more] = args;
    const list = Array.isArray(inputs) ? (inputs as unknown[]) : [inputs];
    const names = operation instanceof Layer ? operation.argumentNames : [];
    if (more.length > names.length || !list.every(isSymbolicTensor)) {
      throw new UnsupportedInFormatError(
        `The call of '${operation.name}' takes more than a tensor or a list of tensors, which only the Keras 3 formats can hold.`,
      );
    }
    const byName = { ...Object.fromEntries(more.map((value, i) => [names[i] ?? '', value])), ...meantKwargs(args, kwargs) };
    const named = mapTree(kerasKeys(byName), isSymbolicTensor, (tensor) => this.#triple(tensor, 'call'));
    return list.map((tensor, i) => [...this.#triple(tensor as SymbolicTensor, 'call'), i === 0 ? named : {}]);
  }
}

/** Without a `mask` of null where there is no mask to be kept away: not every layer of Keras takes that argument. */
function meantKwargs(args: readonly unknown[], kwargs: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (kwargs['mask'] !== null || masksOf(args) !== null) return kwargs;
  const { mask: _none, ...rest } = kwargs;
  return rest;
}

/** Arguments as files of Keras name them. */
function kerasKeys(kwargs: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(kwargs).map(([key, value]) => [toKerasKey(key), value]));
}

/** A whole number as one with a fraction, as TensorFlow takes `1` for an integer: the next double, which is the same number in float32. */
function asFloat(value: unknown): unknown {
  if (typeof value !== 'number' || !Number.isInteger(value)) return value;
  return value === 0 ? Number.MIN_VALUE : value * (1 + Number.EPSILON);
}

/** A constant's numbers in lists. */
function nested(value: Tensor): unknown {
  const items = Array.from(value.data as ArrayLike<unknown>);
  const nest = (shape: readonly number[], flat: readonly unknown[]): unknown => {
    const [count, ...rest] = shape;
    if (count === undefined) return flat[0];
    const size = flat.length / Math.max(count, 1);
    return Array.from({ length: count }, (_, i) => nest(rest, flat.slice(i * size, (i + 1) * size)));
  };
  return nest(value.shape, items);
}

function writeConstant(value: unknown): unknown {
  return isTensor(value) ? { class_name: '__numpy__', config: { value: nested(value), dtype: value.dtype } } : value;
}

/** The ordinal of each node among the calls of its operation that belong to the graph. */
function countCalls(graph: FunctionGraph): Map<Node, number> {
  const inside = new Set(graph.nodes);
  const ordinals = new Map<Node, number>();
  for (const operation of graph.operations) {
    operation.inboundNodes.filter((node) => inside.has(node)).forEach((node, i) => ordinals.set(node, i));
  }
  return ordinals;
}

/** Functions among layers, in a model's order. */
export type WrittenOperation = Layer | OpCall;

function isWritable(operation: Operation, dialect: Dialect): boolean {
  if (!(operation instanceof OpCall)) return false;
  return dialect === 'keras2' ? tensorFlowOf(operation) !== undefined : operation.kerasCall !== undefined;
}

/** The layers and functions of a graph. @throws {UnsupportedInFormatError} for what a file of this dialect cannot hold. */
export function expectWritable(graph: FunctionGraph, modelName: string, dialect: Dialect): readonly WrittenOperation[] {
  const refused = graph.operations.filter((operation) => !(operation instanceof Layer) && !isWritable(operation, dialect));
  if (refused.length > 0) {
    const names = refused.map(({ name, typeName }) => `${name} (${typeName})`).join(', ');
    throw new UnsupportedInFormatError(
      dialect === 'keras2'
        ? `'${modelName}' holds calls of functions that TensorFlow does not have as such (${names}): the Keras 3 formats may hold them.`
        : `'${modelName}' holds calls of functions that keras.ops does not have (${names}). Put them into a layer of your own.`,
    );
  }
  return graph.operations as unknown as readonly WrittenOperation[];
}

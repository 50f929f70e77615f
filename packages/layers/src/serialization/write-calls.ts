import {
  isSymbolicTensor,
  isTensor,
  KedgeError,
  mapTree,
  type FunctionGraph,
  type Node,
  type SymbolicTensor,
} from '@kedge/graph-core';
import type { Dialect } from '../config/dialect.js';
import { toKerasKey } from '../config/naming.js';
import { Layer } from '../engine/layer.js';
import { masksOf } from '../engine/masks.js';

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
  callsOf(layer: Layer): readonly Node[] {
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

  #writeKeras3Call({ args, kwargs }: Node): unknown {
    return { args: args.map((arg) => this.#writeKeras3Argument(arg)), kwargs: this.#writeKeras3Argument(kerasKeys(meantKwargs(args, kwargs))) };
  }

  #writeKeras3Argument(value: unknown): unknown {
    const isLeaf = (item: unknown): item is object => isSymbolicTensor(item) || isTensor(item);
    return mapTree(value, isLeaf, (leaf) => {
      if (!isSymbolicTensor(leaf)) return writeConstant(leaf);
      return { class_name: '__keras_tensor__', config: { shape: leaf.shape, dtype: leaf.dtype, keras_history: this.#triple(leaf, 'call') } };
    });
  }

  #writeKeras2Call(node: Node): unknown {
    const { operation, args, kwargs } = node;
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

function writeConstant(value: unknown): unknown {
  if (!isTensor(value)) return value;
  const items = Array.from(value.data as ArrayLike<unknown>);
  const nest = (shape: readonly number[], flat: readonly unknown[]): unknown => {
    const [count, ...rest] = shape;
    if (count === undefined) return flat[0];
    const size = flat.length / Math.max(count, 1);
    return Array.from({ length: count }, (_, i) => nest(rest, flat.slice(i * size, (i + 1) * size)));
  };
  return { class_name: '__numpy__', config: { value: nest(value.shape, items), dtype: value.dtype } };
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

/** Whether a graph holds nothing but layers. */
export function expectOnlyLayers(graph: FunctionGraph, modelName: string): readonly Layer[] {
  const others = graph.operations.filter((operation) => !(operation instanceof Layer));
  if (others.length > 0) {
    throw new UnsupportedInFormatError(
      `'${modelName}' holds calls of ops outside layers (${others.map(({ name }) => name).join(', ')}), which cannot be saved as a config yet. Put them into a layer of your own.`,
    );
  }
  return graph.operations as unknown as readonly Layer[];
}

import {
  cloneSubgraph,
  currentTraceScope,
  flattenTree,
  FunctionGraph,
  InvalidArgumentError,
  isSymbolicTensor,
  isTyped,
  KedgeError,
  producerOf,
  toDot,
  toMermaid,
  type DrawingOptions,
  type Operation,
  type SymbolicTensor,
  type Value,
} from '@kedge/graph-core';
import type { Dialect } from '../config/dialect.js';
import { InputLayer } from '../core/input-layer.js';
import { functionalConfig } from '../serialization/write-model.js';
import { runEagerly } from './eager-run.js';
import { Layer, type CallArguments } from './layer.js';
import { summarize } from './summary.js';
import { Trainer } from './trainer.js';

/** Tensors in arrays and records, or a single one. */
export type Tensors = SymbolicTensor | readonly SymbolicTensor[] | { readonly [name: string]: SymbolicTensor };

/** What a functional model is made of. */
export interface ModelConfig {
  readonly inputs: Tensors;
  readonly outputs: Tensors;
  readonly name?: string | null;
  readonly trainable?: boolean;
}

/**
 * A network: everything on the way from its inputs to its outputs, found by walking the graph back from the outputs.
 *
 * A model is a layer: it can be applied, nested, shared and frozen like any other.
 */
export class Model extends Trainer {
  static readonly className: string = 'Functional';
  static readonly fields = {};
  #graph: FunctionGraph | undefined;

  /**
   * @throws DisconnectedGraphError when the inputs do not reach an output, CyclicGraphError, DuplicateNameError.
   */
  constructor(config: ModelConfig | { readonly name?: string | null; readonly trainable?: boolean }) {
    const { name = null, trainable = true } = config;
    super({ name: name ?? null, trainable: true });
    if ('outputs' in config) this.setGraph(traceModel(config.inputs, config.outputs));
    if (!trainable) this.trainable = false;
  }

  override get isModel(): boolean {
    return true;
  }

  /** The config with Keras' keys: every layer with its calls. */
  override getConfig(dialect: Dialect = 'keras3'): Record<string, unknown> {
    return functionalConfig(this, dialect);
  }

  /** Makes the model consist of a graph; its layers become this model's parts. */
  protected setGraph(graph: FunctionGraph): void {
    this.#graph = graph;
    this.setSublayers(graph.operations.filter((operation): operation is Layer => operation instanceof Layer));
    this.buildFor([]);
  }

  /**
   * The part of the graph that this model is: nodes, operations, edges.
   *
   * @throws {KedgeError} `NOT_BUILT` for a model whose input shape is not known yet.
   */
  get graph(): FunctionGraph {
    if (this.#graph === undefined) {
      throw new KedgeError('NOT_BUILT', `'${this.name}' has no graph yet, since its input shape is not known. Give the first layer an inputShape, or apply the model to a tensor.`);
    }
    return this.#graph;
  }

  /** Whether the graph exists. */
  get hasGraph(): boolean {
    return this.#graph !== undefined;
  }

  /** The input tensors, flat. */
  get inputs(): readonly SymbolicTensor[] {
    return this.graph.inputs;
  }

  /** The output tensors, flat. */
  get outputs(): readonly SymbolicTensor[] {
    return this.graph.outputs;
  }

  /** The input tensor. @throws {InvalidArgumentError} when there are several. */
  get input(): SymbolicTensor {
    return this.#single(this.inputs, 'inputs');
  }

  /** The output tensor. @throws {InvalidArgumentError} when there are several. */
  get output(): SymbolicTensor {
    return this.#single(this.outputs, 'outputs');
  }

  #single(tensors: readonly SymbolicTensor[], kind: string): SymbolicTensor {
    const [only, ...more] = tensors;
    if (only === undefined || more.length > 0) {
      throw new InvalidArgumentError(`'${this.name}' has ${tensors.length} ${kind}. Use model.${kind}.`);
    }
    return only;
  }

  /** Names of the inputs, by which a record of values is matched. */
  get inputNames(): readonly string[] {
    return this.inputs.map((tensor) => tensor.history?.operation.name ?? tensor.name);
  }

  /** Names of the outputs: those of the layers that make them. */
  get outputNames(): readonly string[] {
    return this.outputs.map((tensor) => tensor.history?.operation.name ?? tensor.name);
  }

  /** The layers, in Keras' order. */
  get layers(): readonly Layer[] {
    return this.sublayers;
  }

  /**
   * A layer by name or by position.
   *
   * @throws {InvalidArgumentError} when there is none; the message lists the names.
   */
  getLayer(nameOrIndex: string | number): Layer {
    const found =
      typeof nameOrIndex === 'number' ? this.layers.at(nameOrIndex) : this.layers.find((layer) => layer.name === nameOrIndex);
    if (found === undefined) {
      throw new InvalidArgumentError(`'${this.name}' has no layer ${JSON.stringify(nameOrIndex)}. Layers: ${this.layers.map((layer) => layer.name).join(', ')}.`);
    }
    return found;
  }

  /** The graph in DOT, the language of Graphviz; nested models are boxes with their layers inside, frozen layers are gray. */
  toDot(): string {
    return toDot(this.graph, DRAWING);
  }

  /** The graph in Mermaid, which Markdown on many sites draws. */
  toMermaid(): string {
    return toMermaid(this.graph, DRAWING);
  }

  /** The layers as a table, as Keras prints it. */
  summary(): string {
    return summarize(this);
  }

  protected override call(inputs: unknown): unknown {
    const values = this.#matchInputs(inputs);
    const scope = currentTraceScope();
    const results =
      scope === undefined
        ? runEagerly(this.graph, values)
        : this.graph.run(values, ({ operation, args, kwargs }) => scope.within(operation.name, () => operation.run(args, kwargs)));
    return this.graph.packOutputs(results);
  }

  #matchInputs(inputs: unknown): Value[] {
    const names = this.inputNames;
    const isRecord = typeof inputs === 'object' && inputs !== null && !Array.isArray(inputs) && !isTyped(inputs);
    if (isRecord && names.every((name) => Object.hasOwn(inputs, name))) {
      return names.map((name) => (inputs as Record<string, Value>)[name] as Value);
    }
    const values = flattenTree(inputs, isTyped) as Value[];
    if (values.length !== names.length) {
      throw new InvalidArgumentError(`'${this.name}' takes ${names.length} inputs (${names.join(', ')}), got ${values.length}.`);
    }
    // Each input layer checks what comes in against the shape that it was declared with.
    return values.map((value, i) => (inputOperation(this.inputs[i])?.run([value], {}) ?? value) as Value);
  }

  protected override computeMask(): null {
    // The masks of the outputs came along with the values.
    return null;
  }

  override apply(inputs: Tensors, args?: CallArguments): SymbolicTensor;
  override apply(inputs: never, args?: CallArguments): never;
  override apply(inputs: unknown, args?: CallArguments): unknown {
    return super.apply(inputs as never, args);
  }
}

const FROZEN = { word: 'frozen', color: '#dddddd' };

/** Models show what is inside, layers with weights that do not train are marked. */
const DRAWING: DrawingOptions = {
  innerGraph: (operation) => (operation instanceof Model && operation.hasGraph ? operation.graph : undefined),
  mark: (operation) => (operation instanceof Layer && operation.weights.length > 0 && operation.trainableWeights.length === 0 ? FROZEN : undefined),
};

function inputOperation(tensor: SymbolicTensor | undefined): Operation | undefined {
  const operation = tensor?.history?.operation;
  return operation?.isInput === true ? operation : undefined;
}

/**
 * Traces a model. Inputs in the middle of a graph get input layers of their own, and the part behind them is cloned as
 * further calls of the same layers, so that the model can be saved and its weights stay shared.
 */
function traceModel(inputs: unknown, outputs: unknown): FunctionGraph {
  const startsAtInputs = flattenTree(inputs, isSymbolicTensor).every((tensor) => producerOf(tensor)?.isInput === true);
  if (startsAtInputs) return FunctionGraph.trace(inputs, outputs);
  const clone = cloneSubgraph(inputs, outputs, (tensor) =>
    producerOf(tensor)?.isInput === true
      ? tensor
      : new InputLayer({ batchShape: tensor.shape, dtype: tensor.dtype, name: `${tensor.name.replace(/[@:]/g, '_')}_clone` }).output,
  );
  return FunctionGraph.trace(clone.inputs, clone.outputs);
}

/**
 * Makes a model of everything between inputs and outputs.
 *
 * @example
 * const x = input({ shape: [4] });
 * model({ inputs: x, outputs: dense({ units: 2 }).apply(x) }).layers.length; // 2
 */
export const model = (config: ModelConfig): Model => new Model(config);

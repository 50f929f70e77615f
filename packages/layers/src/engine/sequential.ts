import { flattenTree, FunctionGraph, InvalidArgumentError, isTyped, type Shape, type SymbolicTensor, type TensorSpec } from '@kedge/graph-core';
import type { Dialect } from '../config/dialect.js';
import { InputLayer } from '../core/input-layer.js';
import { sequentialConfig } from '../serialization/write-model.js';
import type { Layer } from './layer.js';
import { Model } from './model.js';

/** What a sequential model is made of. */
export interface SequentialConfig {
  readonly layers?: readonly Layer[];
  readonly name?: string | null;
  readonly trainable?: boolean;
}

/**
 * Layers in a row. The same network as the functional model that applies them one after another, with the same graph.
 *
 * The graph exists once the input shape is known: from an `InputLayer`, from an `inputShape` of the first layer, or from
 * the first tensor that the model is applied to.
 */
export class Sequential extends Model {
  static override readonly className: string = 'Sequential';
  #layers: Layer[] = [];
  /** The input tensor, then the output of each layer; empty as long as the input shape is not known. */
  #tensors: SymbolicTensor[] = [];

  constructor(config: SequentialConfig = {}) {
    super({ name: config.name ?? null });
    for (const layer of config.layers ?? []) this.add(layer);
    if (config.trainable === false) this.trainable = false;
  }

  override getConfig(dialect: Dialect = 'keras3'): Record<string, unknown> {
    const { name, trainable, layersWithInput } = this;
    return sequentialConfig({ name, trainable, layersWithInput, inputShape: this.#tensors[0]?.shape }, dialect);
  }

  /** The layers without the input layer, as Keras lists them. */
  override get layers(): readonly Layer[] {
    return this.#layers;
  }

  /** The input layer, then the layers; without the former as long as the input shape is not known. */
  get layersWithInput(): readonly Layer[] {
    const entry = this.#tensors[0]?.history?.operation;
    return entry instanceof InputLayer ? [entry, ...this.#layers] : this.#layers;
  }

  /**
   * Appends a layer.
   *
   * @throws {InvalidArgumentError} for a second layer of one name, or an input layer that is not the first.
   */
  add(layer: Layer): void {
    if (layer instanceof InputLayer) {
      if (this.#tensors.length > 0 || this.#layers.length > 0) {
        throw new InvalidArgumentError(`'${this.name}' has layers already: an InputLayer must be the first.`);
      }
      this.#tensors = [layer.output];
      return;
    }
    if (this.#layers.some((other) => other !== layer && other.name === layer.name)) {
      throw new InvalidArgumentError(`'${this.name}' has a layer called '${layer.name}' already. Give this one another name.`);
    }
    if (this.#layers.length === 0 && this.#tensors.length === 0) {
      const shape = layer.batchInputShape ?? (layer instanceof Model && layer.hasGraph ? layer.input.shape : undefined);
      if (shape !== undefined) this.#tensors = [entryFor(layer, shape)];
    }
    this.#layers.push(layer);
    this.#extend();
  }

  /** Takes the last layer off and returns it. @throws {InvalidArgumentError} when there is none. */
  pop(): Layer {
    const layer = this.#layers.pop();
    if (layer === undefined) throw new InvalidArgumentError(`'${this.name}' has no layer to take off.`);
    this.#tensors = this.#tensors.slice(0, this.#layers.length + 1);
    this.#refresh();
    return layer;
  }

  /** Makes the graph for inputs of these shapes, if there is none yet. */
  override buildFor(inputs: readonly TensorSpec[]): void {
    const [spec] = inputs;
    if (spec !== undefined && this.#tensors.length === 0 && this.#layers.length > 0) {
      this.#tensors = [new InputLayer({ batchShape: [null, ...spec.shape.slice(1)], dtype: spec.dtype }).output];
      this.#extend();
    }
    super.buildFor(inputs);
  }

  override run(args: readonly unknown[], kwargs: Readonly<Record<string, unknown>>): unknown {
    this.buildFor(flattenTree(args[0], isTyped).map(({ shape, dtype }) => ({ shape, dtype })));
    return super.run(args, kwargs);
  }

  /** Applies the layers that have no output yet. */
  #extend(): void {
    let last = this.#tensors.at(-1);
    if (last !== undefined) {
      for (const layer of this.#layers.slice(this.#tensors.length - 1)) {
        last = layer.apply(last);
        this.#tensors.push(last);
      }
    }
    this.#refresh();
  }

  #refresh(): void {
    const [first] = this.#tensors;
    const last = this.#tensors.at(-1);
    if (first !== undefined && last !== undefined && this.#layers.length > 0) this.setGraph(FunctionGraph.trace(first, last));
    this.setSublayers(this.#layers);
  }
}

function entryFor(layer: Layer, shape: Shape): SymbolicTensor {
  const dtype = layer instanceof Model ? layer.input.dtype : layer.inputDType;
  return new InputLayer({ batchShape: shape, dtype, name: `${layer.name}_input` }).output;
}

/**
 * Makes a model of layers in a row.
 *
 * @example
 * sequential({ layers: [dense({ units: 8, activation: 'relu', inputShape: [4] }), dense({ units: 2 })] }).countParams(); // 58
 */
export const sequential = (config: SequentialConfig = {}): Sequential => new Sequential(config);

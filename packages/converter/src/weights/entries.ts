import type { Tensor } from '@kedge/graph-core';
import type { Layer, Variable } from '@kedge/layers/engine';

/** One array of a weights file. */
export interface WeightEntry {
  /** As in the file, e.g. `dense_1/kernel:0`. */
  readonly name: string;
  readonly shape: readonly number[];
}

/**
 * Reads arrays of a file, one after the other, in whichever order costs least.
 *
 * @param entries Those that are wanted; the others are passed over.
 */
export type ReadEntries = (entries: readonly WeightEntry[], signal?: AbortSignal) => AsyncIterable<readonly [WeightEntry, Tensor]>;

/** The arrays that a file holds for one layer of the outermost model. */
export interface WeightGroup {
  /** Name of that layer. */
  readonly layer: string;
  readonly entries: readonly WeightEntry[];
}

/** A weight that waits for values, and where it stands. */
export interface WeightSlot {
  readonly variable: Variable;
  /** Names of the models around it and of its layer, outermost first. */
  readonly path: readonly string[];
  /** Position among the weights of its own layer. */
  readonly index: number;
}

/**
 * The weights of a layer and of everything in it, each once.
 *
 * @param layer A layer or a model.
 * @param above Names of the models around it.
 */
export function slotsOf(layer: Layer, above: readonly string[] = []): WeightSlot[] {
  const path = [...above, layer.name];
  const inner = layer.sublayers.flatMap((sublayer) => slotsOf(sublayer, path));
  const innerVariables = new Set(inner.map(({ variable }) => variable));
  const own = layer.weights.filter((variable) => !innerVariables.has(variable)).map((variable, index) => ({ variable, path, index }));
  const seen = new Set<Variable>();
  return [...own, ...inner].filter(({ variable }) => !seen.has(variable) && seen.add(variable));
}

/**
 * The slots of a layer in the order in which Keras lists its weights in `.h5` files: all that train, then the rest.
 */
export function slotsInFileOrder(layer: Layer): WeightSlot[] {
  const byVariable = new Map(slotsOf(layer).map((slot) => [slot.variable, slot]));
  return [...layer.trainableWeights, ...layer.nonTrainableWeights].flatMap((variable) => byVariable.get(variable) ?? []);
}

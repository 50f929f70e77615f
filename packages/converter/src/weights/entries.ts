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
  /** The layer that has made it. */
  readonly layer: Layer;
  /** Names of the models around it and of its layer, outermost first. */
  readonly path: readonly string[];
  /** Position among the weights of its own layer. */
  readonly index: number;
  /** Which step of the path is the layer that a model lists; what follows are its parts, as a cell is. */
  readonly owner: number;
}

/** The weights that a layer itself has made, in order; those of its parts are theirs. */
export function ownVariables(layer: Layer): Variable[] {
  const inner = new Set(layer.sublayers.flatMap((sublayer) => sublayer.weights));
  return layer.weights.filter((variable) => !inner.has(variable));
}

/**
 * The weights of a layer and of everything in it, each once.
 *
 * @param layer A layer or a model.
 * @param above Names of the models around it.
 * @param within Which of those is no model, but a layer that has this one as a part.
 */
export function slotsOf(layer: Layer, above: readonly string[] = [], within?: number): WeightSlot[] {
  const path = [...above, layer.name];
  const owner = within ?? above.length;
  const inner = layer.sublayers.flatMap((sublayer) => slotsOf(sublayer, path, layer.isModel ? undefined : owner));
  const own = ownVariables(layer).map((variable, index) => ({ variable, layer, path, index, owner }));
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

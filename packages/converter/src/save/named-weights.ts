import type { Tensor } from '@kedge/graph-core';
import { hasStoredState, UnsupportedInFormatError, type Layer, type Model } from '@kedge/layers/engine';
import { slotsInFileOrder, slotsOf, type WeightSlot } from '../weights/entries.js';

/** A weight under the name that files give it. */
export interface NamedWeight {
  /** `layer/weight`, or `layer/part/weight`; the layer is the one that the innermost model lists. */
  readonly name: string;
  readonly value: Tensor;
}

/** The weights of one layer of the outermost model. */
export interface LayerWeights {
  readonly layer: string;
  readonly weights: readonly NamedWeight[];
}

const shortName = ({ path, owner, variable }: WeightSlot): string => [...path.slice(owner), variable.legacyName].join('/');

/** By the layer that the innermost model lists; where names would be equal, with the models around it. */
function namedWeights(layer: Layer, counts: ReadonlyMap<string, number>): NamedWeight[] {
  return slotsInFileOrder(layer).map((slot) => {
    const short = shortName(slot);
    return { name: (counts.get(short) ?? 0) > 1 ? [...slot.path, slot.variable.legacyName].join('/') : short, value: slot.variable.hostValue() };
  });
}

function countNames(layers: readonly Layer[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const slot of layers.flatMap((layer) => slotsOf(layer))) counts.set(shortName(slot), (counts.get(shortName(slot)) ?? 0) + 1);
  return counts;
}

/** What a layer keeps besides weights, as Keras 2 puts it beside them. */
function namedState(layer: Layer): NamedWeight[] {
  if (!hasStoredState(layer)) return [];
  return [...layer.saveOwnVariables()].map(([name, value]) => ({ name: `${layer.name}/${name}`, value }));
}

/**
 * The weights of a model as `.h5` files group them: by layer of the outermost model, those that train first.
 *
 * @param withState Whether what layers keep besides weights is among them.
 * @throws {UnsupportedInFormatError} when two weights would get one name.
 */
export async function weightsByLayer(model: Model, withState = false): Promise<LayerWeights[]> {
  await model.sync();
  const layers = layersOf(model);
  const counts = countNames(layers);
  const groups = layers.map((layer) => ({ layer: layer.name, weights: [...namedWeights(layer, counts), ...(withState ? namedState(layer) : [])] }));
  expectUniqueNames(groups.flatMap(({ weights }) => weights.map(({ name }) => name)));
  return groups;
}

/** Every layer of the outermost model, the input layer of a sequential one included. */
function layersOf(model: Model): readonly Layer[] {
  const operations = model.graph.operations.filter((operation): operation is Layer => 'weights' in operation);
  return operations.length > 0 ? operations : model.layers;
}

/** Files find a weight by its layer's name and its own: inner models must not use one name twice. */
function expectUniqueNames(names: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) {
      throw new UnsupportedInFormatError(`Two weights would be saved as '${name}': two nested models hold layers of one name. Give one of those layers another name.`);
    }
    seen.add(name);
  }
}

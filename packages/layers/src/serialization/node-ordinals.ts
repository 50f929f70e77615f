import { flattenTree, mapTree } from '@kedge/graph-core';
import { isTensorReference, TensorReference, type CanonicalLayer } from './canonical.js';

/** Where references stand: in the arguments of calls, or in `input_layers` and `output_layers`. */
interface References {
  readonly layers: readonly CanonicalLayer[];
  readonly inputs: unknown;
  readonly outputs: unknown;
}

/**
 * Makes references to nested models count from 0.
 *
 * Keras gives a model a node of its own when it is made. Some versions count it in references to the model's calls, some
 * do not, and Keras 3 does so in `output_layers` alone. Which it was shows in the numbers: counted, the first call is 1.
 */
export function normalizeOrdinals({ layers, inputs, outputs }: References): References {
  const models = new Map(layers.filter((layer) => layer.inner !== undefined).map((layer) => [layer.name, layer]));
  if (models.size === 0) return { layers, inputs, outputs };
  const inCalls = flattenTree(layers.map((layer) => layer.calls.map(({ args, kwargs }) => [args, kwargs])), isTensorReference);
  const fromCalls = shiftFor(models, inCalls, (layer) => layer.dialect === 'keras2');
  const fromEnds = shiftFor(
    models,
    flattenTree([inputs, outputs], isTensorReference),
    (layer) => layer.dialect === 'keras2' || layer.inner?.kind === 'functional',
  );
  return {
    layers: layers.map((layer) => ({
      ...layer,
      calls: layer.calls.map(({ args, kwargs }) => ({
        args: mapTree(args, isTensorReference, fromCalls) as unknown[],
        kwargs: mapTree(kwargs, isTensorReference, fromCalls) as Record<string, unknown>,
      })),
    })),
    inputs: mapTree(inputs, isTensorReference, fromEnds),
    outputs: mapTree(outputs, isTensorReference, fromEnds),
  };
}

function shiftFor(
  models: ReadonlyMap<string, CanonicalLayer>,
  references: readonly TensorReference[],
  isCountedByRule: (layer: CanonicalLayer) => boolean,
): (reference: TensorReference) => TensorReference {
  const isCounted = (layer: CanonicalLayer): boolean => {
    const used = references.filter((reference) => reference.layer === layer.name).map(({ node }) => node);
    if (used.length === 0 || used.includes(0)) return false;
    // A number past the last call can only come from counting; else the rule of the dialect decides.
    return Math.max(...used) >= layer.calls.length || isCountedByRule(layer);
  };
  const counted = new Set([...models.values()].filter(isCounted).map(({ name }) => name));
  return (reference) =>
    counted.has(reference.layer) ? new TensorReference(reference.layer, reference.node - 1, reference.tensor, reference.dtype) : reference;
}

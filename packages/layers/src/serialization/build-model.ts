import { flattenTree, isSymbolicTensor, KedgeError, mapTree, OpCall, type SymbolicTensor } from '@kedge/graph-core';
import type { Dialect } from '../config/dialect.js';
import type { SerializedObject } from '../config/keras-object.js';
import type { Layer, LayerClass } from '../engine/layer.js';
import { Model } from '../engine/model.js';
import { isKnownLayer, loadLayerClass, UnsupportedLayerError } from '../engine/registry.js';
import { Sequential } from '../engine/sequential.js';
import { isTensorReference, type Callee, type CanonicalCall, type CanonicalLayer, type CanonicalModel, type TensorReference } from './canonical.js';
import { InvalidModelConfigError } from './json.js';
import { layerConfigOf } from './layer-config.js';
import { nestedLayers } from './nested-layers.js';
import type { makeOpNode, refusalOf } from './op-nodes.js';
import { readNestedLayer } from './read-model.js';
import { SizeValue } from './size-value.js';

/** Classes by the name that files use for them. */
export type CustomObjects = Readonly<Record<string, LayerClass>>;

/**
 * Makes a model out of its config: loads the layer families that it uses, makes each layer, and replays the calls.
 *
 * @param model In canonical form.
 * @param customObjects Classes that come before the registered ones.
 * @throws {UnsupportedLayerError} naming every class that is not known, all at once.
 * @throws {InvalidModelConfigError} for a reference that nothing provides, or a cycle.
 */
export async function buildModel(model: CanonicalModel, customObjects: CustomObjects = {}): Promise<Model> {
  return makeModel(model, await loadClasses((visit) => collectClasses(model, visit), customObjects));
}

/**
 * Makes a single layer, with the layers inside it if it is a wrapper.
 *
 * @param raw `{ class_name, config }` as a file holds it.
 * @param dialect Of the file.
 * @param customObjects Classes that come before the registered ones.
 * @throws {UnsupportedLayerError} naming every class that is not known, all at once.
 */
export async function buildLayer(raw: SerializedObject, dialect: Dialect, customObjects: CustomObjects = {}): Promise<Layer> {
  const layer = readNestedLayer(raw, dialect);
  return makeLayer(layer, await loadClasses((visit) => collectFrom(layer, visit), customObjects));
}

type Visit = (layer: CanonicalLayer) => void;

/** What making layers takes: the classes, and how nodes are made that are functions, where there are any. */
interface Loaded {
  readonly classes: ReadonlyMap<string, LayerClass>;
  readonly opNodes: { readonly makeOpNode: typeof makeOpNode; readonly refusalOf: typeof refusalOf } | undefined;
  readonly customObjects: CustomObjects;
}

/** Loads every class that a walk over layers meets, and the functions if there are any. */
async function loadClasses(walk: (visit: Visit) => void, customObjects: CustomObjects): Promise<Loaded> {
  const names = new Set<string>();
  const refused = new Map<string, string>();
  const unknown: CanonicalLayer[] = [];
  let hasOperations = false;
  walk((layer) => (hasOperations ||= isOperation(layer, customObjects)));
  const opNodes = hasOperations ? await import('./op-nodes.js') : undefined;
  walk((layer) => {
    const refusal = isOperation(layer, customObjects) ? opNodes?.refusalOf(layer) : undefined;
    if (refusal !== undefined) refused.set(`${layer.className} ('${layer.name}')`, refusal);
    else if (isOperation(layer, customObjects)) return;
    else if (isKnownLayer(layer.className, customObjects)) names.add(layer.className);
    else unknown.push(layer);
  });
  if (unknown.length > 0) {
    const { REFUSED_LAYERS } = await import('./refused-layers.js');
    for (const { className, name } of unknown) refused.set(`${className} ('${name}')`, (Object.hasOwn(REFUSED_LAYERS, className) ? REFUSED_LAYERS[className] : undefined) ?? `no layer class of that name is known: register('${className}', Class)`);
  }
  if (refused.size > 0) {
    const list = [...refused].map(([what, why]) => `${what}: ${why}`).join('; ');
    throw new UnsupportedLayerError(`This model has layers that cannot be loaded. ${list}.`, [...new Set([...refused.keys()].map((what) => what.split(' ')[0] ?? what))]);
  }
  const classes = new Map<string, LayerClass>();
  for (const name of names) classes.set(name, await loadLayerClass(name, customObjects));
  return { classes, opNodes, customObjects };
}

/** Layers of TF-Keras that are TensorFlow functions. */
const FUNCTIONS = new Set(['TFOpLambda', 'SlicingOpLambda', 'TensorFlowOpLayer']);

/** Keras 3 operations share class names with layers: `Add` of `keras.src.ops` is another thing than `keras.layers.Add`. */
function isOperation(layer: CanonicalLayer, customObjects: CustomObjects = {}): boolean {
  if (FUNCTIONS.has(layer.className)) return !isKnownLayer(layer.className, customObjects);
  return layer.module !== undefined && /^keras(\.src)?\.ops(\.|$)/.test(layer.module);
}

function collectClasses(model: CanonicalModel, visit: Visit): void {
  for (const layer of model.layers) collectFrom(layer, visit);
}

function collectFrom(layer: CanonicalLayer, visit: Visit): void {
  if (layer.inner !== undefined) {
    collectClasses(layer.inner, visit);
    return;
  }
  visit(layer);
  if (isOperation(layer)) return;
  for (const raw of nestedLayers(layer.config, layer.className)) collectFrom(readNestedLayer(raw, layer.dialect), visit);
}

function makeModel(model: CanonicalModel, loaded: Loaded): Model {
  const built = model.kind === 'sequential' ? makeSequential(model, model.layers.map((layer) => makeLayer(layer, loaded))) : makeFunctional(model, model.layers.map((layer) => makeCallee(layer, loaded)));
  if (!model.trainable) built.trainable = false;
  return built;
}

function makeCallee(layer: CanonicalLayer, loaded: Loaded): Callee {
  if (loaded.opNodes !== undefined && layer.inner === undefined && isOperation(layer, loaded.customObjects)) return loaded.opNodes.makeOpNode(layer);
  const made = makeLayer(layer, loaded);
  return { operation: made, symbolicCall: (args, kwargs) => made.symbolicCall(args, kwargs) };
}

function makeLayer(layer: CanonicalLayer, loaded: Loaded): Layer {
  if (layer.inner !== undefined) return makeModel({ ...layer.inner, name: layer.inner.name ?? layer.name }, loaded);
  const Class = loaded.classes.get(layer.className);
  if (Class === undefined) throw new KedgeError('INTERNAL', `Class '${layer.className}' was not loaded.`);
  return layerConfigOf(layer, Class, (raw) => makeLayer(readNestedLayer(raw, layer.dialect), loaded));
}

function makeSequential(model: CanonicalModel, layers: readonly Layer[]): Model {
  const sequential = new Sequential({ layers, name: model.name ?? null });
  if (!sequential.hasGraph && model.buildInputShape !== undefined) {
    sequential.buildFor([{ shape: model.buildInputShape, dtype: layers[0]?.inputDType ?? 'float32' }]);
  }
  return sequential;
}

/** A call that waits until the tensors that it takes exist. */
interface PendingCall {
  readonly layer: Callee;
  readonly call: CanonicalCall;
  readonly ordinal: number;
  readonly dialect: Dialect;
  missing: number;
}

const keyOf = (layer: string, node: number): string => `${node}:${layer}`;

function makeFunctional(model: CanonicalModel, layers: readonly Callee[]): Model {
  const made = replayCalls(model, layers);
  const resolve = (reference: TensorReference): SymbolicTensor => {
    const tensor = made.get(keyOf(reference.layer, reference.node))?.[reference.tensor];
    if (tensor === undefined) throw new InvalidModelConfigError(`The model refers to ${String(reference)}, which none of its layers puts out.`);
    if (tensor instanceof SizeValue) throw new InvalidModelConfigError(`The model puts out ${String(reference)}, the shape of a tensor. Read it off the outputs instead.`);
    return tensor;
  };
  const inputs = mapTree(model.inputs, isTensorReference, resolve) as SymbolicTensor;
  const outputs = mapTree(model.outputs, isTensorReference, resolve) as SymbolicTensor;
  return new Model({ inputs, outputs, name: model.name ?? null });
}

/** What a call puts out: tensors, or sizes of them. */
type Output = SymbolicTensor | SizeValue;

/** The outputs of each call by layer and ordinal. */
type Made = ReadonlyMap<string, readonly Output[]>;

/** Makes every call once what it takes is there. @returns The outputs of each call by layer and ordinal. */
function replayCalls(model: CanonicalModel, layers: readonly Callee[]): Made {
  const made = new Map<string, readonly Output[]>();
  const types = typesOf(model);
  const waiting = new Map<string, PendingCall[]>();
  const ready: PendingCall[] = [];
  const put = (key: string, outputs: readonly Output[]): void => {
    made.set(key, outputs);
    for (const pending of waiting.get(key) ?? []) if (--pending.missing === 0) ready.push(pending);
    waiting.delete(key);
  };
  let open = 0;
  model.layers.forEach((canonical, i) => {
    const layer = layers[i] as Callee;
    canonical.calls.forEach((call, ordinal) => {
      const needed = neededKeys(canonical.name, call, ordinal);
      const pending = { layer, call, ordinal, dialect: canonical.dialect, missing: needed.size };
      for (const key of needed) {
        const queue = waiting.get(key) ?? [];
        queue.push(pending);
        waiting.set(key, queue);
      }
      if (needed.size === 0) ready.push(pending);
      open += 1;
    });
  });
  model.layers.forEach((canonical, i) => {
    const entry = layers[i]?.operation;
    if (entry?.isInput === true) put(keyOf(canonical.name, 0), entry.inboundNodes[0]?.outputs ?? []);
  });
  const names = new Map(model.layers.map((canonical, i) => [layers[i] as Callee, canonical.name]));
  // The list grows while it is walked: a call may make others ready.
  for (const pending of ready) {
    const key = keyOf(names.get(pending.layer) ?? '', pending.ordinal);
    put(key, makeCall(pending, made, types.get(key)));
    open -= 1;
  }
  if (open > 0) throw danglingReference(waiting, made);
  return made;
}

/** What the file says of the types of first outputs where they are taken, by layer and ordinal. */
function typesOf(model: CanonicalModel): ReadonlyMap<string, string> {
  const references = flattenTree(model.layers.map(({ calls }) => calls.map(({ args, kwargs }) => [args, kwargs])), isTensorReference);
  return new Map(references.flatMap(({ layer, node, tensor, dtype }) => (dtype === undefined || tensor !== 0 ? [] : [[keyOf(layer, node), dtype] as const])));
}

/** What a call waits for: the tensors that it takes, and the layer's call before it, so that ordinals come out right. */
function neededKeys(name: string, call: CanonicalCall, ordinal: number): Set<string> {
  const references = flattenTree([call.args, call.kwargs], isTensorReference);
  const keys = new Set(references.map((reference) => keyOf(reference.layer, reference.node)));
  if (ordinal > 0) keys.add(keyOf(name, ordinal - 1));
  return keys;
}

function makeCall({ layer, call, dialect }: PendingCall, made: Made, dtype: string | undefined): readonly Output[] {
  const resolve = (reference: TensorReference): Output => {
    const outputs = made.get(keyOf(reference.layer, reference.node)) ?? [];
    const tensor = outputs[reference.tensor];
    if (tensor === undefined) {
      throw new InvalidModelConfigError(`'${layer.operation.name}' takes ${String(reference)}, but '${reference.layer}' puts out only ${outputs.length} tensors.`);
    }
    return tensor;
  };
  const args = mapTree(call.args, isTensorReference, resolve) as unknown[];
  const kwargs = { ...(layer.operation instanceof OpCall ? {} : settledMask(call, dialect)), ...(mapTree(call.kwargs, isTensorReference, resolve) as Record<string, unknown>) };
  return flattenTree(layer.symbolicCall(args, kwargs, dtype), (leaf): leaf is Output => isSymbolicTensor(leaf) || leaf instanceof SizeValue);
}

/** Keras 3 lets a layer take the mask of its first argument by itself only where no other argument is a tensor. */
function settledMask({ args, kwargs }: CanonicalCall, dialect: Dialect): { mask?: null } {
  const hasMore = flattenTree([args.slice(1), kwargs], isTensorReference).length > 0;
  return dialect === 'keras3' && hasMore ? { mask: null } : {};
}

function danglingReference(waiting: ReadonlyMap<string, PendingCall[]>, made: ReadonlyMap<string, unknown>): InvalidModelConfigError {
  const all = [...waiting];
  const ownKeys = new Set(all.flatMap(([, pendings]) => pendings.map(({ layer, ordinal }) => keyOf(layer.operation.name, ordinal))));
  // A reference that no waiting call will ever make is the cause; when there is none, the calls wait for each other.
  const [key, pendings] = all.find(([candidate]) => !ownKeys.has(candidate) && !made.has(candidate)) ?? all[0] ?? ['', []];
  const [node = '', ...name] = key.split(':');
  const consumer = pendings[0]?.layer.operation.name ?? '(the outputs)';
  const isCycle = ownKeys.has(key);
  return new InvalidModelConfigError(
    isCycle
      ? `The calls of this model depend on each other in a cycle: '${consumer}' waits for call ${node} of '${name.join(':')}', which waits for it.`
      : `'${consumer}' takes the output of call ${node} of '${name.join(':')}', which is not in the model.`,
  );
}

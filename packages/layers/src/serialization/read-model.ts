import type { Dialect } from '../config/dialect.js';
import type { CanonicalLayer, CanonicalModel } from './canonical.js';
import { expectList, expectRecord, expectString, InvalidModelConfigError, isRecord, type JsonRecord } from './json.js';
import { normalizeOrdinals } from './node-ordinals.js';
import { readCall, readEndpoints } from './read-calls.js';

/** How deeply models may nest: deep enough for any real one, shallow enough for the stack. */
const MAX_NESTING = 64;

const MODEL_KINDS: Readonly<Record<string, CanonicalModel['kind']>> = { Functional: 'functional', Model: 'functional', Sequential: 'sequential' };

/**
 * Whether a class name with this config is a model whose layers the config lists. Subclasses of `Model` and of `Functional`
 * that list them count, too.
 */
export function isModelConfig(className: string, config: unknown): boolean {
  if (Object.hasOwn(MODEL_KINDS, className)) return true;
  return isRecord(config) && Array.isArray(config.layers) && 'output_layers' in config;
}

/**
 * Reads a model config of any dialect into the canonical form.
 *
 * @param value `{ class_name, config }` as a file holds it.
 * @param fallback The dialect where nothing in the config tells.
 * @throws {InvalidModelConfigError} naming the place in the config.
 */
export function readModelConfig(value: unknown, fallback: Dialect = 'keras2'): CanonicalModel {
  const { class_name: className, config } = expectRecord(value, 'The model config');
  return readModel(expectString(className, 'class_name of the model'), config, detectDialect(value, fallback), 'model', 0);
}

/**
 * The dialect of a config: Keras 3 writes calls as objects, input shapes as `batch_shape` and dtypes as policies. Modules and
 * registered names tell nothing, since Keras 2.13 to 2.15 write them, too.
 */
export function detectDialect(value: unknown, fallback: Dialect): Dialect {
  const pending: unknown[] = [value];
  // Bounded: the first layers of a model tell, or nothing does.
  for (let i = 0; i < pending.length && i < 2000; i++) {
    const item = pending[i];
    if (Array.isArray(item)) pending.push(...(item as unknown[]).slice(0, 200));
    if (!isRecord(item)) continue;
    if ('batch_shape' in item || item.class_name === 'DTypePolicy' || ('args' in item && 'kwargs' in item)) return 'keras3';
    if ('batch_input_shape' in item || (Array.isArray(item.inbound_nodes) && Array.isArray(item.inbound_nodes[0]))) return 'keras2';
    pending.push(...Object.values(item));
  }
  return fallback;
}

function readModel(className: string, value: unknown, dialect: Dialect, place: string, depth: number): CanonicalModel {
  if (depth > MAX_NESTING) throw new InvalidModelConfigError(`${place}: models nest more than ${MAX_NESTING} deep.`);
  // Up to Keras 2.2.2 the config of a Sequential is the bare list of its layers.
  const config: JsonRecord = Array.isArray(value) ? { layers: value } : expectRecord(value, `${place}.config`);
  const kind = MODEL_KINDS[className] ?? 'functional';
  if (MODEL_KINDS[className] === undefined && config.layers === undefined) {
    throw new InvalidModelConfigError(`'${className}' is a model class of its author, and its config lists no layers: what it computes stands in Python code alone. Rebuild it with keras.Model(inputs, outputs), move the weights over, and save that.`);
  }
  const layers = expectList(config.layers, `${place}.layers`).map((layer, i) => readLayer(layer, dialect, `${place}.layers[${i}]`, depth));
  const common = { kind, name: typeof config.name === 'string' ? config.name : undefined, trainable: config.trainable !== false };
  if (kind === 'sequential') {
    const shape = config.build_input_shape;
    return { ...common, layers, inputs: [], outputs: [], buildInputShape: Array.isArray(shape) ? (shape as (number | null)[]) : undefined };
  }
  const inputs = readEndpoints(config.input_layers, `${place}.input_layers`);
  const outputs = readEndpoints(config.output_layers, `${place}.output_layers`);
  return { ...common, ...normalizeOrdinals({ layers, inputs: unwrap(inputs, dialect), outputs: unwrap(outputs, dialect) }), buildInputShape: undefined };
}

/** Before Keras 3 a single tensor was written as a list of one. */
function unwrap(structure: unknown, dialect: Dialect): unknown {
  return dialect === 'keras2' && Array.isArray(structure) && structure.length === 1 ? structure[0] : structure;
}

/** Reads a layer that stands in the config of another one. */
export function readNestedLayer(value: unknown, dialect: Dialect): CanonicalLayer {
  return readLayer(value, dialect, 'layer', 0);
}

function readLayer(value: unknown, dialect: Dialect, place: string, depth: number): CanonicalLayer {
  const layer = expectRecord(value, place);
  const className = expectString(layer.class_name, `${place}.class_name`);
  const isModel = isModelConfig(className, layer.config);
  const config = Array.isArray(layer.config) ? {} : expectRecord(layer.config, `${place}.config`);
  const name = layer.name ?? config.name;
  const calls = expectList(layer.inbound_nodes ?? [], `${place}.inbound_nodes`);
  return {
    className,
    module: typeof layer.module === 'string' ? layer.module : undefined,
    name: typeof name === 'string' ? name : `${className.toLowerCase()}`,
    config,
    dialect,
    inner: isModel ? readModel(className, layer.config, dialect, `${place}.config`, depth + 1) : undefined,
    calls: calls.map((node, i) => readCall(node, `${place}.inbound_nodes[${i}]`)),
  };
}

import { tensor, type NumericDType } from '@kedge/graph-core';
import { TensorReference, type CanonicalCall } from './canonical.js';
import { expectList, expectRecord, InvalidModelConfigError, isRecord, type JsonRecord } from './json.js';

/** Reads one entry of `inbound_nodes`: Keras 3 writes an object, everything before a list. */
export function readCall(node: unknown, place: string): CanonicalCall {
  return isRecord(node) && ('args' in node || 'kwargs' in node) ? readKeras3Call(node, place) : readKeras2Call(node, place);
}

/** Python's `...` among the keys of an item. */
const ELLIPSIS = '...';

const isIndex = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value >= 0;

/** `[layer, node, tensor]`, with or without the keyword arguments of the call behind it. */
function asTriple(value: unknown): TensorReference | undefined {
  if (!Array.isArray(value) || value.length < 3 || value.length > 4) return undefined;
  const [layer, node, index] = value as unknown[];
  if (typeof layer !== 'string' || !isIndex(node) || !isIndex(index)) return undefined;
  return new TensorReference(layer, node, index);
}

function readKeras2Call(node: unknown, place: string): CanonicalCall {
  if (isRecord(node)) {
    return { args: [Object.fromEntries(Object.entries(node).map(([key, item]) => [key, readKeras2Input(item, place)]))], kwargs: {} };
  }
  const list = expectList(node, place);
  const entries = typeof list[0] === 'string' ? [list] : list;
  const [first] = entries;
  const kwargs = isRecord(Array.isArray(first) ? first[3] : undefined) ? ((first as unknown[])[3] as JsonRecord) : {};
  const inputs = entries.map((entry) => readKeras2Input(entry, place));
  return { args: [inputs.length === 1 ? inputs[0] : inputs], kwargs: Object.fromEntries(Object.entries(kwargs).map(([key, value]) => [key, readKeras2Argument(value)])) };
}

function readKeras2Input(entry: unknown, place: string): unknown {
  const reference = asTriple(entry);
  if (reference !== undefined) return reference;
  const list = expectList(entry, place);
  if (list[0] === '_CONSTANT_VALUE') return list[2];
  // Structured inputs nest their references in further lists.
  if (list.length > 0 && list.every(Array.isArray)) return list.map((item) => readKeras2Input(item, place));
  throw new InvalidModelConfigError(`${place}: expected a reference like ["layer", 0, 0, {}], got ${JSON.stringify(entry).slice(0, 80)}.`);
}

/** An argument by name: references are bare triples, to any depth. */
function readKeras2Argument(value: unknown): unknown {
  const reference = asTriple(value);
  if (reference !== undefined) return reference;
  if (Array.isArray(value)) return value[0] === '_CONSTANT_VALUE' ? value[2] : value.map(readKeras2Argument);
  if (isRecord(value) && value.class_name === '__ellipsis__') return ELLIPSIS;
  if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, readKeras2Argument(item)]));
  return value;
}

function readKeras3Call(node: JsonRecord, place: string): CanonicalCall {
  const args = expectList(node.args ?? [], `${place}.args`).map((arg) => readKeras3Argument(arg, place));
  const kwargs = Object.entries(expectRecord(node.kwargs ?? {}, `${place}.kwargs`));
  return { args, kwargs: Object.fromEntries(kwargs.map(([key, value]) => [key, readKeras3Argument(value, place)])) };
}

function readKeras3Argument(value: unknown, place: string): unknown {
  if (Array.isArray(value)) return value.map((item) => readKeras3Argument(item, place));
  if (!isRecord(value)) return value;
  const config = isRecord(value.config) ? value.config : {};
  switch (value.class_name) {
    case '__keras_tensor__': {
      const reference = asTriple(config.keras_history);
      if (reference === undefined) throw new InvalidModelConfigError(`${place}: expected a keras_history like ["layer", 0, 0], got ${JSON.stringify(config.keras_history)}.`);
      return typeof config.dtype === 'string' ? new TensorReference(reference.layer, reference.node, reference.tensor, config.dtype) : reference;
    }
    case '__tensor__':
    case '__numpy__':
      return readConstant(config, place);
    case '__slice__':
      return { start: readKeras3Argument(config.start, place), stop: readKeras3Argument(config.stop, place), step: readKeras3Argument(config.step, place) };
    case '__ellipsis__':
      return ELLIPSIS;
    case '__tuple__':
      return expectList(config.items ?? value.items ?? [], place).map((item) => readKeras3Argument(item, place));
    default:
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, readKeras3Argument(item, place)]));
  }
}

const CONSTANT_TYPES: Readonly<Record<string, NumericDType>> = { bool: 'bool', uint8: 'uint8', int8: 'int32', int16: 'int32', int32: 'int32', int64: 'int32' };

function readConstant(config: JsonRecord, place: string): unknown {
  const shape: number[] = [];
  for (let level: unknown = config.value; Array.isArray(level); level = level[0]) shape.push(level.length);
  const values = (Array.isArray(config.value) ? config.value.flat(Infinity) : [config.value]) as unknown[];
  if (!values.every((item): item is number | boolean => typeof item === 'number' || typeof item === 'boolean')) {
    throw new InvalidModelConfigError(`${place}: expected a constant of numbers, got ${JSON.stringify(config.value).slice(0, 80)}.`);
  }
  return tensor(values.map(Number), shape, CONSTANT_TYPES[String(config.dtype)] ?? 'float32');
}

/** Reads `input_layers` or `output_layers`: triples in the structure in which the user gave the tensors. */
export function readEndpoints(value: unknown, place: string): unknown {
  const reference = asTriple(value);
  if (reference !== undefined) return reference;
  if (Array.isArray(value)) return value.map((item, i) => readEndpoints(item, `${place}[${i}]`));
  if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, readEndpoints(item, `${place}.${key}`)]));
  throw new InvalidModelConfigError(`${place}: expected references like ["layer", 0, 0], got ${JSON.stringify(value)}.`);
}

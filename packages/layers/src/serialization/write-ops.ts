import { KedgeError, toKerasArguments, type KerasArguments, type KerasSignature, type OpCall } from '@kedge/graph-core';
import { isRecord, type JsonRecord } from './json.js';

function signatureOf(operation: OpCall): KerasSignature {
  const signature = operation.kerasSignature;
  if (signature === undefined) throw new KedgeError('INTERNAL', `'${operation.name}' is no function of keras.ops.`);
  return signature;
}

/** A call of a function with the arguments of Keras' function of the same name. */
export function kerasCallOf(operation: OpCall, values: readonly unknown[]): KerasArguments {
  return toKerasArguments(signatureOf(operation), values);
}

const isRange = (key: unknown): key is JsonRecord => isRecord(key) && Object.keys(key).every((name) => ['start', 'stop', 'step'].includes(name));

/** The key of an item as Keras writes it: ranges and dots are objects there. */
export function writeKey(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(writeKey);
  if (value === '...') return { class_name: '__ellipsis__', config: {} };
  if (!isRange(value)) return value;
  return { class_name: '__slice__', config: { start: value['start'] ?? null, stop: value['stop'] ?? null, step: value['step'] ?? null } };
}

/** A function as `{ class_name, config }` of Keras 3. Its settings are those of its first call: each has one. */
export function serializeOp(operation: OpCall): JsonRecord {
  const { module, classNames } = signatureOf(operation);
  const className = classNames[0];
  const { settings } = kerasCallOf(operation, operation.inboundNodes[0]?.args ?? []);
  return { module: `keras.src.ops.${module}`, class_name: className, config: { name: operation.name, ...settings }, registered_name: className };
}

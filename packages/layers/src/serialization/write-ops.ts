import { KedgeError, type OpCall } from '@kedge/graph-core';
import { kerasSignatureOf, toKerasArguments, type KerasArguments, type KerasSignature } from '@kedge/graph-core/keras-calls';
import { isRecord, type JsonRecord } from './json.js';
import { tensorFlowNameOf, type RenamedFunction } from './tensorflow-names.js';

function signatureOf(operation: OpCall): KerasSignature {
  const signature = kerasSignatureOf(operation);
  if (signature === undefined) throw new KedgeError('INTERNAL', `'${operation.name}' is no function of keras.ops.`);
  return signature;
}

/** A call of a function with the arguments of Keras' function of the same name. */
export function kerasCallOf(operation: OpCall, values: readonly unknown[]): KerasArguments {
  return toKerasArguments(signatureOf(operation), values);
}

const isRange = (key: unknown): key is JsonRecord => isRecord(key) && Object.keys(key).every((name) => ['start', 'stop', 'step'].includes(name));

/** The key of an item as Keras 2 writes it: dots are an object there. */
export function writeOldKey(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(writeOldKey);
  if (value === '...') return { class_name: '__ellipsis__' };
  return isRange(value) ? { start: value['start'] ?? null, stop: value['stop'] ?? null, step: value['step'] ?? null } : value;
}

/** The key of an item as Keras writes it: ranges and dots are objects there. */
export function writeKey(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(writeKey);
  if (value === '...') return { class_name: '__ellipsis__', config: {} };
  if (!isRange(value)) return value;
  return { class_name: '__slice__', config: { start: value['start'] ?? null, stop: value['stop'] ?? null, step: value['step'] ?? null } };
}

/** The TensorFlow function that files of Keras 2 hold in place of a function; `undefined` where there is none that says it all. */
export function tensorFlowOf(operation: OpCall): RenamedFunction | undefined {
  const signature = kerasSignatureOf(operation);
  if (signature === undefined || signature.parameters.some(({ kind }) => kind === 'rest' || kind === 'others')) return undefined;
  return tensorFlowNameOf(signature.names);
}

/** The arguments of a call by TensorFlow's names. */
export function tensorFlowArguments(operation: OpCall, { parameters }: RenamedFunction, values: readonly unknown[]): readonly (readonly [string, unknown])[] {
  const signature = signatureOf(operation);
  const { settings, args, kwargs } = kerasCallOf(operation, values);
  const inCall = signature.parameters.filter(({ isSetting }) => !isSetting);
  const named: Readonly<Record<string, unknown>> = { ...settings, ...Object.fromEntries(args.map((value, i) => [inCall[i]?.name ?? '', value])), ...kwargs };
  return parameters.flatMap(([own, kerasName, isList]) => {
    const value = kerasName === '' ? undefined : named[kerasName];
    return value === undefined || value === null ? [] : [[own, isList ? [value].flat() : value] as const];
  });
}

/** A function as `{ class_name, config }` of Keras 2. */
export function serializeTensorFlowOp(operation: OpCall, { name }: RenamedFunction): JsonRecord {
  const className = name === '__operators__.getitem' ? 'SlicingOpLambda' : 'TFOpLambda';
  return { class_name: className, config: { name: operation.name, trainable: true, dtype: 'float32', function: name } };
}

/** A function as `{ class_name, config }` of Keras 3. Its settings are those of its first call: each has one. */
export function serializeOp(operation: OpCall): JsonRecord {
  const { module, classNames } = signatureOf(operation);
  const className = classNames[0];
  const { settings } = kerasCallOf(operation, operation.inboundNodes[0]?.args ?? []);
  return { module: `keras.src.ops.${module}`, class_name: className, config: { name: operation.name, ...settings }, registered_name: className };
}

import { isTensorSpec, KedgeError, OpCall, opCallOf, scalar } from '@kedge/graph-core';
import { kerasSignatureOf, toOurArguments } from '@kedge/graph-core/keras-calls';
import type { Callee, CanonicalLayer } from './canonical.js';
import { InvalidModelConfigError } from './json.js';
import { knownFunctions } from './known-functions.js';
import { kedgeType } from './op-dtypes.js';
import { givesShape, plainSizes, shapeValue, withSizes } from './size-value.js';
import { findTensorFlowFunction, type TensorFlowFunction } from './tensorflow-functions.js';

/** Why the operation of a node cannot be made; `undefined` if it can. */
export function refusalOf(layer: CanonicalLayer): string | undefined {
  if (layer.dialect === 'keras3') return knownFunctions.has(layer.className) ? undefined : 'it is an operation of keras.ops that Kedge lacks (docs/ops.md says why)';
  const found = findTensorFlowFunction(layer);
  if (typeof found !== 'string') return undefined;
  return `it is the raw TensorFlow function '${found}', which Kedge does not know. Write the model with layers, or with the functions that docs/ops.md lists`;
}

/** The types that Kedge has in place of those that a call names. */
const withTypes = (named: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(named).map(([key, value]) => [key, key === 'dtype' || key === 'out_type' ? kedgeType(value) : value]));

/**
 * Whole numbers as floats where only that gives what the file says: `x * 2.0` and `x * 2` are the same in JSON as JavaScript reads it, and
 * not in Keras, if `x` is whole.
 */
function inType(operation: OpCall, args: readonly unknown[], dtype: string | undefined): readonly unknown[] {
  if (dtype === undefined || kedgeType(dtype) !== 'float32') return args;
  const places = kerasSignatureOf(operation)?.parameters.filter(({ kind }) => kind === 'positional') ?? [];
  const isOperand = (arg: unknown, i: number): arg is number => typeof arg === 'number' && places[i]?.isSetting === false;
  const spec = args.some(isOperand) ? operation.computeOutputSpec(args) : undefined;
  return isTensorSpec(spec) && spec.dtype !== 'float32' ? args.map((arg, i) => (isOperand(arg, i) ? scalar(arg) : arg)) : args;
}

/** Records a call; a file may hold anything as arguments. */
function recorded(operation: OpCall, args: readonly unknown[], dtype?: string): unknown {
  try {
    return operation.symbolicCall(inType(operation, args, dtype));
  } catch (cause) {
    if (cause instanceof KedgeError) throw cause;
    throw new InvalidModelConfigError(`'${operation.name}': ${operation.typeName} cannot be called with the arguments that the config holds (${String(cause)}).`);
  }
}

/** A function of `ops` that is called as Keras calls its own. */
function kerasNode(name: string, kerasName: string, settings: Readonly<Record<string, unknown>>): Callee {
  const found = knownFunctions.get(kerasName);
  const operation = found === undefined ? undefined : opCallOf(found.fn, name);
  if (found === undefined || operation === undefined) throw new InvalidModelConfigError(`'${name}': there is no operation '${kerasName}'.`);
  return {
    operation,
    symbolicCall: (args, kwargs, dtype) => recorded(operation, toOurArguments(found.signature, { settings: withTypes(settings), args, kwargs: withTypes(kwargs) }), dtype),
  };
}

/** The second operands, which no function does without. */
const REQUIRED = ['other'];

/** A TensorFlow function, by the function of ours that does the same. */
function tensorFlowNode(name: string, found: TensorFlowFunction): Callee {
  const { parameters, call } = found;
  const byOwnNames = (args: readonly unknown[], kwargs: Readonly<Record<string, unknown>>): Record<string, unknown> => {
    const inputs = found.takesInputs === true && Array.isArray(args[0]) ? (args[0] as unknown[]) : args;
    const byName = { ...found.settings, ...Object.fromEntries(inputs.map((value, i) => [parameters[i]?.[0] ?? `argument ${i}`, value])), ...kwargs };
    const strange = Object.keys(byName).filter((key) => key !== 'name' && !parameters.some(([own]) => own === key) && byName[key] !== null);
    if (strange.length > 0) throw new InvalidModelConfigError(`'${name}': '${found.name}' does not take ${strange.join(', ')}.`);
    const missing = REQUIRED.find((key) => parameters.some(([own]) => own === key) && byName[key] === undefined);
    if (missing !== undefined) throw new InvalidModelConfigError(`'${name}': '${found.name}' needs an argument '${missing}', which the file does not hold: TensorFlow loses the constant of x == constant and x != constant. Write tf.equal or tf.not_equal in the model.`);
    return withTypes(byName);
  };
  const called = (args: readonly unknown[], kwargs: Readonly<Record<string, unknown>>, run: (named: Readonly<Record<string, unknown>>) => unknown): unknown => {
    const named = byOwnNames(args, kwargs);
    return withSizes(found.name, named) ?? run(plainSizes(named, found.name));
  };
  if (typeof call === 'string') {
    const node = kerasNode(name, call, {});
    const renamed = (values: Readonly<Record<string, unknown>>): Record<string, unknown> =>
      Object.fromEntries(parameters.flatMap(([own, kerasName]) => (kerasName === '' || values[own] === undefined ? [] : [[kerasName, values[own]]])));
    return { operation: node.operation, symbolicCall: (args, kwargs) => called(args, kwargs, (named) => node.symbolicCall([], renamed(named))) };
  }
  const operation = new OpCall(found.name, (values) => call(values as Readonly<Record<string, never>>), undefined, name);
  return { operation, symbolicCall: (args, kwargs) => called(args, kwargs, (named) => (givesShape(found.name) ? shapeValue(named['input']) : recorded(operation, [named]))) };
}

/**
 * Makes the operation of a node whose layer is a function.
 *
 * @throws {InvalidModelConfigError} when the node is called with other arguments than the function takes.
 */
export function makeOpNode(layer: CanonicalLayer): Callee {
  const { name: _name, ...settings } = layer.config;
  if (layer.dialect === 'keras3') return kerasNode(layer.name, layer.className, settings);
  const found = findTensorFlowFunction(layer);
  if (typeof found === 'string') throw new InvalidModelConfigError(`'${layer.name}': there is no function '${found}'.`);
  return tensorFlowNode(layer.name, found);
}

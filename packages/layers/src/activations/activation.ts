import { InvalidConfigError, unexpectedValue, type ConfigPlace, type Field } from '../config/field.js';
import { isSerializedObject, type SerializedObject } from '../config/keras-object.js';
import type { Dialect } from '../config/dialect.js';
import { toIdentifier } from '../config/naming.js';
import { activationFunctions, type ActivationFunction, type ActivationName } from './functions.js';

/** A named activation. */
export interface Activation {
  /** Keras' identifier. */
  readonly name: string;
  readonly call: ActivationFunction;
}

/** How a config names an activation: by identifier in either spelling, as a function, or as a file holds it. */
export type ActivationLike = ActivationName | (string & {}) | ActivationFunction | Activation | SerializedObject;

const ALIASES: Readonly<Record<string, ActivationName>> = {
  swish: 'silu',
  hard_swish: 'hard_silu',
  hardsigmoid: 'hard_sigmoid',
  re_lu: 'relu',
  re_lu6: 'relu6',
  gelu_new: 'gelu_tanh',
};

const registered = new Map<string, ActivationFunction>();

/** Makes a function known as an activation under a name. */
export function registerActivation(name: string, fn: ActivationFunction): void {
  registered.set(name, fn);
}

/**
 * The activation of this identifier, in either spelling and any letter case.
 *
 * @throws {InvalidConfigError} when there is none.
 */
export function getActivation(name: string, dialect?: Dialect): Activation {
  const custom = registered.get(name);
  if (custom !== undefined) return { name, call: custom };
  const identifier = toIdentifier(name);
  const known = ALIASES[identifier] ?? identifier;
  const meant = known === 'hard_sigmoid' && dialect === 'keras2' ? 'hard_sigmoid_keras2' : known;
  if (Object.hasOwn(activationFunctions, meant)) return { name: meant, call: activationFunctions[meant as ActivationName] };
  throw new InvalidConfigError(
    `Expected a known activation (${Object.keys(activationFunctions).join(', ')}), got '${name}'. Register yours with register('${name}', fn).`,
  );
}

function parseActivation(value: ActivationLike, place: ConfigPlace): Activation {
  if (typeof value === 'string') return getActivation(value, place.dialect);
  if (typeof value === 'function') return { name: value.name, call: value };
  if (isSerializedObject(value)) {
    const { config, class_name: className } = value;
    // Keras 3 writes functions as { class_name: 'function', config: 'name' }; layers in place of functions carry a config.
    return getActivation(className, Object.keys(config).length === 0 ? place.dialect : undefined);
  }
  if (typeof value === 'object' && 'call' in value) return value;
  throw unexpectedValue(place, 'an activation: a name or a function', value);
}

function parseSerializedFunction(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const { class_name: className, config } = value as { class_name?: unknown; config?: unknown };
  return className === 'function' && typeof config === 'string' ? config : value;
}

/**
 * Keras 2 and Keras 3 mean two functions by `hard_sigmoid`: each dialect can name its own and not the other's.
 *
 * @throws {InvalidConfigError} for the one that the dialect has no name for.
 */
function serializeActivation({ name }: Activation, dialect: Dialect): string {
  // The one spelling that all of Keras 2 and tfjs read.
  if (name === 'silu' && dialect === 'keras2') return 'swish';
  if (name !== 'hard_sigmoid' && name !== 'hard_sigmoid_keras2') return name;
  if ((name === 'hard_sigmoid') === (dialect === 'keras3')) return 'hard_sigmoid';
  throw new InvalidConfigError(
    `The hard_sigmoid of Keras ${name === 'hard_sigmoid' ? '3 (x / 6 + 0.5)' : '1 and 2 (0.2 x + 0.5)'} has no name in a file of ${dialect === 'keras2' ? 'Keras 2' : 'Keras 3'}, whose hard_sigmoid is another function. Save in the other dialect.`,
  );
}

/** A key that holds an activation; null means none. */
export const activationField = (fallback: ActivationName = 'linear'): Field<ActivationLike | null, Activation, false> => ({
  required: false,
  defaultValue: () => getActivation(fallback),
  parse: (value, place) => (value === null ? getActivation('linear') : parseActivation(parseSerializedFunction(value) as ActivationLike, place)),
  serialize: serializeActivation,
});

import type { Dialect } from '../config/dialect.js';
import { InvalidConfigError, unexpectedValue, type ConfigPlace, type Field } from '../config/field.js';
import { textFunctionOf, type TextFunction } from '../config/text-functions.js';

let count = 0;

/** A function on texts with its name; two are told apart by their numbers, since what they do cannot be seen. */
export class NamedTextFunction<R extends string | readonly string[]> {
  readonly name: string;
  readonly number: number;
  readonly #fn: TextFunction<R>;

  constructor(name: string, fn: TextFunction<R>) {
    this.name = name;
    this.#fn = fn;
    this.number = count++;
  }

  /** What the function makes of a text. */
  call(text: string): R {
    return this.#fn(text);
  }
}

/** A function as files hold it: Keras 3 and `.keras` files as an object, `.h5` files by its name. */
function nameInFile(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return undefined;
  const { class_name: className, config, registered_name: registeredName } = value as Readonly<Record<string, unknown>>;
  if (className !== 'function') return undefined;
  return typeof config === 'string' ? config : typeof registeredName === 'string' ? registeredName : undefined;
}

function found<R extends string | readonly string[]>(value: unknown, words: readonly string[], place: ConfigPlace): NamedTextFunction<R> {
  const name = nameInFile(value);
  const expected = `${words.map((word) => `'${word}'`).join(' or ')}, null, or a function on texts`;
  if (name === undefined) throw unexpectedValue(place, expected, value);
  const fn = textFunctionOf(name);
  if (fn === undefined) {
    throw new InvalidConfigError(`${place.owner}: expected ${expected} for '${place.key}', got '${name}'. If that is a function of the model's author, write it in TypeScript and register('${name}', (text) => ...) before loading.`);
  }
  // Whoever registers a function for this key gives one of its kind.
  return new NamedTextFunction(name, fn as TextFunction<R>);
}

/**
 * A step on texts: one of a few words, a user's function, or null for none.
 *
 * @param words That Keras knows; the first is the default.
 */
export const textStep = <const T extends string, R extends string | readonly string[]>(words: readonly [T, ...T[]]): Field<T | TextFunction<R> | null, T | NamedTextFunction<R> | null, false> => ({
  required: false,
  defaultValue: () => words[0],
  parse: (value, place) => {
    if (value === null || (words as readonly unknown[]).includes(value)) return value as T | null;
    return typeof value === 'function' ? new NamedTextFunction(value.name, value) : found<R>(value, words, place);
  },
  serialize: (value, dialect) => (value instanceof NamedTextFunction ? written(value.name, dialect) : value),
});

function written(name: string, dialect: Dialect): unknown {
  if (textFunctionOf(name) === undefined) {
    throw new InvalidConfigError(`A function on texts (${name === '' ? 'without a name' : `'${name}'`}) has no place in a file by itself. Register it, register('${name === '' ? 'name' : name}', (text) => ...), and give the layer that name.`);
  }
  return dialect === 'keras2' ? name : { module: 'builtins', class_name: 'function', config: name, registered_name: name };
}

import { KedgeError } from '@kedge/graph-core';
import type { Dialect } from './dialect.js';
import { toKerasKey } from './naming.js';

/**
 * One key of a config: how a value given in TypeScript or read from a file becomes the value that the layer uses, and how
 * that is written back.
 *
 * The fields of a class are its only description: types, defaults, checks and both file dialects are derived from them.
 */
export interface Field<In, Out, Required extends boolean = boolean> {
  /** Whether a config without this key is an error. */
  readonly required: Required;
  /** Key in files, where it is not the one that the naming rule gives; one for each dialect where they differ. */
  readonly kerasKey?: string | Readonly<Record<Dialect, string>>;
  /**
   * The value where the key is missing.
   *
   * @param dialect Of the file that lacks it; missing for a config written in TypeScript.
   */
  defaultValue(dialect?: Dialect): Out;
  /** @throws {InvalidConfigError} when the value does not fit. */
  parse(value: In, place: ConfigPlace): Out;
  /** The value as JSON in a file of the given dialect; `undefined` where that dialect does not write the key. */
  serialize(value: Out, dialect: Dialect): unknown;
}

/** The fields of a class by key in TypeScript's spelling. */
export type FieldMap = { readonly [key: string]: Field<never, unknown> };

type InputOf<T> = T extends Field<infer In, unknown> ? In : never;
type OutputOf<T> = T extends Field<never, infer Out> ? Out : never;
type RequiredKeys<F extends FieldMap> = { [K in keyof F]: F[K] extends Field<never, unknown, true> ? K : never }[keyof F];
type OptionalKeys<F extends FieldMap> = Exclude<keyof F, RequiredKeys<F>>;

/** What the caller passes: required keys, and the rest if wanted. */
export type ConfigOf<F extends FieldMap> = { readonly [K in RequiredKeys<F>]: InputOf<F[K]> } & {
  readonly [K in OptionalKeys<F>]?: InputOf<F[K]> | undefined;
};

/** What the class works with: every key, checked and with defaults. */
export type ResolvedConfig<F extends FieldMap> = { readonly [K in keyof F]: OutputOf<F[K]> };

/** Where a config value stands, for messages. */
export interface ConfigPlace {
  /** Class of the object, e.g. `Dense`. */
  readonly owner: string;
  /** Key in TypeScript's spelling. */
  readonly key: string;
  /** The dialect of the file it was read from; missing for a config written in TypeScript. */
  readonly dialect?: Dialect | undefined;
  /** Makes the layers that a wrapper's config in a file holds; missing for a config written in TypeScript. */
  readonly reviveLayer?: ReviveLayer | undefined;
}

/** Makes a layer out of `{ class_name, config }`; the classes were loaded before. */
export type ReviveLayer = (raw: { readonly class_name: string; readonly config: Readonly<Record<string, unknown>> }) => unknown;

/** Where a config was read from. */
export type ConfigOrigin = Pick<ConfigPlace, 'dialect' | 'reviveLayer'>;

/** A config has a key or a value that its class does not take (`INVALID_CONFIG`). */
export class InvalidConfigError extends KedgeError {
  constructor(message: string) {
    super('INVALID_CONFIG', message);
  }
}

/** An {@link InvalidConfigError} that says what one key expected. */
export function unexpectedValue(place: ConfigPlace, expected: string, got: unknown): InvalidConfigError {
  const shown = typeof got === 'function' ? 'a function' : (JSON.stringify(got) ?? String(got));
  return new InvalidConfigError(`${place.owner}: expected ${expected} for '${place.key}', got ${shown.slice(0, 200)}.`);
}

/**
 * Checks a config and fills in defaults.
 *
 * @param fields The class' fields.
 * @param config What came; keys in TypeScript's spelling.
 * @param owner The class, for messages.
 * @param origin The file that the config was read from, if any.
 * @throws {InvalidConfigError} for a missing, unknown or unfitting key; the message lists the keys that are allowed.
 */
export function resolveConfig<F extends FieldMap>(fields: F, config: object, owner: string, origin: ConfigOrigin = {}): ResolvedConfig<F> {
  const given = config as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(given).filter((key) => !Object.hasOwn(fields, key) && isMeaningful(given[key]));
  if (unknown.length > 0) {
    throw new InvalidConfigError(
      `${owner}: unknown key${unknown.length > 1 ? 's' : ''} ${unknown.map((key) => `'${key}'`).join(', ')}. Allowed: ${Object.keys(fields).join(', ')}.`,
    );
  }
  const resolved = Object.entries(fields).map(([key, field]) => {
    const value = given[key];
    if (value === undefined) {
      if (field.required) throw new InvalidConfigError(`${owner}: expected a value for '${key}', got none.`);
      return [key, field.defaultValue(origin.dialect)];
    }
    const parse = (): unknown => (field as Field<unknown, unknown>).parse(value, { ...origin, owner, key });
    return [key, value === null && origin.dialect !== undefined && !field.required ? orDefault(parse, field) : parse()];
  });
  return Object.fromEntries(resolved) as ResolvedConfig<F>;
}

/** tfjs#1056: tfjs writes null where it was told nothing, and means the default. */
function orDefault(parse: () => unknown, field: Field<never, unknown>): unknown {
  try {
    return parse();
  } catch (error) {
    if (error instanceof InvalidConfigError) return field.defaultValue();
    throw error;
  }
}

/** A key that newer versions of Keras add says nothing as long as it is switched off. */
function isMeaningful(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false;
}

function kerasKeyOf(key: string, { kerasKey = toKerasKey(key) }: Field<never, unknown>, dialect: Dialect): string {
  return typeof kerasKey === 'string' ? kerasKey : kerasKey[dialect];
}

/** The resolved config as JSON with Keras' keys, every key written that Keras writes. */
export function serializeConfig<F extends FieldMap>(fields: F, config: ResolvedConfig<F>, dialect: Dialect): Record<string, unknown> {
  const entries = Object.entries(fields).map(([key, field]) => [
    kerasKeyOf(key, field, dialect),
    (field as Field<never, unknown>).serialize(config[key], dialect),
  ]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** A model holds hundreds of layers of a few classes: what follows from a class alone is worked out once. */
const knownKeys = new WeakMap<FieldMap, ReadonlyMap<string, string>>();

/** The keys of a class by their spelling in files of either dialect. */
function keysOf(fields: FieldMap): ReadonlyMap<string, string> {
  const known = knownKeys.get(fields);
  if (known !== undefined) return known;
  const keys = new Map(
    Object.entries(fields).flatMap(([key, field]) => [
      [kerasKeyOf(key, field, 'keras2'), key],
      [kerasKeyOf(key, field, 'keras3'), key],
    ]),
  );
  knownKeys.set(fields, keys);
  return keys;
}

/** A config read from a file of either dialect, with TypeScript's keys; the values stay as they are. */
export function camelConfig(fields: FieldMap, config: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const byKerasKey = keysOf(fields);
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [byKerasKey.get(key) ?? key, value]));
}

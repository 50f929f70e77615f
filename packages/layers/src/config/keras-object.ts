import { KedgeError } from '@kedge/graph-core';
import type { Dialect } from './dialect.js';
import { camelConfig, resolveConfig, serializeConfig, type FieldMap, type ResolvedConfig } from './field.js';
import { toIdentifier } from './naming.js';

/** What a class of Keras objects says of itself. */
export interface KerasClass {
  /** Name as Keras spells it; not `constructor.name`, which minifiers change. */
  readonly className: string;
  readonly fields: FieldMap;
}

/** A Keras object that is not a layer: an initializer, a regularizer, a constraint, an optimizer, a loss, a metric. */
export abstract class KerasObject<F extends FieldMap = FieldMap> {
  readonly config: ResolvedConfig<F>;

  constructor(config: object = {}) {
    const { fields, className } = new.target as unknown as KerasClass;
    this.config = resolveConfig(fields as F, config, className);
  }

  /** Class name as Keras spells it. */
  get className(): string {
    return (this.constructor as unknown as KerasClass).className;
  }

  /** The config as a file of the given dialect holds it. */
  getConfig(dialect: Dialect = 'keras3'): Record<string, unknown> {
    return serializeConfig((this.constructor as unknown as KerasClass).fields as F, this.config, dialect);
  }
}

/** A class name and a config, as both dialects write an object. */
export interface SerializedObject {
  readonly class_name: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** Whether a value looks like an object that a file holds. */
export function isSerializedObject(value: unknown): value is SerializedObject {
  if (typeof value !== 'object' || value === null) return false;
  const { class_name: className, config } = value as { class_name?: unknown; config?: unknown };
  return typeof className === 'string' && typeof config === 'object' && config !== null;
}

/**
 * An object of a file that nobody here knows: kept, and written back as it was. Inference needs no initializer, regularizer
 * or constraint, so an unknown one must not stop it (tfjs#798).
 */
export class OpaqueObject {
  readonly className: string;
  readonly raw: SerializedObject;

  constructor(raw: SerializedObject) {
    this.className = raw.class_name;
    this.raw = raw;
  }

  /**
   * @param purpose What it is needed for, e.g. `make weights`.
   * @throws {KedgeError} `UNKNOWN_OBJECT`, always.
   */
  refuse(purpose: string): never {
    throw new KedgeError(
      'UNKNOWN_OBJECT',
      `'${this.className}' is needed to ${purpose}, and no class of that name is known. Register it with register('${this.className}', Class).`,
    );
  }
}

/** The constructor of a Keras object, with what it says of itself. */
export type ObjectClass<T extends KerasObject> = (new (config?: object) => T) & KerasClass;

/** The objects of one Keras module, by class name. */
export class ObjectFamily<T extends KerasObject> {
  /** What one is called in messages, e.g. `initializer`. */
  readonly kind: string;
  /** Keras module, e.g. `keras.initializers`. */
  readonly module: string;
  readonly #classes = new Map<string, ObjectClass<T>>();

  /**
   * @param classes The built-in classes.
   * @param aliases Further identifiers, e.g. `l2` for `L2`.
   */
  constructor(kind: string, module: string, classes: readonly ObjectClass<T>[], aliases: Readonly<Record<string, ObjectClass<T>>> = {}) {
    this.kind = kind;
    this.module = module;
    for (const Class of classes) this.register(Class.className, Class);
    for (const [name, Class] of Object.entries(aliases)) this.register(name, Class);
  }

  /** Makes a class known under a name, in both spellings (`GlorotUniform`, `glorot_uniform`). */
  register(name: string, Class: ObjectClass<T>): void {
    this.#classes.set(toIdentifier(name), Class);
  }

  /** The identifiers that are known. */
  get names(): readonly string[] {
    return [...this.#classes.keys()];
  }

  /** The class of this name in either spelling, or `undefined`. */
  find(name: string): ObjectClass<T> | undefined {
    return this.#classes.get(toIdentifier(name));
  }

  /** An object out of what a file holds; one of unknown class is kept as it is. */
  fromSerialized(raw: SerializedObject): T | OpaqueObject {
    const Class = this.find(raw.class_name);
    if (Class === undefined) return new OpaqueObject(raw);
    // TF 1.13 to 2.0 wrote the dtype of the weight into initializers.
    const { dtype, ...config } = raw.config;
    return new Class(camelConfig(Class.fields, 'dtype' in Class.fields ? { ...config, dtype } : config));
  }

  /** The object as a file of the given dialect holds it. */
  serialize(value: T | OpaqueObject, dialect: Dialect): unknown {
    if (value instanceof OpaqueObject) return value.raw;
    const body = { class_name: value.className, config: value.getConfig(dialect) };
    return dialect === 'keras2' ? body : { module: this.module, ...body, registered_name: null };
  }
}

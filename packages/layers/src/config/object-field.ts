import { isSerializedObject, KerasObject, OpaqueObject, type ObjectFamily, type SerializedObject } from './keras-object.js';
import { unexpectedValue, type ConfigPlace, type Field } from './field.js';

/** How a config names an object: by identifier, by an instance, or as a file holds it. */
export type ObjectLike<T extends KerasObject> = string | T | OpaqueObject | SerializedObject;

function parseObject<T extends KerasObject>(family: ObjectFamily<T>, value: ObjectLike<T>, place: ConfigPlace): T | OpaqueObject {
  if (value instanceof KerasObject || value instanceof OpaqueObject) return value as T | OpaqueObject;
  if (typeof value === 'string') {
    const Class = family.find(value);
    if (Class === undefined) throw unexpectedValue(place, `a known ${family.kind} (${family.names.join(', ')})`, value);
    return new Class();
  }
  if (isSerializedObject(value)) return family.fromSerialized(value);
  throw unexpectedValue(place, `${/^[aeiou]/.test(family.kind) ? 'an' : 'a'} ${family.kind}: a name, an instance or { class_name, config }`, value);
}

/** A key that holds an object, with the identifier of the default. */
export function objectField<T extends KerasObject>(family: ObjectFamily<T>, fallback: string): Field<ObjectLike<T>, T | OpaqueObject, false> {
  return {
    required: false,
    defaultValue: () => parseObject(family, fallback, { owner: family.module, key: fallback }),
    parse: (value, place) => parseObject(family, value, place),
    serialize: (value, dialect) => family.serialize(value, dialect),
  };
}

/** A key that holds an object or nothing. */
export function optionalObjectField<T extends KerasObject>(family: ObjectFamily<T>): Field<ObjectLike<T> | null, T | OpaqueObject | null, false> {
  return {
    required: false,
    defaultValue: () => null,
    parse: (value, place) => (value === null ? null : parseObject(family, value, place)),
    serialize: (value, dialect) => (value === null ? null : family.serialize(value, dialect)),
  };
}

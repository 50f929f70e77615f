import { isSerializedObject } from './keras-object.js';
import { unexpectedValue, type Field } from './field.js';

/** How a config names a dtype policy: by name, or as a file of Keras 2 or 3 holds it. */
export type DTypePolicyLike = string | { readonly class_name: string; readonly config: Readonly<Record<string, unknown>> };

/**
 * The dtype policy of a layer, kept by name. Whatever it is, computing is done in float32.
 */
export const dtypePolicy = (): Field<DTypePolicyLike | null, string, false> => ({
  required: false,
  defaultValue: () => 'float32',
  parse: (value, place) => {
    if (value === null) return 'float32';
    if (typeof value === 'string') return value;
    const name = isSerializedObject(value) ? value.config.name : undefined;
    if (typeof name !== 'string') throw unexpectedValue(place, 'a dtype or a dtype policy with a name', value);
    return name;
  },
  serialize: (name, dialect) => {
    if (dialect === 'keras3') return { module: 'keras', class_name: 'DTypePolicy', config: { name }, registered_name: null };
    return /^(mixed_|quantized)/.test(name) ? { class_name: 'Policy', config: { name } } : name;
  },
});

import { integer, nullable } from '../config/basic-fields.js';
import type { Field } from '../config/field.js';
import { isSerializedObject, type SerializedObject } from '../config/keras-object.js';

const number = nullable(integer(0));

/** The seed of a sequence of random numbers; of a generator that a file of Keras 3 holds, its seed. */
export const seedField = (): Field<number | SerializedObject | null, number | null, false> => ({
  ...number,
  parse: (value, place) => number.parse(isSerializedObject(value) && value.class_name === 'SeedGenerator' ? ((value.config['seed'] as number | undefined) ?? null) : (value as number | null), place),
});

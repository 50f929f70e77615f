import type { Dialect } from '../config/dialect.js';
import { dtypePolicy, type DTypePolicyLike } from '../config/dtype-field.js';
import type { Field } from '../config/field.js';

const policy = dtypePolicy();

/** The dtype of a layer whose default depends on what it puts out; written by the layer, see {@link writtenDType}. */
export const openDType = (): Field<DTypePolicyLike | null, string, false> => ({
  required: false,
  defaultValue: () => '',
  parse: (value, place) => (value === null ? '' : policy.parse(value, place)),
  serialize: () => undefined,
});

/** The dtype that a config holds: the one that was given, or what that Keras takes where none is. */
export function writtenDType(given: string, fallback: string, dialect: Dialect): unknown {
  return policy.serialize(given === '' ? fallback : given, dialect);
}

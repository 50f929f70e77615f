import { isRecord, type JsonRecord } from '../json.js';

/** Names of Keras 1 for the arguments of constraints. */
const CONSTRAINT_KEYS: Readonly<Record<string, string>> = { m: 'max_value' };

/** Classes of regularizers, all of which are one today. */
const REGULARIZERS = new Set(['WeightRegularizer', 'ActivityRegularizer', 'L1L2Regularizer']);

/**
 * A regularizer or a constraint: Keras 1 wrote the class as `name` among the arguments.
 *
 * @param value E.g. `{ name: 'WeightRegularizer', l1: 0, l2: 0.01 }`; what is of another form is left as it is.
 */
export function fromKeras1Object(value: unknown): unknown {
  if (!isRecord(value) || typeof value.name !== 'string' || 'class_name' in value) return value;
  const { name, ...rest } = value;
  if (REGULARIZERS.has(name)) return { class_name: 'L1L2', config: rest };
  return { class_name: name, config: Object.fromEntries(Object.entries(rest).map(([key, item]) => [CONSTRAINT_KEYS[key] ?? key, item])) };
}

/** `th` and `tf`, the orders of Theano and TensorFlow. */
export function fromDimOrdering(value: unknown): unknown {
  return value === 'th' ? 'channels_first' : value === 'tf' || value === 'default' ? 'channels_last' : value;
}

/** Cells at the borders: four numbers in a row, or a record of them by side. */
export function fromKeras1Borders(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 4 ? [value.slice(0, 2), value.slice(2)] : value;
  return isRecord(value) ? bordersByName(value) : value;
}

function bordersByName(value: JsonRecord): unknown {
  const side = (key: string): unknown => value[key] ?? 0;
  const sideways = [side('left_pad'), side('right_pad')];
  return 'top_pad' in value || 'bottom_pad' in value ? [[side('top_pad'), side('bottom_pad')], sideways] : sideways;
}

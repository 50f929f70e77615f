import type { Field } from './field.js';

/** The same field, read from files and written to none: what Keras leaves out or another key says. */
export function unwritten<In, Out, R extends boolean>(field: Field<In, Out, R>): Field<In, Out, R> {
  return { ...field, serialize: () => undefined };
}

import { InvalidArgumentError } from '@kedge/graph-core';
import { LARGEST_ATTRIBUTE, longest } from './write-tree.js';

/**
 * Splits a list of names over as many attributes as HDF5's limit makes necessary: `layer_names` where it fits, else
 * `layer_names0`, `layer_names1`, ... in parts of equal length, as Keras does it in its legacy HDF5 format.
 *
 * @param name Name of the attribute.
 * @returns Attributes to write.
 * @throws {InvalidArgumentError} when a single name is over the limit.
 */
export function splitNames(name: string, values: readonly string[]): Record<string, readonly string[]> {
  const width = longest(values);
  if (width > LARGEST_ATTRIBUTE) throw new InvalidArgumentError(`A name in ${name} takes ${width} bytes, and HDF5 allows ${LARGEST_ATTRIBUTE}. Shorten the names of the layers.`);
  let parts = 1;
  while (Math.ceil(values.length / parts) * width > LARGEST_ATTRIBUTE) parts++;
  if (parts === 1) return { [name]: values };
  const small = Math.floor(values.length / parts);
  const larger = values.length % parts;
  const result: Record<string, readonly string[]> = {};
  let at = 0;
  for (let part = 0; part < parts; part++) {
    const size = small + (part < larger ? 1 : 0);
    result[`${name}${part}`] = values.slice(at, at + size);
    at += size;
  }
  return result;
}

import { areCompatible, formatShape, InvalidArgumentError, isTensor, ShapeMismatchError, sizeOf, type DType, type Shape, type Tensor } from '@kedge/graph-core';

/** An input or output of a session. */
export interface Endpoint {
  readonly name: string;
  /** `null` where any size will do. */
  readonly shape: Shape;
  readonly dtype: DType;
}

/** Values for a run: one tensor, tensors in order, or tensors by input name. */
export type SessionInput = Tensor | readonly Tensor[] | Readonly<Record<string, Tensor>>;

function inOrder(input: SessionInput, endpoints: readonly Endpoint[]): readonly (Tensor | undefined)[] {
  if (isTensor(input)) return [input];
  if (Array.isArray(input)) return input as readonly Tensor[];
  const record = input as Readonly<Record<string, Tensor>>;
  const unknown = Object.keys(record).filter((key) => !endpoints.some(({ name }) => name === key));
  if (unknown.length > 0) {
    throw new InvalidArgumentError(`There is no input ${unknown.map((name) => `'${name}'`).join(', ')}. Inputs: ${endpoints.map(({ name }) => name).join(', ')}.`);
  }
  return endpoints.map(({ name }) => record[name]);
}

/**
 * Puts the values of a run into the order of the inputs and checks each.
 *
 * @throws {InvalidArgumentError} for a missing, surplus or unknown input, or data that does not fill its shape.
 * @throws {ShapeMismatchError} naming both shapes.
 */
export function matchInputs(input: SessionInput, endpoints: readonly Endpoint[]): readonly Tensor[] {
  const values = inOrder(input, endpoints);
  if (values.length !== endpoints.length || values.some((value) => value === undefined)) {
    throw new InvalidArgumentError(`Expected ${endpoints.length} inputs (${endpoints.map(({ name }) => name).join(', ')}), got ${values.filter((value) => value !== undefined).length}.`);
  }
  return endpoints.map((endpoint, i) => checked(values[i], endpoint));
}

function checked(value: Tensor | undefined, { name, shape, dtype }: Endpoint): Tensor {
  if (!isTensor(value)) throw new InvalidArgumentError(`Input '${name}': expected { data, shape, dtype }, got ${typeof value}.`);
  if (!areCompatible(value.shape, shape)) {
    throw new ShapeMismatchError(`Input '${name}': expected shape ${formatShape(shape)}, got ${formatShape(value.shape)}.`);
  }
  const size = sizeOf(value.shape);
  if (value.data.length !== size) {
    throw new InvalidArgumentError(`Input '${name}': expected ${size} values for shape ${formatShape(value.shape)}, got ${value.data.length}.`);
  }
  return converted(value, dtype, name);
}

/** Numbers in the dtype of the input, as Keras converts what it is fed. */
function converted(value: Tensor, dtype: DType, name: string): Tensor {
  if (value.dtype === dtype) return value;
  if (value.dtype !== 'string' && dtype === 'float32') return { data: Float32Array.from(value.data), shape: value.shape, dtype };
  if (value.dtype !== 'string' && dtype === 'int32') return { data: Int32Array.from(value.data), shape: value.shape, dtype };
  throw new InvalidArgumentError(`Input '${name}': expected ${dtype}, got ${value.dtype}.`);
}

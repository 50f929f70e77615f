import { KedgeError, type NumericDType } from '@kedge/graph-core';
import { float16Table } from '../quantization/float16.js';
import type { Datatype, NumberType } from './datatype.js';

type NumberDatatype = Extract<Datatype, { kind: 'number' }>;
/** The arrays that hold the elements of a tensor. */
export type NumericData = Float32Array | Int32Array | Uint8Array;

/** The element type that a stored type is read as unless another is asked for. */
export function defaultDType(name: NumberType): NumericDType {
  if (name === 'bool' || name === 'uint8') return name;
  return name.startsWith('float') || name === 'bfloat16' ? 'float32' : 'int32';
}

/** An array for `count` elements of exactly their size. */
export function allocate(dtype: NumericDType, count: number): NumericData {
  if (dtype === 'float32') return new Float32Array(count);
  return dtype === 'int32' ? new Int32Array(count) : new Uint8Array(count);
}

/** Whether stored bytes are elements of that type already, so that they need only be copied. */
export function isSame(type: NumberDatatype, dtype: NumericDType): boolean {
  return type.name === dtype && (type.size === 1 || !type.bigEndian);
}

/**
 * Converts stored elements.
 *
 * @param bytes The elements as the file has them; their address need not be even.
 * @param out Gets as many elements as it is long.
 * @param what The dataset, for messages.
 * @throws {KedgeError} `VALUE_OUT_OF_RANGE` when an integer type is asked for and a value is none or does not fit; floating
 *   point overflows to infinity, as it does in NumPy.
 */
export function convert(bytes: Uint8Array, type: NumberDatatype, dtype: NumericDType, out: NumericData, what: string): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = reader(view, type);
  if (dtype === 'float32') {
    for (let index = 0; index < out.length; index++) out[index] = read(index);
  } else if (dtype === 'bool') {
    for (let index = 0; index < out.length; index++) out[index] = read(index) === 0 ? 0 : 1;
  } else {
    const [low, high] = dtype === 'uint8' ? [0, 255] : [-(2 ** 31), 2 ** 31 - 1];
    for (let index = 0; index < out.length; index++) {
      const value = read(index);
      if (!(value >= low && value <= high && Number.isInteger(value))) throw outOfRange(what, type.name, dtype, value);
      out[index] = value;
    }
  }
}

function reader(view: DataView, { name, bigEndian }: NumberDatatype): (index: number) => number {
  const little = !bigEndian;
  switch (name) {
    case 'float16': {
      const values = float16Table();
      return (index) => values[view.getUint16(index * 2, little)] as number;
    }
    case 'bfloat16':
      return bfloat16Reader(view, little);
    case 'float32':
      return (index) => view.getFloat32(index * 4, little);
    case 'float64':
      return (index) => view.getFloat64(index * 8, little);
    case 'int8':
      return (index) => view.getInt8(index);
    case 'uint8':
    case 'bool':
      return (index) => view.getUint8(index);
    case 'int16':
      return (index) => view.getInt16(index * 2, little);
    case 'uint16':
      return (index) => view.getUint16(index * 2, little);
    case 'int32':
      return (index) => view.getInt32(index * 4, little);
    case 'uint32':
      return (index) => view.getUint32(index * 4, little);
    case 'int64':
      return (index) => Number(view.getBigInt64(index * 8, little));
    case 'uint64':
      return (index) => Number(view.getBigUint64(index * 8, little));
  }
}

/** A bfloat16 is the upper half of a float32. */
function bfloat16Reader(view: DataView, little: boolean): (index: number) => number {
  const scratch = new DataView(new ArrayBuffer(4));
  return (index) => {
    scratch.setUint16(0, view.getUint16(index * 2, little));
    return scratch.getFloat32(0);
  };
}

function outOfRange(what: string, from: string, to: string, value: number): KedgeError {
  return new KedgeError('VALUE_OUT_OF_RANGE', `${what}: holds ${from} values, and ${value} cannot be kept as ${to}. Read it as float32.`);
}

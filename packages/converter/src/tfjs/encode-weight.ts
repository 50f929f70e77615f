import { KedgeError, type Tensor } from '@kedge/graph-core';
import { dequantizeAffine, quantizeAffine, rangeOf } from '../quantization/affine.js';
import { float16Table, toFloat16Array } from '../quantization/float16.js';
import type { JsonObject } from '../io/json.js';

/** How to make weights smaller. */
export type Quantization = 'none' | 'float16' | 'uint16' | 'uint8';

/** What was done to one weight. */
export interface WeightReport {
  readonly name: string;
  readonly shape: readonly number[];
  /** How it is stored. */
  readonly stored: 'float32' | 'int32' | 'bool' | 'float16' | 'uint16' | 'uint8';
  /** Smallest and largest value; NaN where there is one, 0 for no values. */
  readonly min: number;
  readonly max: number;
  /** The largest difference between a value and what a reader will get; 0 for weights that are stored as they are. */
  readonly worstError: number;
  /** Why a weight was not quantized as asked; undefined where it was, or nothing was asked. */
  readonly note: string | undefined;
}

/** A weight as it goes into the manifest and the shards. */
export interface EncodedWeight {
  readonly entry: JsonObject;
  readonly bytes: Uint8Array;
  readonly report: WeightReport;
}

type FloatTensor = Extract<Tensor, { dtype: 'float32' }>;
type Stored = Pick<WeightReport, 'stored' | 'worstError' | 'note'> & { readonly bytes: Uint8Array; readonly quantization?: JsonObject };

/**
 * Encodes one weight for a tfjs model.
 *
 * Whole numbers and booleans are stored as they are; for `uint8` and `uint16`, arrays of rank 0 and 1 (biases, batch norm)
 * too, because they are small and matter much. An array that would lose its meaning (values that are no number, or too
 * large for half precision) stays float32, and the report says why.
 *
 * @throws {KedgeError} `UNSUPPORTED_DTYPE` for text.
 */
export function encodeWeight(name: string, tensor: Tensor, quantization: Quantization): EncodedWeight {
  const { dtype, shape } = tensor;
  if (dtype === 'string') throw new KedgeError('UNSUPPORTED_DTYPE', `The weight ${name} holds text, which a tfjs model cannot store. Save the model as .keras.`);
  const { min, max } = tensor.data.length === 0 ? { min: 0, max: 0 } : rangeOf(tensor.data);
  const { bytes, quantization: how, ...stored } = dtype === 'float32' ? encodeFloat(tensor, quantization, Math.max(Math.abs(min), Math.abs(max))) : encodeWhole(tensor);
  const entry: JsonObject = { name, shape: [...shape], dtype: dtype === 'uint8' ? 'int32' : dtype, ...(how ? { quantization: how } : {}) };
  return { entry, bytes, report: { name, shape, min, max, ...stored } };
}

function encodeFloat(tensor: FloatTensor, quantization: Quantization, largest: number): Stored {
  const { data, shape } = tensor;
  const plain: Stored = { bytes: bytesOf(data), stored: 'float32', worstError: 0, note: undefined };
  if (quantization === 'none') return plain;
  if (quantization === 'float16') {
    // NaN and infinity have their like in half precision; finite values of 65520 and more do not.
    const isTooLarge = largest >= 65520 && data.some((value) => Number.isFinite(value) && Math.abs(value) >= 65520);
    return isTooLarge ? { ...plain, note: 'holds values too large for float16' } : encodeHalf(data);
  }
  if (shape.length < 2) return { ...plain, note: 'has fewer than two dimensions' };
  if (!Number.isFinite(largest)) return { ...plain, note: 'holds values that are not finite' };
  const encoded = encodeAffine(data, quantization);
  // The range may be moved by half a step, which at the very end of single precision leads beyond it.
  return Number.isFinite(encoded.worstError) ? encoded : { ...plain, note: 'holds values too large to be quantized' };
}

function encodeHalf(data: Float32Array): Stored {
  const halves = toFloat16Array(data);
  const values = float16Table();
  const worstError = worst(data, (index) => values[halves[index] as number] as number);
  return { bytes: bytesOf(halves), stored: 'float16', worstError, note: undefined, quantization: { dtype: 'float16', original_dtype: 'float32' } };
}

function encodeAffine(data: Float32Array, type: 'uint8' | 'uint16'): Stored {
  const { scale, min, stored } = quantizeAffine(data, type);
  const read = new Float32Array(data.length);
  dequantizeAffine(stored, scale, min, read);
  const worstError = worst(data, (index) => read[index] as number);
  return { bytes: bytesOf(stored), stored: type, worstError, note: undefined, quantization: { dtype: type, min, scale, original_dtype: 'float32' } };
}

/** The manifest knows no plain uint8, so such an array becomes int32. */
function encodeWhole(tensor: Exclude<Tensor, FloatTensor | { dtype: 'string' }>): Stored {
  if (tensor.dtype === 'bool') return { bytes: bytesOf(tensor.data), stored: 'bool', worstError: 0, note: undefined };
  return { bytes: bytesOf(tensor.dtype === 'int32' ? tensor.data : Int32Array.from(tensor.data)), stored: 'int32', worstError: 0, note: undefined };
}

function worst(data: Float32Array, read: (index: number) => number): number {
  let largest = 0;
  for (let index = 0; index < data.length; index++) {
    const difference = Math.abs((data[index] as number) - read(index));
    if (difference > largest) largest = difference;
  }
  return largest;
}

function bytesOf(array: Float32Array | Int32Array | Uint16Array | Uint8Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

import type { DType } from '@kedge/graph-core';

const TYPES: Readonly<Record<string, DType>> = {
  float16: 'float32',
  bfloat16: 'float32',
  float32: 'float32',
  float64: 'float32',
  int8: 'int32',
  int16: 'int32',
  int32: 'int32',
  int64: 'int32',
  uint8: 'uint8',
  uint16: 'int32',
  uint32: 'int32',
  uint64: 'int32',
  bool: 'bool',
  string: 'string',
  DT_FLOAT: 'float32',
  DT_HALF: 'float32',
  DT_DOUBLE: 'float32',
  DT_INT32: 'int32',
  DT_INT64: 'int32',
  DT_UINT8: 'uint8',
  DT_BOOL: 'bool',
};

/** The type of ours in which values of a type of Keras are held; anything else as it is. */
export function kedgeType(value: unknown): unknown {
  return typeof value === 'string' && Object.hasOwn(TYPES, value) ? TYPES[value] : value;
}

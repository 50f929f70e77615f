import { Context } from '../context';
import { placeOf } from '../elementwise';

/**
 * Copies elements from one arrangement to another. Rows are `inner` elements with steps in bytes; the rows themselves lie along
 * dimensions with strides in bytes, the last one varying fastest. A task is a row.
 */
@unmanaged
export class StridedCopyParams {
  input: usize;
  output: usize;
  inner: i32;
  inputStep: i32;
  outputStep: i32;
  rank: i32;
  d0: i32;
  d1: i32;
  d2: i32;
  d3: i32;
  d4: i32;
  d5: i32;
  d6: i32;
  i0: i32;
  i1: i32;
  i2: i32;
  i3: i32;
  i4: i32;
  i5: i32;
  i6: i32;
  o0: i32;
  o1: i32;
  o2: i32;
  o3: i32;
  o4: i32;
  o5: i32;
  o6: i32;
}

// @ts-ignore: decorator
@inline
function copyRows<T>(p: StridedCopyParams, begin: i32, end: i32): void {
  const dims = changetype<usize>(p) + offsetof<StridedCopyParams>('d0');
  const inputStrides = changetype<usize>(p) + offsetof<StridedCopyParams>('i0');
  const outputStrides = changetype<usize>(p) + offsetof<StridedCopyParams>('o0');
  const size = <i32>sizeof<T>();
  const inner = p.inner;
  for (let row = begin; row < end; ++row) {
    let from = placeOf(inputStrides, dims, p.rank, row, p.input);
    let to = placeOf(outputStrides, dims, p.rank, row, p.output);
    if (p.inputStep == size && p.outputStep == size) {
      memory.copy(to, from, <usize>(inner * size));
      continue;
    }
    for (let i = 0; i < inner; ++i) {
      store<T>(to, load<T>(from));
      from += p.inputStep;
      to += p.outputStep;
    }
  }
}

/** Of 4-byte elements. */
export function stridedCopy4(p: StridedCopyParams, begin: i32, end: i32, context: Context): void {
  copyRows<i32>(p, begin, end);
}

/** Of bytes. */
export function stridedCopy1(p: StridedCopyParams, begin: i32, end: i32, context: Context): void {
  copyRows<u8>(p, begin, end);
}

@unmanaged
export class PickRowsParams {
  input: usize;
  /** int32: which row of the input each row of the output is; a negative one leaves the row as it is. */
  indices: usize;
  output: usize;
  /** Rows of the output in each group, and rows of the input. */
  outputRows: i32;
  inputRows: i32;
  /** Bytes of a row. */
  bytes: i32;
  /** 1 when negative indices count from the end. */
  wraps: i32;
  /** 1 when each group has indices of its own. */
  isBatched: i32;
}

/** Copies rows by their number, in groups that follow each other. A task is a row of the output. */
export function pickRows(p: PickRowsParams, begin: i32, end: i32, context: Context): void {
  for (let task = begin; task < end; ++task) {
    const group = task / p.outputRows;
    const row = task % p.outputRows;
    let index = load<i32>(p.indices + (<usize>(p.isBatched ? task : row) << 2));
    if (p.wraps && index < 0) index += p.inputRows;
    const to = p.output + <usize>task * p.bytes;
    if (<u32>index < <u32>p.inputRows) memory.copy(to, p.input + <usize>(group * p.inputRows + index) * p.bytes, p.bytes);
    else if (p.wraps) memory.fill(to, 0, p.bytes);
  }
}

@unmanaged
export class SelectParams {
  /** Bytes: which of the two. */
  condition: usize;
  a: usize;
  b: usize;
  output: usize;
  inner: i32;
  conditionStep: i32;
  aStep: i32;
  bStep: i32;
  rank: i32;
  d0: i32;
  d1: i32;
  d2: i32;
  d3: i32;
  d4: i32;
  d5: i32;
  d6: i32;
  c0: i32;
  c1: i32;
  c2: i32;
  c3: i32;
  c4: i32;
  c5: i32;
  c6: i32;
  a0: i32;
  a1: i32;
  a2: i32;
  a3: i32;
  a4: i32;
  a5: i32;
  a6: i32;
  b0: i32;
  b1: i32;
  b2: i32;
  b3: i32;
  b4: i32;
  b5: i32;
  b6: i32;
}

// @ts-ignore: decorator
@inline
function selectRows<T>(p: SelectParams, begin: i32, end: i32): void {
  const base = changetype<usize>(p);
  const dims = base + offsetof<SelectParams>('d0');
  for (let row = begin; row < end; ++row) {
    let condition = placeOf(base + offsetof<SelectParams>('c0'), dims, p.rank, row, p.condition);
    let a = placeOf(base + offsetof<SelectParams>('a0'), dims, p.rank, row, p.a);
    let b = placeOf(base + offsetof<SelectParams>('b0'), dims, p.rank, row, p.b);
    let to = p.output + <usize>(row * p.inner) * sizeof<T>();
    for (let i = 0; i < p.inner; ++i) {
      store<T>(to, load<u8>(condition) ? load<T>(a) : load<T>(b));
      condition += p.conditionStep;
      a += p.aStep;
      b += p.bStep;
      to += sizeof<T>();
    }
  }
}

/** Elements of one or the other, with broadcasting; of 4 bytes each. A task is a row. */
export function select4(p: SelectParams, begin: i32, end: i32, context: Context): void {
  selectRows<i32>(p, begin, end);
}

/** As {@link select4}, of bytes. */
export function select1(p: SelectParams, begin: i32, end: i32, context: Context): void {
  selectRows<u8>(p, begin, end);
}

@unmanaged
export class FillBytesParams {
  output: usize;
  bytes: i32;
  value: i32;
}

/** Fills memory with a byte. */
export function fillBytes(p: FillBytesParams, begin: i32, end: i32, context: Context): void {
  memory.fill(p.output, <u8>p.value, p.bytes);
}

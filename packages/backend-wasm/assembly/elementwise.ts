/** Parameters of kernels that look at one element at a time. A task is 4096 elements. */
@unmanaged
export class UnaryParams {
  input: usize;
  output: usize;
  count: i32;
  /** What the function takes besides: the lower limit, a slope. */
  first: f32;
  second: f32;
}

/**
 * Parameters of kernels of two operands that may be broadcast.
 *
 * The result is rows of `inner` elements; along a row an operand goes on by its step, 0 or 1 element; along the dimensions of the
 * rows, the last one varying fastest, by strides in bytes. A task is a block of 4096 elements of a row.
 */
@unmanaged
export class BinaryParams {
  a: usize;
  b: usize;
  output: usize;
  inner: i32;
  /** Blocks of a row. */
  blocks: i32;
  /** Bytes from one element of a row to the next; in kernels of four elements at once: 0 or 1. */
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

/** Where a row of an operand begins; `strides` points to those of the operand. */
export function rowOf(strides: usize, p: BinaryParams, row: i32, base: usize): usize {
  return placeOf(strides, changetype<usize>(p) + offsetof<BinaryParams>('d0'), p.rank, row, base);
}

/** The place of the `index`-th element of dimensions, the last one varying fastest, by strides in bytes. */
export function placeOf(strides: usize, dims: usize, rank: i32, index: i32, base: usize): usize {
  for (let i = rank - 1; i >= 0 && index > 0; --i) {
    const dim = load<i32>(dims + (<usize>i << 2));
    base += <usize>((index % dim) * load<i32>(strides + (<usize>i << 2)));
    index /= dim;
  }
  return base;
}

/** Parameters of kernels that take elements together: an input of `[outer, count, inner]`. */
@unmanaged
export class ReductionParams {
  input: usize;
  output: usize;
  count: i32;
  inner: i32;
}

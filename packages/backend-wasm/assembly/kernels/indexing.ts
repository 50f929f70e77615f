import { Context } from '../context';

@unmanaged
export class NumberRowsParams {
  /** int32, `[rows, depth]`. */
  indices: usize;
  output: usize;
  depth: i32;
  /** 1 when a negative coordinate counts from the end. */
  wraps: i32;
  d0: i32;
  d1: i32;
  d2: i32;
  d3: i32;
  d4: i32;
  d5: i32;
  d6: i32;
  d7: i32;
}

/** Makes one number of each tuple of coordinates; -1 when one of them lies outside. A task is a tuple. */
export function numberRows(p: NumberRowsParams, begin: i32, end: i32, context: Context): void {
  const dims = changetype<usize>(p) + offsetof<NumberRowsParams>('d0');
  for (let row = begin; row < end; ++row) {
    let number = 0;
    for (let i = 0; i < p.depth; ++i) {
      const dim = load<i32>(dims + (<usize>i << 2));
      let at = load<i32>(p.indices + (<usize>(row * p.depth + i) << 2));
      if (p.wraps && at < 0) at += dim;
      if (<u32>at >= <u32>dim) {
        number = -1;
        break;
      }
      number = number * dim + at;
    }
    store<i32>(p.output + (<usize>row << 2), number);
  }
}

@unmanaged
export class AddRowsParams {
  input: usize;
  /** int32: which row of the output each row of the input is added to; those outside are left out. */
  numbers: usize;
  output: usize;
  rows: i32;
  outputRows: i32;
  /** Elements of a row. */
  columns: i32;
}

/** Adds rows to rows by their numbers; the columns are shared out. A task is a column. */
// @ts-ignore: decorator
@inline
function addColumns<T>(p: AddRowsParams, begin: i32, end: i32): void {
  for (let row = 0; row < p.rows; ++row) {
    const number = load<i32>(p.numbers + (<usize>row << 2));
    if (<u32>number >= <u32>p.outputRows) continue;
    for (let column = begin; column < end; ++column) {
      const to = p.output + <usize>(number * p.columns + column) * sizeof<T>();
      store<T>(to, <T>(load<T>(to) + load<T>(p.input + <usize>(row * p.columns + column) * sizeof<T>())));
    }
  }
}

export function addRows_f(p: AddRowsParams, begin: i32, end: i32, context: Context): void {
  addColumns<f32>(p, begin, end);
}

export function addRows_i(p: AddRowsParams, begin: i32, end: i32, context: Context): void {
  addColumns<i32>(p, begin, end);
}

export function addRows_u(p: AddRowsParams, begin: i32, end: i32, context: Context): void {
  addColumns<u8>(p, begin, end);
}

@unmanaged
export class OneHotParams {
  indices: usize;
  output: usize;
  depth: i32;
  /** Elements after the axis. */
  inner: i32;
  /** Bytes of an element of the output. */
  bytes: i32;
  /** The bits of one. */
  one: i32;
}

/** Writes a one at the place of each index into zeros. A task is an index. */
export function oneHot(p: OneHotParams, begin: i32, end: i32, context: Context): void {
  for (let i = begin; i < end; ++i) {
    const index = load<i32>(p.indices + (<usize>i << 2));
    if (<u32>index >= <u32>p.depth) continue;
    const at = ((i / p.inner) * p.depth + index) * p.inner + (i % p.inner);
    if (p.bytes == 4) store<i32>(p.output + (<usize>at << 2), p.one);
    else store<u8>(p.output + <usize>at, <u8>p.one);
  }
}

@unmanaged
export class SearchSortedParams {
  sorted: usize;
  values: usize;
  output: usize;
  count: i32;
  /** 1 when a value goes after its equals. */
  isRight: i32;
}

/** Where each value would be put. A task is a value. */
// @ts-ignore: decorator
@inline
function search<T>(p: SearchSortedParams, begin: i32, end: i32): void {
  for (let i = begin; i < end; ++i) {
    const value = load<T>(p.values + (<usize>i << 2));
    let low = 0;
    let high = p.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      const x = load<T>(p.sorted + (<usize>middle << 2));
      if (p.isRight ? x <= value : x < value) low = middle + 1;
      else high = middle;
    }
    store<i32>(p.output + (<usize>i << 2), low);
  }
}

export function searchSorted_f(p: SearchSortedParams, begin: i32, end: i32, context: Context): void {
  search<f32>(p, begin, end);
}

export function searchSorted_i(p: SearchSortedParams, begin: i32, end: i32, context: Context): void {
  search<i32>(p, begin, end);
}

@unmanaged
export class TopKParams {
  input: usize;
  values: usize;
  indices: usize;
  count: i32;
  k: i32;
}

/** The k largest of each row in descending order, equal ones by their place: they are put into a sorted list one by one. A task is a row. */
// @ts-ignore: decorator
@inline
function largestOf<T>(p: TopKParams, begin: i32, end: i32): void {
  for (let row = begin; row < end; ++row) {
    const input = p.input + (<usize>(row * p.count) << 2);
    const values = p.values + (<usize>(row * p.k) << 2);
    const indices = p.indices + (<usize>(row * p.k) << 2);
    let filled = 0;
    for (let i = 0; i < p.count; ++i) {
      const x = load<T>(input + (<usize>i << 2));
      if (filled == p.k && (p.k == 0 || !(x > load<T>(values + (<usize>(p.k - 1) << 2))))) continue;
      let at = filled < p.k ? filled++ : p.k - 1;
      while (at > 0 && x > load<T>(values + (<usize>(at - 1) << 2))) {
        store<T>(values + (<usize>at << 2), load<T>(values + (<usize>(at - 1) << 2)));
        store<i32>(indices + (<usize>at << 2), load<i32>(indices + (<usize>(at - 1) << 2)));
        --at;
      }
      store<T>(values + (<usize>at << 2), x);
      store<i32>(indices + (<usize>at << 2), i);
    }
  }
}

export function topK_f(p: TopKParams, begin: i32, end: i32, context: Context): void {
  largestOf<f32>(p, begin, end);
}

export function topK_i(p: TopKParams, begin: i32, end: i32, context: Context): void {
  largestOf<i32>(p, begin, end);
}

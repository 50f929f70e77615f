import { Context } from '../context';

@unmanaged
export class TransposeMatricesParams {
  input: usize;
  output: usize;
  rows: i32;
  columns: i32;
}

/** Transposes matrices of 4-byte numbers that follow each other. A task is a matrix. */
export function transposeMatrices(p: TransposeMatricesParams, begin: i32, end: i32, context: Context): void {
  const bytes = <usize>(p.rows * p.columns) << 2;
  for (let task = begin; task < end; ++task) {
    transposeMatrix(p.input + <usize>task * bytes, p.output + <usize>task * bytes, p.rows, p.columns);
  }
}

/** Four by four numbers at a time. */
function transposeMatrix(input: usize, output: usize, rows: i32, columns: i32): void {
  const from = <usize>columns << 2;
  const to = <usize>rows << 2;
  let r = 0;
  for (; r + 4 <= rows; r += 4) {
    let c = 0;
    for (; c + 4 <= columns; c += 4) {
      let p = input + <usize>r * from + (<usize>c << 2);
      const a = v128.load(p);
      const b = v128.load((p += from));
      const d = v128.load((p += from));
      const e = v128.load((p += from));
      const ab0 = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
      const ab1 = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
      const de0 = v128.shuffle<i32>(d, e, 0, 4, 1, 5);
      const de1 = v128.shuffle<i32>(d, e, 2, 6, 3, 7);
      let q = output + <usize>c * to + (<usize>r << 2);
      v128.store(q, v128.shuffle<i64>(ab0, de0, 0, 2));
      v128.store((q += to), v128.shuffle<i64>(ab0, de0, 1, 3));
      v128.store((q += to), v128.shuffle<i64>(ab1, de1, 0, 2));
      v128.store((q += to), v128.shuffle<i64>(ab1, de1, 1, 3));
    }
    for (; c < columns; ++c) {
      for (let i = 0; i < 4; ++i) copyOne(input, output, r + i, c, from, to);
    }
  }
  for (; r < rows; ++r) {
    for (let c = 0; c < columns; ++c) copyOne(input, output, r, c, from, to);
  }
}

// @ts-ignore: decorator
@inline
function copyOne(input: usize, output: usize, r: i32, c: i32, from: usize, to: usize): void {
  store<i32>(output + <usize>c * to + (<usize>r << 2), load<i32>(input + <usize>r * from + (<usize>c << 2)));
}

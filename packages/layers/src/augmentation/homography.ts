import { ops, type Value, type ValueLike } from '@kedge/graph-core';

type Column = readonly [x: ValueLike, y: ValueLike, w: ValueLike];
type Matrix = readonly [Column, Column, Column];

/**
 * The projective maps that take four points of a picture to four others.
 *
 * @param from `[batch, 4, 2]`, columns and rows; no three on one line.
 * @param to `[batch, 4, 2]`.
 * @returns `[batch, 8]`: the matrix by rows, its last entry 1. Both quadrilaterals are seen from the same four points of the
 * projective plane: Heckbert, Fundamentals of Texture Mapping and Image Warping (1989), 2.2.3.
 */
export function homography(from: ValueLike, to: ValueLike): Value {
  const [a, b] = [basis(to), adjugate(basis(from))];
  const entries = [0, 1, 2].flatMap((row) => b.map((column) => rowTimes(a, row, column)));
  const last = entries.at(-1) ?? 1;
  return ops.concatenate(entries.slice(0, -1).map((entry) => ops.divide(entry, last)), 1);
}

/** The matrix whose columns are the first three points, weighted so that their sum is the fourth. */
function basis(points: ValueLike): Matrix {
  const [p, q, r, s] = ops.split(points, 4, 1).map((point) => ops.split(ops.squeeze(point, 1), 2, 1) as unknown as readonly [Value, Value]) as unknown as readonly [Point, Point, Point, Point];
  const whole = area(p, q, r);
  const weighted = ([x, y]: Point, part: Value): Column => {
    const weight = ops.divide(part, whole);
    return [ops.multiply(x, weight), ops.multiply(y, weight), weight];
  };
  return [weighted(p, area(s, q, r)), weighted(q, area(p, s, r)), weighted(r, area(p, q, s))];
}

type Point = readonly [x: Value, y: Value];

/** Twice the area of a triangle, by its sense of rotation. */
function area([ax, ay]: Point, [bx, by]: Point, [cx, cy]: Point): Value {
  return ops.subtract(ops.multiply(ops.subtract(bx, ax), ops.subtract(cy, ay)), ops.multiply(ops.subtract(cx, ax), ops.subtract(by, ay)));
}

/** The inverse but for a factor. */
function adjugate([u, v, w]: Matrix): Matrix {
  const rows = [cross(v, w), cross(w, u), cross(u, v)] as const;
  const column = (i: 0 | 1 | 2): Column => [rows[0][i], rows[1][i], rows[2][i]];
  return [column(0), column(1), column(2)];
}

function cross([a, b, c]: Column, [d, e, f]: Column): Column {
  const minor = (p: ValueLike, q: ValueLike, r: ValueLike, s: ValueLike): Value => ops.subtract(ops.multiply(p, q), ops.multiply(r, s));
  return [minor(b, f, c, e), minor(c, d, a, f), minor(a, e, b, d)];
}

/** One entry of a product of matrices. */
function rowTimes(matrix: Matrix, row: number, column: Column): Value {
  return matrix.map((part, i) => ops.multiply(part[row] ?? 0, column[i] ?? 0)).reduce((sum, part) => ops.add(sum, part));
}

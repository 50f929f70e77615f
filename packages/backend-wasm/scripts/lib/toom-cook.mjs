// @ts-check
/**
 * Matrices of Winograd's minimal filtering F(m, r), by the construction of Toom and Cook: m outputs of a filter of r taps from
 * m + r - 1 products, `Y = A^T [(G g) * (B^T d)]` (Lavin and Gray, "Fast algorithms for convolutional neural networks", 2015; Barabasz et al.,
 * "Error analysis and improving the accuracy of Winograd convolution for deep neural networks", 2020).
 *
 * All points are dyadic fractions, so that A and B are exact in floats.
 */

/** Coefficients of the product of (x - a), lowest power first. @param {readonly number[]} roots */
function polynomial(roots) {
  let result = [1];
  for (const root of roots) {
    const next = Array.from({ length: result.length + 1 }, () => 0);
    result.forEach((coefficient, power) => {
      next[power + 1] = (next[power + 1] ?? 0) + coefficient;
      next[power] = (next[power] ?? 0) - root * coefficient;
    });
    result = next;
  }
  return result;
}

/**
 * @param {number} outputs m
 * @param {number} taps r
 * @param {readonly number[]} points m + r - 2 of them; infinity is the last one.
 */
export function toomCook(outputs, taps, points) {
  const size = outputs + taps - 1;
  if (points.length !== size - 1) throw new Error(`F(${outputs}, ${taps}) takes ${size - 1} points.`);
  const pad = (/** @type {number[]} */ row) => [...row, ...Array.from({ length: size - row.length }, () => 0)];
  const others = (/** @type {number} */ j) => points.filter((_, l) => l !== j);
  /** Rows of B^T. */
  const input = [...points.map((_, j) => pad(polynomial(others(j)))), polynomial(points)];
  /** Rows of G. */
  const filter = [
    ...points.map((a, j) => {
      const scale = others(j).reduce((product, b) => product * (a - b), 1);
      return Array.from({ length: taps }, (_, k) => a ** k / scale);
    }),
    Array.from({ length: taps }, (_, k) => (k === taps - 1 ? 1 : 0)),
  ];
  /** Rows of A^T. */
  const output = Array.from({ length: outputs }, (_, i) => [...points.map((a) => a ** i), i === outputs - 1 ? 1 : 0]);
  return { size, input, filter, output };
}

/** The transforms that the kernels have: name, outputs, taps, points. */
export const TRANSFORMS = /** @type {const} */ ([
  { name: '2x3', outputs: 2, taps: 3, points: [0, 1, -1] },
  { name: '4x3', outputs: 4, taps: 3, points: [0, 1, -1, 2, -2] },
  { name: '2x5', outputs: 2, taps: 5, points: [0, 1, -1, 2, -2] },
  { name: '4x5', outputs: 4, taps: 5, points: [0, 1, -1, 2, -2, 0.5, -0.5] },
  { name: '4x7', outputs: 4, taps: 7, points: [0, 1, -1, 2, -2, 0.5, -0.5, 1.5, -1.5] },
]);

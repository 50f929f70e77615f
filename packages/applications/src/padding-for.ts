import type { SymbolicTensor } from '@kedge/graph-core';

/**
 * Cells around a picture for a window with stride 2, as Keras pads in its applications: both sides where the size is odd, one cell
 * less before than after where it is even; where the rows are open, both dimensions count as even.
 *
 * @param window Rows and columns of the window, odd.
 */
export function paddingFor(x: SymbolicTensor, window: number): [[number, number], [number, number]] {
  const [, rows = null, columns = null] = x.shape;
  const after = Math.floor(window / 2);
  const before = (size: number | null): number => after - 1 + (rows === null ? 0 : (size ?? 0) % 2);
  return [[before(rows), after], [before(columns), after]];
}

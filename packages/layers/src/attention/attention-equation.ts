const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** The einsum equation that projects the last `bound` dimensions of a tensor to `outputs` new ones. */
export function projectionEquation(free: number, bound: number, outputs: number): { equation: string; biasAxes: string } {
  const kept = LETTERS.slice(0, free);
  const summed = LETTERS.slice(free, free + bound);
  const made = LETTERS.slice(free + bound, free + bound + outputs);
  return { equation: `${kept}${summed},${summed}${made}->${kept}${made}`, biasAxes: made };
}

/** The equations of attention between projected tensors. */
export interface AttentionEquations {
  /** Of key and query: scores `[batch, ..., heads, query axes, key axes]`. */
  readonly scores: string;
  /** Of scores and value: the attended values, laid out as the query. */
  readonly combine: string;
}

/**
 * The equations for tensors `[batch, ..., attention axes, ..., heads, features]`.
 *
 * @param rank Of the projected tensors.
 * @param axes Along which queries attend to keys, counted from the front.
 */
export function attentionEquations(rank: number, axes: readonly number[]): AttentionEquations {
  const query = Array.from(LETTERS.slice(0, rank));
  const free = Array.from(LETTERS.slice(rank));
  const key = query.map((letter, i) => (axes.includes(i) ? (free.shift() ?? letter) : letter));
  const batch = query.filter((_, i) => !axes.includes(i) && i !== rank - 1);
  const product = [...batch, ...axes.map((axis) => query[axis]), ...axes.map((axis) => key[axis])].join('');
  return { scores: `${key.join('')},${query.join('')}->${product}`, combine: `${product},${key.join('')}->${query.join('')}` };
}

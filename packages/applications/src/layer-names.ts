/** A name for the next layer of a class; null for an automatic one. */
export type LayerNames = (prefix: string) => string | null;

/**
 * Names for layers that Keras names automatically.
 *
 * @param first Number of the first layer of each class, 0 giving the bare name (`conv2d`, `conv2d_1`, ...). When missing, names
 *   are left to the automatic counting of this process.
 */
export function layerNames(first: number | undefined): LayerNames {
  if (first === undefined) return () => null;
  const counts = new Map<string, number>();
  return (prefix) => {
    const number = counts.get(prefix) ?? first;
    counts.set(prefix, number + 1);
    return number === 0 ? prefix : `${prefix}_${number}`;
  };
}

/**
 * Copies the part of a chunk that lies within its dataset to its place there.
 *
 * @param chunk Elements of the chunk, row by row.
 * @param start Position of its first element in the dataset.
 * @param out Elements of the dataset, row by row.
 * @param size Bytes of an element, in both.
 */
export function copyRegion(
  chunk: Uint8Array,
  chunkDims: readonly number[],
  start: readonly number[],
  out: Uint8Array,
  dims: readonly number[],
  size: number,
): void {
  const rank = dims.length;
  const extent = chunkDims.map((dim, axis) => Math.min(dim, (dims[axis] as number) - (start[axis] as number)));
  const from = strides(chunkDims, size);
  const to = strides(dims, size);
  // The last axes that are copied whole make one run.
  let axis = rank - 1;
  while (axis > 0 && extent[axis] === chunkDims[axis] && extent[axis] === dims[axis]) axis--;
  const run = (extent[axis] as number) * (from[axis] as number);
  const position = Array.from({ length: axis }, () => 0);
  let source = 0;
  let target = start.reduce((sum, at, index) => sum + at * (to[index] as number), 0);
  for (;;) {
    copyRun(chunk, source, out, target, run);
    let at = axis - 1;
    for (; at >= 0; at--) {
      source += from[at] as number;
      target += to[at] as number;
      position[at] = (position[at] as number) + 1;
      if ((position[at] as number) < (extent[at] as number)) break;
      source -= (extent[at] as number) * (from[at] as number);
      target -= (extent[at] as number) * (to[at] as number);
      position[at] = 0;
    }
    if (at < 0) return;
  }
}

/** A loop is quicker than a call for the short runs of small kernels. */
function copyRun(source: Uint8Array, from: number, target: Uint8Array, to: number, length: number): void {
  if (length > 48) target.set(source.subarray(from, from + length), to);
  else for (let index = 0; index < length; index++) target[to + index] = source[from + index] as number;
}

function strides(dims: readonly number[], size: number): number[] {
  const result = dims.map(() => size);
  for (let axis = dims.length - 2; axis >= 0; axis--) result[axis] = (result[axis + 1] as number) * (dims[axis + 1] as number);
  return result;
}

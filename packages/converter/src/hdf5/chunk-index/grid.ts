import { CorruptFileError } from '../../io/errors.js';
import type { Dataspace } from '../dataspace.js';
import type { ChunkedLayout } from '../layout.js';

const MOST_CHUNKS = 500_000;

/**
 * The chunks of a dataset as a grid, numbered row by row.
 *
 * @param space Shape of the dataset; where it may grow to a limit, the numbers count up to that limit.
 */
export class ChunkGrid {
  readonly #counts: readonly number[];
  readonly #chunkDims: readonly number[];
  /** Axes from the slowest to the fastest: an axis without limit is slowest, so that numbers stay when it grows. */
  readonly #axes: readonly number[];
  /** Number of chunks up to the present shape in the axis without limit, up to the limit in the others. */
  readonly count: number;

  constructor(space: Dataspace, layout: ChunkedLayout, dataset: string) {
    const axes = space.dims.map((_, axis) => axis);
    const open = space.maxDims.indexOf(Infinity);
    this.#axes = open > 0 ? [open, ...axes.filter((axis) => axis !== open)] : axes;
    this.#chunkDims = layout.chunkDims;
    this.#counts = space.dims.map((dim, axis) => {
      const limit = space.maxDims[axis] ?? dim;
      return Math.ceil((limit === Infinity ? dim : limit) / (layout.chunkDims[axis] as number));
    });
    this.count = this.#counts.reduce((product, count) => product * count, 1);
    if (!(this.count <= MOST_CHUNKS)) throw new CorruptFileError(`${dataset}: has ${this.count} chunks, and at most ${MOST_CHUNKS} are read. The file is damaged or hostile, or chunked far too finely.`);
  }

  /** Position of the first element of chunk `index`. */
  start(index: number): number[] {
    const start = this.#chunkDims.map(() => 0);
    let rest = index;
    for (let at = this.#axes.length - 1; at >= 0; at--) {
      const axis = this.#axes[at] as number;
      const count = this.#counts[axis] as number;
      start[axis] = (rest % count) * (this.#chunkDims[axis] as number);
      rest = Math.floor(rest / count);
    }
    return start;
  }
}

import { ops, type TensorSpec, type Value, type ValueLike } from '@kedge/graph-core';
import { dataFormat, sizes } from '../config/basic-fields.js';
import { Layer } from '../engine/layer.js';
import { shapeOf, spatialAxes } from '../layout/channels.js';
import { expectInputRank } from '../layout/input-rank.js';
import { untilSizesAreKnown } from '../layout/open-sizes.js';

/** Keys of a pooling to a fixed size. */
export const adaptivePoolFields = (rank: number) => ({ outputSize: sizes(rank), dataFormat: dataFormat() });

/**
 * Pools to a fixed size: cell `i` of `n` covers the input from `floor(i * size / n)` to `ceil((i + 1) * size / n)`, so that
 * neighbours overlap where the sizes do not divide.
 */
export abstract class AdaptivePoolBase extends Layer<ReturnType<typeof adaptivePoolFields>> {
  /** Number of spatial dimensions. */
  protected abstract readonly rank: number;
  /** Makes one number of the cells along axes. */
  protected abstract readonly reduce: typeof ops.max;

  protected override build(inputs: readonly TensorSpec[]): void {
    expectInputRank(this, inputs, this.rank + 2);
  }

  protected override call(x: ValueLike): Value {
    const { outputSize, dataFormat } = this.config;
    return spatialAxes(this.rank, dataFormat).reduce<ValueLike>((y, axis, i) => this.#along(y, axis, outputSize[i] ?? 1), x) as Value;
  }

  #along(x: ValueLike, axis: number, count: number): Value {
    const shape = shapeOf(x);
    const size = shape[axis] ?? null;
    if (size === null) return untilSizesAreKnown(ops.slice(x, shape.map(() => 0), shape.map((_dim, at) => (at === axis ? count : -1))));
    const cells = Array.from({ length: count }, (_, i) => {
      const from = Math.floor((i * size) / count);
      const to = Math.ceil(((i + 1) * size) / count);
      const window = ops.slice(x, shape.map((_dim, at) => (at === axis ? from : 0)), shape.map((_dim, at) => (at === axis ? to - from : -1)));
      return this.reduce(window, axis, true);
    });
    return ops.concatenate(cells, axis);
  }
}

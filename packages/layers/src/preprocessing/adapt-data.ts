import { isTensor, type Tensor } from '@kedge/graph-core';

/** Data to learn from: a tensor, or several, one after another. */
export type AdaptData = Tensor | Iterable<Tensor>;

/** The parts of data to learn from. */
export function* partsOf(data: AdaptData): Generator<Tensor> {
  if (isTensor(data)) yield data;
  else yield* data;
}

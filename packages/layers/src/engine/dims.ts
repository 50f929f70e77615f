import { KedgeError, type Dim, type TensorSpec } from '@kedge/graph-core';

/** The last dimension of a layer's first input. */
export function lastDim(inputs: readonly TensorSpec[]): Dim {
  return inputs[0]?.shape.at(-1) ?? null;
}

/** A weight that `build` has made: `call` never runs before it. */
export function built<T>(part: T | undefined): T {
  if (part === undefined) throw new KedgeError('INTERNAL', 'A layer ran before it was built.');
  return part;
}

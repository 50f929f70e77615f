import { formatShape, ShapeMismatchError, type TensorSpec } from '@kedge/graph-core';

/** What a message says of a layer. */
export interface Named {
  readonly className: string;
  readonly name: string;
}

/**
 * @param rank Of the input, batch included.
 * @throws {ShapeMismatchError} when the first input has another rank; the message names the layer.
 */
export function expectInputRank(layer: Named, [input]: readonly TensorSpec[], rank: number): void {
  if (input !== undefined && input.shape.length !== rank) {
    throw new ShapeMismatchError(
      `${layer.className} '${layer.name}': expected an input of rank ${rank} (batch included), got shape ${formatShape(input.shape)}. ` +
        'Reshape the input, or give the input layer the shape of one example without the batch.',
    );
  }
}

import { InvalidArgumentError } from '../errors.js';
import type { Value, ValueLike } from '../value.js';
import { shapeOf } from './operands.js';
import { transpose } from './reshaping.js';

/** Where the channels of `[batch, ...]` stand; `null` is `channels_last`. */
export type DataFormat = 'channels_last' | 'channels_first' | null;

/**
 * Applies a function that wants the channels last to a tensor of either format; the result has the format of the input.
 *
 * @throws {InvalidArgumentError} for another word.
 */
export function inFormat(x: ValueLike, format: DataFormat | undefined, apply: (x: ValueLike) => Value): Value {
  if (format === undefined || format === null || format === 'channels_last') return apply(x);
  if (format !== 'channels_first') throw new InvalidArgumentError(`Expected dataFormat 'channels_last' or 'channels_first', got ${JSON.stringify(format)}.`);
  const rank = shapeOf(x).length;
  const spatial = Array.from({ length: Math.max(rank - 2, 0) }, (_, i) => i);
  const result = apply(transpose(x, [0, ...spatial.map((i) => i + 2), 1]));
  return transpose(result, [0, rank - 1, ...spatial.map((i) => i + 1)]);
}

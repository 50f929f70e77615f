import { ops, type Value, type ValueLike } from '@kedge/graph-core';
import type { FieldMap } from '../config/field.js';
import { rankOf, shapeOf } from '../layout/channels.js';
import type { RecurrentCell } from './cell.js';

/** What a recurrent layer lets run over a sequence. */
export interface Recurrence {
  readonly cell: RecurrentCell<unknown, FieldMap>;
  /** `[time, batch, ...]`. */
  readonly sequences: ValueLike;
  readonly states: readonly ValueLike[];
  /** `[time, batch]`, `bool`; null where all steps count. */
  readonly mask: ValueLike | null;
  readonly isReversed: boolean;
  /** Whether a masked step puts out zeros; else it puts out what the step before did. */
  readonly zeroesMasked: boolean;
  readonly keepsOutputs: boolean;
  readonly training: boolean;
}

/** What came out of a sequence. */
export interface Recurred {
  readonly last: Value;
  /** `[time, batch, ...]` in the order of the sequence, where they were kept. */
  readonly outputs: Value | undefined;
  readonly states: readonly Value[];
}

/** The mask of one step, ready to choose between tensors of a rank. */
function spread(mask: ValueLike, rank: number): ValueLike {
  let wide = mask;
  for (let i = rankOf(mask); i < rank; i++) wide = ops.expandDims(wide, -1);
  return wide;
}

/** Runs a cell over a sequence, in one loop. */
export function recur({ cell, sequences, states, mask, isReversed, zeroesMasked, keepsOutputs, training }: Recurrence): Recurred {
  const drawn = cell.draw(shapeOf(sequences).slice(1), training);
  const projected = cell.project(sequences, drawn);
  const before = ops.zerosLike(states[cell.outputState] ?? 0);
  const result = ops.scan(
    ([previous = before, ...current], [x = before, counts]) => {
      const step = cell.step(x, current, drawn);
      const choose = (next: Value, old: ValueLike): Value => (counts === undefined ? next : ops.where(spread(counts, next.shape.length), next, old));
      const output = choose(step.output, zeroesMasked ? 0 : previous);
      const carried = step.states.map((next, i) => choose(next, current[i] ?? 0));
      return { carry: [output, ...carried], outputs: keepsOutputs ? [output] : [] };
    },
    [before, ...states],
    mask === null ? [projected] : [projected, mask],
    { reverse: isReversed },
  );
  const [last = before, ...final] = result.carry;
  return { last, outputs: result.outputs[0], states: final };
}

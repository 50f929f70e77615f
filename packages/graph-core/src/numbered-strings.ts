import type { PrimitiveName } from './ops/primitives.js';

/** Primitives that move elements, or ask whether they are equal, and so do not care what they are. */
const MOVES_ELEMENTS: ReadonlySet<PrimitiveName> = new Set<PrimitiveName>([
  'broadcastTo', 'cast', 'concatenate', 'equal', 'expandDims', 'gather', 'gatherNd', 'identity', 'notEqual', 'pad', 'reshape', 'reverse', 'slice', 'split', 'squeeze', 'stopGradient', 'stridedSlice', 'tile', 'transpose', 'where',
]);

/** Whether a primitive can be computed on strings by computing it on numbers that stand for them. */
export const movesElements = (primitive: PrimitiveName): boolean => MOVES_ELEMENTS.has(primitive);

/** A number for each different string; 0 for the empty one, so that padding with zeros pads with empty strings. */
export class NumberedStrings {
  readonly #numbers = new Map<string, number>([['', 0]]);
  #texts: readonly string[] | undefined;

  /** The numbers of strings; new ones for those that were not met before. */
  numbersOf(texts: Iterable<string>): Int32Array {
    return Int32Array.from(texts, (text) => {
      const number = this.#numbers.get(text) ?? this.#numbers.size;
      this.#numbers.set(text, number);
      return number;
    });
  }

  /** The strings of numbers, once all were met. */
  textsOf(numbers: ArrayLike<number>): string[] {
    this.#texts ??= [...this.#numbers.keys()];
    const texts = this.#texts;
    return Array.from(numbers, (number) => texts[number] ?? '');
  }
}

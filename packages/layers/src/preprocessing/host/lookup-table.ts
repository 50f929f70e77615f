/** A term of a vocabulary. */
export type Term = string | number;

/** 32 bits that tell lists of terms apart (FNV-1a). */
function digestOf(terms: readonly Term[], seed: number): number {
  let hash = seed;
  for (const term of terms) {
    const text = `${term}\n`;
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 16777619);
  }
  return hash >>> 0;
}

/** Terms and their numbers, in order from 0. It is told apart by its size and digest, so that a plan need not spell it out. */
export class LookupTable {
  readonly size: number;
  readonly digest: string;
  readonly #terms: readonly Term[];
  readonly #places: ReadonlyMap<Term, number>;

  constructor(terms: readonly Term[]) {
    this.#terms = terms;
    this.#places = new Map(terms.map((term, i) => [term, i]));
    this.size = terms.length;
    this.digest = [2166136261, 40503].map((seed) => digestOf(terms, seed).toString(16).padStart(8, '0')).join('');
  }

  /** All terms, in order. */
  get terms(): readonly Term[] {
    return this.#terms;
  }

  /** The number of a term; `undefined` when it is none of the vocabulary. */
  placeOf(term: Term): number | undefined {
    return this.#places.get(term);
  }

  /** The term of a number. */
  termAt(place: number): Term | undefined {
    return this.#terms[place];
  }
}

import { KedgeError } from '@kedge/graph-core';
import type { Term } from './host/lookup-table.js';

/** A vocabulary does not fit its layer (`INVALID_VOCABULARY`). */
export class VocabularyError extends KedgeError {
  constructor(layer: string, what: string) {
    super('INVALID_VOCABULARY', `The vocabulary of '${layer}' ${what}.`);
  }
}

interface Rules {
  readonly layer: string;
  readonly invert: boolean;
  readonly maskToken: Term | null;
  readonly oovToken: Term | null;
  /** The special tokens that may stand at the beginning. */
  readonly special: readonly (Term | null)[];
}

/**
 * The terms of a vocabulary without the special tokens at its beginning.
 *
 * @throws {VocabularyError} when it is empty, repeats a term, or has a special token elsewhere.
 */
export function withoutSpecialTokens(vocabulary: readonly Term[], { layer, invert, maskToken, oovToken, special }: Rules): { readonly terms: readonly Term[]; readonly hadSpecial: boolean } {
  if (vocabulary.length === 0) throw new VocabularyError(layer, 'is empty');
  const hadSpecial = special.every((token, i) => vocabulary[i] === token);
  const terms = hadSpecial ? vocabulary.slice(special.length) : vocabulary;
  const known = new Set(terms);
  if (known.size < terms.length) {
    const seen = new Set<Term>();
    const repeated = new Set(terms.filter((term) => seen.has(term) || !seen.add(term)));
    throw new VocabularyError(layer, `repeats ${[...repeated].slice(0, 10).map((term) => JSON.stringify(term)).join(', ')}`);
  }
  const misplaced = [maskToken, invert ? oovToken : null].find((token) => token !== null && known.has(token));
  if (misplaced !== undefined) {
    throw new VocabularyError(layer, `has the special token ${JSON.stringify(misplaced)} in an odd place. Leave special tokens out, or begin with exactly these: ${special.map((token) => JSON.stringify(token)).join(', ')}`);
  }
  return { terms, hadSpecial };
}

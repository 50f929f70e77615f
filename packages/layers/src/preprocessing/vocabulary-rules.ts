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
  /** Whether the mask is the first of the special tokens that may stand at the beginning. */
  readonly hasMask: boolean;
  /** How often the out-of-vocabulary token is among them. */
  readonly numOovIndices: number;
}

function beginsWithSpecial(vocabulary: readonly Term[], { hasMask, numOovIndices, maskToken, oovToken }: Rules): boolean {
  const masks = hasMask ? 1 : 0;
  if (vocabulary.length < masks + numOovIndices) return false;
  return (!hasMask || vocabulary[0] === maskToken) && vocabulary.slice(masks, masks + numOovIndices).every((token) => token === oovToken);
}

/**
 * The terms of a vocabulary without the special tokens at its beginning.
 *
 * @throws {VocabularyError} when it is empty, repeats a term, or has a special token elsewhere.
 */
export function withoutSpecialTokens(vocabulary: readonly Term[], rules: Rules): { readonly terms: readonly Term[]; readonly hadSpecial: boolean } {
  const { layer, invert, maskToken, oovToken, hasMask, numOovIndices } = rules;
  if (vocabulary.length === 0) throw new VocabularyError(layer, 'is empty');
  const hadSpecial = beginsWithSpecial(vocabulary, rules);
  const terms = hadSpecial ? vocabulary.slice((hasMask ? 1 : 0) + numOovIndices) : vocabulary;
  const known = new Set(terms);
  if (known.size < terms.length) {
    const seen = new Set<Term>();
    const repeated = new Set(terms.filter((term) => seen.has(term) || !seen.add(term)));
    throw new VocabularyError(layer, `repeats ${[...repeated].slice(0, 10).map((term) => JSON.stringify(term)).join(', ')}`);
  }
  const misplaced = [maskToken, invert ? oovToken : null].find((token) => token !== null && known.has(token));
  if (misplaced !== undefined) {
    throw new VocabularyError(layer, `has the special token ${JSON.stringify(misplaced)} in an odd place. Leave special tokens out, or begin with all of them: ${hasMask ? `${JSON.stringify(maskToken)}, then ` : ''}${numOovIndices} times ${JSON.stringify(oovToken)}`);
  }
  return { terms, hadSpecial };
}

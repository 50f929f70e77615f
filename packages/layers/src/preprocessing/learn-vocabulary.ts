import type { Term } from './host/lookup-table.js';

/** What was learned from documents. */
export interface LearnedVocabulary {
  /** Terms, the most frequent first; of equals the one that sorts last. */
  readonly terms: readonly Term[];
  /** In how many documents each of them stands. */
  readonly documentCounts: readonly number[];
  /** How many documents there were. */
  readonly documents: number;
}

/** Code points in order, as bytes of UTF-8 sort. */
function compareTexts(a: string, b: string): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    if (a[i] !== b[i]) return (a.codePointAt(i) ?? 0) - (b.codePointAt(i) ?? 0);
  }
  return a.length - b.length;
}

const compareTerms = (a: Term, b: Term): number => (typeof a === 'number' && typeof b === 'number' ? a - b : compareTexts(String(a), String(b)));

/**
 * Counts terms in documents, as Keras' `adapt` does.
 *
 * @param documents The terms of each.
 * @param without Terms that are not learned.
 * @param limit How many terms are kept at most.
 */
export function learnVocabulary(documents: Iterable<readonly Term[]>, without: readonly (Term | null)[], limit: number): LearnedVocabulary {
  const counts = new Map<Term, number>();
  const documentCounts = new Map<Term, number>();
  let count = 0;
  for (const terms of documents) {
    count += 1;
    for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
    for (const term of new Set(terms)) documentCounts.set(term, (documentCounts.get(term) ?? 0) + 1);
  }
  for (const term of without) if (term !== null) counts.delete(term);
  const sorted = [...counts].sort(([a, countA], [b, countB]) => countB - countA || compareTerms(b, a)).slice(0, limit);
  const terms = sorted.map(([term]) => term);
  return { terms, documentCounts: terms.map((term) => documentCounts.get(term) ?? 0), documents: count };
}

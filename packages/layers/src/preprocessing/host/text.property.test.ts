import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketsFor } from './hash-text.js';
import { InverseLookup, Lookup } from './lookup.js';
import { LookupTable } from './lookup-table.js';
import { ngramsOf, splitText, standardized } from './split-text.js';
import { Tokenize } from './tokenize.js';
import { textTensor, wholeTensor } from './values.js';

/** Whole code points: lone halves of a pair have no UTF-8. */
const text = fc.string({ unit: 'binary' });
const plain = { layer: 'x', standardize: null, ngrams: null, length: null } as const;

describe('texts', () => {
  it('split at white space into what joins again', () => {
    fc.assert(
      fc.property(text, (value) => {
        const tokens = splitText(value, 'whitespace');
        expect(tokens.every((token) => token !== '' && !/[ \t\n\v\f\r]/.test(token))).toBe(true);
        expect(splitText(tokens.join(' '), 'whitespace')).toEqual(tokens);
        expect(splitText(value, 'character').join('')).toBe(value);
      }),
    );
  });

  it('are standardized once and for all, and only in their ASCII letters', () => {
    fc.assert(
      fc.property(text, (value) => {
        const once = standardized(value, 'lower_and_strip_punctuation');
        expect(standardized(once, 'lower_and_strip_punctuation')).toBe(once);
        expect(once.replace(/[\0-\x7f]/g, '')).toBe(value.replace(/[\0-\x7f]/g, ''));
      }),
    );
  });

  it('have as many n-grams as fit', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 8 }), fc.integer({ min: 1, max: 5 }), (tokens, width) => {
        expect(ngramsOf(tokens, [width])).toHaveLength(Math.max(0, tokens.length - width + 1));
      }),
    );
  });

  it('fall into one of the buckets, always the same one', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 2 ** 31 - 1 }), (value, buckets) => {
        const bucket = bucketsFor(buckets)(value);
        expect(bucket).toBe(bucketsFor(buckets)(value));
        expect(Number.isInteger(bucket) && bucket >= 0 && bucket < buckets).toBe(true);
      }),
    );
  });

  it('are tokens in rows of one width, filled up at the end', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 6 }), (rows) => {
        const [tokens] = new Tokenize({ ...plain, split: 'whitespace' }).compute([textTensor(rows, [rows.length])]);
        const width = tokens?.shape[1] ?? 0;
        rows.forEach((row, i) => {
          const expected = splitText(row, 'whitespace');
          expect(tokens?.data.slice(i * width, (i + 1) * width)).toEqual([...expected, ...Array.from({ length: width - expected.length }, () => '')]);
        });
      }),
    );
  });
});

describe('lookups', () => {
  it('are undone by their inverses for every vocabulary', () => {
    fc.assert(
      fc.property(fc.uniqueArray(text, { minLength: 1, maxLength: 20 }), (terms) => {
        const table = new LookupTable(terms);
        const lookup = new Lookup({ layer: 'x', table, ofText: true, mask: null, maskPlace: 0, oovStart: 0, oovCount: 1, oovMethod: 'floormod', salt: null });
        const inverse = new InverseLookup({ layer: 'x', table, ofText: true, mask: null, oov: '?', start: 1 });
        const places = lookup.placesOf(terms);
        expect(places).toEqual(terms.map((_, i) => i + 1));
        expect(inverse.compute([wholeTensor(places, [terms.length])])[0]?.data).toEqual(terms);
      }),
    );
  });

  it('are told apart by their tables', () => {
    fc.assert(
      fc.property(fc.uniqueArray(text, { minLength: 2, maxLength: 6 }), (terms) => {
        expect(new LookupTable(terms).digest).toBe(new LookupTable([...terms]).digest);
        expect(new LookupTable(terms.toReversed()).digest).not.toBe(new LookupTable(terms).digest);
      }),
    );
  });
});

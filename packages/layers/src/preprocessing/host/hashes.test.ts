import { describe, expect, it } from 'vitest';
import { readFixture } from '../../../test/fixtures.js';
import { CrossHash } from './cross-hash.js';
import { bucketsFor, sipKeyOf } from './hash-text.js';
import { textTensor, wholeTensor } from './values.js';

interface Hashes {
  readonly buckets: number;
  readonly texts: readonly string[];
  readonly fast: readonly number[];
  readonly strong: readonly { readonly key: readonly [number, number]; readonly values: readonly number[] }[];
  readonly cross: { readonly second: readonly number[]; readonly values: readonly number[] };
}

const { buckets, texts, fast, strong, cross } = readFixture<Hashes>('hashing.json');

describe('hashes of TensorFlow', () => {
  it('are those of to_hash_bucket_fast, for texts of every length up to 139 bytes and longer ones', () => {
    expect(texts.length).toBeGreaterThan(150);
    expect(texts.map(bucketsFor(buckets))).toEqual(fast);
  });

  it.each(strong)('are those of to_hash_bucket_strong with key $key', ({ key, values }) => {
    expect(texts.map(bucketsFor(buckets, sipKeyOf(key)))).toEqual(values);
  });

  it('crosses features as sparse.cross_hashed does', () => {
    const first = texts.slice(0, cross.second.length);
    const inputs = [textTensor(first, [40, 1]), wholeTensor(cross.second, [40, 1]), textTensor(first.toReversed(), [40, 1])];
    expect(new CrossHash(buckets).crossed(inputs)).toEqual(cross.values);
  });

  it('keeps the word of a text that was hashed before', () => {
    const bucketOf = bucketsFor(buckets);
    expect([bucketOf('a'), bucketOf('a')]).toEqual([bucketOf('a'), bucketsFor(buckets)('a')]);
  });
});

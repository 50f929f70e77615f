import { farmFingerprint64 } from './farm-hash.js';
import { sipHash, type SipKey } from './sip-hash.js';

const encoder = new TextEncoder();

/** The key of a salt in a config: two whole numbers, of which the bits count. */
export const sipKeyOf = ([first, second]: readonly [number, number]): SipKey => [BigInt.asUintN(64, BigInt(first)), BigInt.asUintN(64, BigInt(second))];

/** A fingerprint of text in UTF-8: FarmHash64. */
export const fingerprintOf = (text: string): bigint => farmFingerprint64(encoder.encode(text));

/**
 * A bucket for each text: FarmHash64 of its UTF-8, or SipHash-2-4 where there is a key.
 *
 * @param buckets How many there are.
 */
export function bucketsFor(buckets: number, key?: SipKey): (text: string) => number {
  const count = BigInt(buckets);
  const known = new Map<string, number>();
  return (text) => {
    const bucket = known.get(text) ?? Number((key === undefined ? fingerprintOf(text) : sipHash(encoder.encode(text), key)) % count);
    // Words repeat; what never does must not fill the memory.
    if (known.size < 10000) known.set(text, bucket);
    return bucket;
  };
}

import { rotateLeft, u64, Words } from './words64.js';

/** Two numbers of 64 bits. */
export type SipKey = readonly [bigint, bigint];

type State = [bigint, bigint, bigint, bigint];

function rounds(state: State, count: number): void {
  let [v0, v1, v2, v3] = state;
  for (let i = 0; i < count; i++) {
    v0 = u64(v0 + v1);
    v2 = u64(v2 + v3);
    v1 = rotateLeft(v1, 13n) ^ v0;
    v3 = rotateLeft(v3, 16n) ^ v2;
    v0 = rotateLeft(v0, 32n);
    v2 = u64(v2 + v1);
    v0 = u64(v0 + v3);
    v1 = rotateLeft(v1, 17n) ^ v2;
    v3 = rotateLeft(v3, 21n) ^ v0;
    v2 = rotateLeft(v2, 32n);
  }
  state.splice(0, 4, v0, v1, v2, v3);
}

function absorb(state: State, word: bigint): void {
  state[3] ^= word;
  rounds(state, 2);
  state[0] ^= word;
}

/**
 * SipHash-2-4, the keyed hash of TensorFlow's `to_hash_bucket_strong`.
 *
 * Source: Aumasson and Bernstein, "SipHash: a fast short-input PRF" (2012).
 */
export function sipHash(bytes: Uint8Array, [k0, k1]: SipKey): bigint {
  const state: State = [k0 ^ 0x736f6d6570736575n, k1 ^ 0x646f72616e646f6dn, k0 ^ 0x6c7967656e657261n, k1 ^ 0x7465646279746573n];
  const whole = bytes.length - (bytes.length % 8);
  const words = new Words(bytes);
  for (let at = 0; at < whole; at += 8) absorb(state, words.word(at));
  let rest = BigInt(bytes.length & 0xff) << 56n;
  for (let at = whole; at < bytes.length; at++) rest |= BigInt(words.byte(at)) << BigInt(8 * (at - whole));
  absorb(state, rest);
  state[2] ^= 0xffn;
  rounds(state, 4);
  return state[0] ^ state[1] ^ state[2] ^ state[3];
}

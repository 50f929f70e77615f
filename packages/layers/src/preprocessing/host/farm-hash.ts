import { rotateRight, shiftMix, u64, Words } from './words64.js';

const K0 = 0xc3a5c85c97cb3127n;
const K1 = 0xb492b66fbe98f273n;
const K2 = 0x9ae16a3b2f90404fn;

function mix(u: bigint, v: bigint, mul: bigint): bigint {
  const a = shiftMix(u64((u ^ v) * mul));
  return u64(shiftMix(u64((v ^ a) * mul)) * mul);
}

function upTo16(s: Words): bigint {
  const { length } = s;
  const mul = K2 + BigInt(length * 2);
  if (length >= 8) {
    const a = u64(s.word(0) + K2);
    const b = s.word(length - 8);
    return mix(u64(rotateRight(b, 37n) * mul + a), u64((rotateRight(a, 25n) + b) * mul), mul);
  }
  if (length >= 4) return mix(u64(BigInt(length) + (s.half(0) << 3n)), s.half(length - 4), mul);
  if (length === 0) return K2;
  const y = BigInt(s.byte(0) + (s.byte(length >> 1) << 8));
  const z = BigInt(length + (s.byte(length - 1) << 2));
  return u64(shiftMix(u64(y * K2) ^ u64(z * K0)) * K2);
}

/** What 17 to 32 bytes, and both ends of longer texts, begin with. */
function ends(s: Words, first: bigint): { readonly a: bigint; readonly y: bigint; readonly z: bigint; readonly mul: bigint } {
  const mul = K2 + BigInt(s.length * 2);
  const a = u64(s.word(0) * first);
  const b = s.word(8);
  const c = u64(s.word(s.length - 8) * mul);
  const d = u64(s.word(s.length - 16) * K2);
  const y = u64(rotateRight(u64(a + b), 43n) + rotateRight(c, 30n) + d);
  return { a, y, z: mix(y, u64(a + rotateRight(u64(b + K2), 18n) + c), mul), mul };
}

function upTo64(s: Words): bigint {
  const { a, y, z, mul } = ends(s, K2);
  const e = u64(s.word(16) * mul);
  const f = s.word(24);
  const g = u64((y + s.word(s.length - 32)) * mul);
  const h = u64((z + s.word(s.length - 24)) * mul);
  return mix(u64(rotateRight(u64(e + f), 43n) + rotateRight(g, 30n) + h), u64(e + rotateRight(u64(f + a), 18n) + g), mul);
}

type Pair = readonly [bigint, bigint];

function weak(s: Words, at: number, seedA: bigint, seedB: bigint): Pair {
  const [w, x, y, z] = [s.word(at), s.word(at + 8), s.word(at + 16), s.word(at + 24)];
  const c = u64(seedA + w);
  const b = rotateRight(u64(seedB + c + z), 21n);
  const a = u64(c + x + y);
  return [u64(a + z), u64(b + rotateRight(a, 44n) + c)];
}

interface State {
  readonly x: bigint;
  readonly y: bigint;
  readonly z: bigint;
  readonly v: Pair;
  readonly w: Pair;
}

/** One round over 64 bytes; the last one weighs two of the terms by 9. */
function round(s: Words, at: number, { x, y, z, v, w }: State, mul: bigint, weight: bigint): State {
  const x1 = u64(rotateRight(u64(x + y + v[0] + s.word(at + 8)), 37n) * mul) ^ u64(w[1] * weight);
  const y1 = u64(rotateRight(u64(y + v[1] + s.word(at + 48)), 42n) * mul + v[0] * weight + s.word(at + 40));
  const z1 = u64(rotateRight(u64(z + w[0]), 33n) * mul);
  const v1 = weak(s, at, u64(v[1] * mul), u64(x1 + w[0]));
  const w1 = weak(s, at + 32, u64(z1 + w[1]), u64(y1 + s.word(at + 16)));
  return { x: z1, y: y1, z: x1, v: v1, w: w1 };
}

function longer(s: Words): bigint {
  const seed = 81n;
  const y = u64(seed * K1 + 113n);
  let state: State = { x: u64(seed * K2 + s.word(0)), y, z: u64(shiftMix(u64(y * K2 + 113n)) * K2), v: [0n, 0n], w: [0n, 0n] };
  const end = Math.floor((s.length - 1) / 64) * 64;
  for (let at = 0; at < end; at += 64) state = round(s, at, state, K1, 1n);
  const mul = u64(K1 + ((state.z & 0xffn) << 1n));
  const w0 = u64(state.w[0] + BigInt((s.length - 1) & 63));
  const v0 = u64(state.v[0] + w0);
  const last = round(s, s.length - 64, { ...state, v: [v0, state.v[1]], w: [u64(w0 + v0), state.w[1]] }, mul, 9n);
  return mix(u64(mix(last.v[0], last.w[0], mul) + shiftMix(last.y) * K0 + last.z), u64(mix(last.v[1], last.w[1], mul) + last.x), mul);
}

/**
 * FarmHash's fingerprint of 64 bits, the one that TensorFlow's `to_hash_bucket_fast` takes the remainder of.
 *
 * Source: https://github.com/google/farmhash (`farmhashna::Hash64`).
 */
export function farmFingerprint64(bytes: Uint8Array): bigint {
  const s = new Words(bytes);
  if (s.length <= 16) return upTo16(s);
  if (s.length <= 32) return ends(s, K1).z;
  return s.length <= 64 ? upTo64(s) : longer(s);
}

const CAT = 0xc6a4a7935bd1e995n;

/** Two fingerprints as one, as TensorFlow crosses features (`FingerprintCat64`). */
export function joinFingerprints(first: bigint, second: bigint): bigint {
  const mixed = u64((first ^ CAT ^ u64(shiftMix(u64(second * CAT)) * CAT)) * CAT);
  return shiftMix(u64(shiftMix(mixed) * CAT));
}

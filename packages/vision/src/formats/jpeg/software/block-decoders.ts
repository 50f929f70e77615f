import { damaged } from '../../../errors.js';
import type { BitReader } from './bit-reader.js';
import type { HuffmanTable } from './huffman.js';
import { NATURAL_ORDER } from './natural-order.js';

/** What the decoder of a scan keeps from block to block. */
export interface ScanState {
  readonly bits: BitReader;
  /** First and last coefficient of the scan, and the bit positions of successive approximation (ITU T.81, G.1). */
  readonly first: number;
  readonly last: number;
  readonly low: number;
  /** Blocks that are still known to have no further new coefficient. */
  endOfBand: number;
}

/** A component of a scan: its tables, and the DC value that the next difference is added to. */
export interface ScanComponent {
  readonly dc: HuffmanTable | undefined;
  readonly ac: HuffmanTable | undefined;
  predictor: number;
}

/** Decodes one block at `offset` of the coefficients. */
export type BlockDecoder = (state: ScanState, component: ScanComponent, coefficients: Int16Array, offset: number) => void;

const INT32_MAX = 2 ** 31 - 1;

/** The signed value that `size` bits stand for (ITU T.81, F.2.2.1). */
function extended(value: number, size: number): number {
  return value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
}

function nextDc(state: ScanState, component: ScanComponent): number {
  // The scan's set-up made sure of the table.
  const size = component.dc?.decode(state.bits) ?? 0;
  const difference = size === 0 ? 0 : extended(state.bits.take(size), size);
  component.predictor += difference;
  if (Math.abs(component.predictor) > INT32_MAX) throw damaged('The DC values of the JPEG overflow');
  return component.predictor;
}

/** Baseline and extended sequential: a whole block (ITU T.81, F.2.2). */
export const decodeSequential: BlockDecoder = (state, component, coefficients, offset) => {
  coefficients[offset] = nextDc(state, component);
  const { bits } = state;
  for (let k = 1; k < 64; k += 1) {
    const symbol = component.ac?.decode(bits) ?? 0;
    const size = symbol & 15;
    k += symbol >> 4;
    if (size > 0) coefficients[offset + (NATURAL_ORDER[k] ?? 63)] = extended(bits.take(size), size);
    else if (symbol >> 4 !== 15) return;
  }
};

/** Progressive: the first bits of DC (ITU T.81, G.1.2.1). */
export const decodeDcFirst: BlockDecoder = (state, component, coefficients, offset) => {
  coefficients[offset] = nextDc(state, component) << state.low;
};

/** Progressive: one more bit of DC. */
export const decodeDcRefine: BlockDecoder = (state, _component, coefficients, offset) => {
  if (state.bits.take(1) === 1) coefficients[offset] = (coefficients[offset] ?? 0) | (1 << state.low);
};

/** Progressive: the first bits of a band of AC coefficients (ITU T.81, G.1.2.2). */
export const decodeAcFirst: BlockDecoder = (state, component, coefficients, offset) => {
  if (state.endOfBand > 0) {
    state.endOfBand -= 1;
    return;
  }
  const { bits } = state;
  for (let k = state.first; k <= state.last; k += 1) {
    const symbol = component.ac?.decode(bits) ?? 0;
    const run = symbol >> 4;
    const size = symbol & 15;
    if (size === 0 && run !== 15) {
      state.endOfBand = (1 << run) + (run > 0 ? bits.take(run) : 0) - 1;
      return;
    }
    k += run;
    if (size > 0) coefficients[offset + (NATURAL_ORDER[k] ?? 63)] = extended(bits.take(size), size) << state.low;
  }
};

/** Progressive: one more bit of a band of AC coefficients (ITU T.81, G.1.2.3). */
export const decodeAcRefine: BlockDecoder = (state, component, coefficients, offset) => {
  const { bits } = state;
  let k = state.first;
  while (state.endOfBand === 0 && k <= state.last) {
    const symbol = component.ac?.decode(bits) ?? 0;
    const run = symbol >> 4;
    const size = symbol & 15;
    if (size === 0 && run !== 15) {
      state.endOfBand = (1 << run) + (run > 0 ? bits.take(run) : 0);
      break;
    }
    const value = size === 0 ? 0 : bits.take(1) === 1 ? 1 << state.low : -1 << state.low;
    k = refineUntil(state, coefficients, offset, k, run);
    if (value !== 0) coefficients[offset + (NATURAL_ORDER[k] ?? 63)] = value;
    k += 1;
  }
  if (state.endOfBand === 0) return;
  refineUntil(state, coefficients, offset, k, 64);
  state.endOfBand -= 1;
};

/** Corrects coefficients that are not zero, from `k` on, until `zeros` zero ones have been passed; gives the next place. */
function refineUntil(state: ScanState, coefficients: Int16Array, offset: number, start: number, zeros: number): number {
  let left = zeros;
  let k = start;
  for (; k <= state.last; k += 1) {
    const at = offset + (NATURAL_ORDER[k] ?? 63);
    const value = coefficients[at] ?? 0;
    if (value === 0) {
      left -= 1;
      if (left < 0) break;
    } else if (state.bits.take(1) === 1 && (value & (1 << state.low)) === 0) {
      coefficients[at] = value + (value >= 0 ? 1 << state.low : -1 << state.low);
    }
  }
  return k;
}

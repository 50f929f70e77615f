import { damaged } from '../../../errors.js';
import type { BitReader } from './bit-reader.js';
import {
  decodeAcFirst,
  decodeAcRefine,
  decodeDcFirst,
  decodeDcRefine,
  decodeSequential,
  type BlockDecoder,
  type ScanComponent,
  type ScanState,
} from './block-decoders.js';
import type { Component, Frame } from './frame.js';
import type { HuffmanTable } from './huffman.js';
import { resync } from './resync.js';
import { standardTable } from './standard-tables.js';

/** The tables that are in force when a scan begins. */
export interface Tables {
  readonly quantization: Map<number, Uint16Array>;
  /** By class (0 DC, 1 AC) * 16 + number. */
  readonly huffman: Map<number, HuffmanTable>;
  /** MCUs between restart markers; 0 for none. */
  restartInterval: number;
}

/** A component as the scan sees it. */
interface Member extends ScanComponent {
  readonly component: Component;
}

/**
 * Decodes the entropy-coded data behind a scan header (ITU T.81, B.2.3) into the frame's coefficients.
 *
 * @param body The scan header behind its length.
 * @throws {CorruptImageError} for a header that does not fit the frame, or at the end of the file.
 */
export function decodeScan(bits: BitReader, frame: Frame, tables: Tables, body: Uint8Array): void {
  const count = body[0] ?? 0;
  if (count < 1 || count > 4 || body.length !== 2 * count + 4) throw damaged('A scan header of the JPEG has a wrong length');
  const [first = 0, last = 0, approximation = 0] = body.subarray(1 + 2 * count);
  const state: ScanState = { bits, first, last: frame.progressive ? last : 63, low: approximation & 15, endOfBand: 0 };
  const decodeBlock = blockDecoder(frame, state, approximation >> 4, count);
  const members = Array.from({ length: count }, (_, i) => member(frame, tables, body[1 + 2 * i] ?? 0, body[2 + 2 * i] ?? 0));
  if (new Set(members.map((entry) => entry.component)).size < count) throw damaged('A scan of the JPEG names a component twice');
  requireTables(decodeBlock, members);
  bits.starved = false;
  walkScan(frame, tables.restartInterval, members, state, decodeBlock);
  bits.discardBits();
}

function member(frame: Frame, tables: Tables, id: number, selectors: number): Member {
  const component = frame.components.find((candidate) => candidate.id === id);
  if (component === undefined) throw damaged(`A scan of the JPEG names the component ${id}, which its frame does not have`);
  component.table ??= tables.quantization.get(component.quantization);
  if (component.table === undefined) throw damaged('The JPEG lacks a quantization table that it uses');
  return { component, dc: huffmanTable(frame, tables, selectors >> 4), ac: huffmanTable(frame, tables, 16 + (selectors & 15)), predictor: 0 };
}

function huffmanTable(frame: Frame, tables: Tables, index: number): HuffmanTable | undefined {
  return tables.huffman.get(index) ?? (frame.progressive ? undefined : standardTable(index));
}

/** Chooses the decoder and checks the parameters of a progressive scan (ITU T.81, table B.3 and G.1.1.1). */
function blockDecoder(frame: Frame, state: ScanState, high: number, count: number): BlockDecoder {
  if (!frame.progressive) return decodeSequential;
  const { first, last, low } = state;
  const bandFits = first === 0 ? last === 0 : first <= last && last < 64 && count === 1;
  if (!bandFits || low > 13 || (high !== 0 && low !== high - 1)) throw damaged('A scan of the JPEG has impossible progression parameters');
  if (first === 0) return high === 0 ? decodeDcFirst : decodeDcRefine;
  return high === 0 ? decodeAcFirst : decodeAcRefine;
}

function requireTables(decodeBlock: BlockDecoder, members: readonly Member[]): void {
  const needsDc = decodeBlock === decodeSequential || decodeBlock === decodeDcFirst;
  const needsAc = decodeBlock !== decodeDcFirst && decodeBlock !== decodeDcRefine;
  for (const { dc, ac } of members) {
    if ((needsDc && dc === undefined) || (needsAc && ac === undefined)) throw damaged('The JPEG lacks a Huffman table that it uses');
    if (needsDc && (dc?.largestSymbol ?? 0) > 15) throw damaged('The JPEG has an impossible Huffman table for DC');
  }
}

/** Visits the MCUs of a scan (ITU T.81, A.2): blocks of one component by rows, or of several interleaved. */
function walkScan(frame: Frame, restartInterval: number, members: readonly Member[], state: ScanState, decodeBlock: BlockDecoder): void {
  const [only] = members;
  const single = members.length === 1 && only !== undefined ? only.component : undefined;
  const across = single?.blocksAcross ?? frame.mcusAcross;
  const down = single?.blocksDown ?? frame.mcusDown;
  let left = restartInterval;
  let restart = 0;
  for (let y = 0; y < down; y += 1) {
    for (let x = 0; x < across; x += 1) {
      if (restartInterval > 0 && left === 0) {
        readRestart(state, members, restart);
        restart = (restart + 1) & 7;
        left = restartInterval;
      }
      left -= 1;
      if (state.bits.starved) continue;
      for (const entry of members) decodeMcu(state, entry, decodeBlock, x, y, single !== undefined);
    }
  }
}

function decodeMcu(state: ScanState, entry: Member, decodeBlock: BlockDecoder, x: number, y: number, single: boolean): void {
  const { component } = entry;
  const { coefficients, stride } = component;
  if (single) return decodeBlock(state, entry, coefficients, (y * stride + x) * 64);
  for (let v = 0; v < component.v; v += 1) {
    for (let h = 0; h < component.h; h += 1) {
      decodeBlock(state, entry, coefficients, ((y * component.v + v) * stride + x * component.h + h) * 64);
    }
  }
}

function readRestart(state: ScanState, members: readonly Member[], expected: number): void {
  const { bits } = state;
  bits.discardBits();
  if (bits.marker === 0) bits.seekMarker();
  if (bits.marker === 0xd0 + expected) bits.marker = 0;
  else resync(bits, expected);
  for (const entry of members) entry.predictor = 0;
  state.endOfBand = 0;
  if (bits.marker === 0) bits.starved = false;
}

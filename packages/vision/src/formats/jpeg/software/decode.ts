import { CorruptImageError, UnsupportedImageError, damaged } from '../../../errors.js';
import { hasAscii } from '../../../decode/byte-reader.js';
import { BitReader, CutShortError } from './bit-reader.js';
import { colorModel, paintRow, type ColorModel } from './color.js';
import { readFrame, type Component, type Frame } from './frame.js';
import { HuffmanTable } from './huffman.js';
import { inverseTransform } from './idct.js';
import { NATURAL_ORDER } from './natural-order.js';
import { decodeScan, type Tables } from './scan.js';
import { upsampler, type Plane } from './upsample.js';

/** Pixels of a JPEG: gray for one component, else RGB. */
export interface SoftwareJpeg {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly data: Uint8Array;
  readonly warnings: readonly string[];
}

/** What the marker segments have said so far. */
interface State {
  readonly bits: BitReader;
  readonly tables: Tables;
  frame: Frame | undefined;
  jfif: boolean;
  adobeTransform: number | undefined;
  scans: number;
  /** Whether one scan has given every coefficient, with bytes to spare behind it. */
  complete: boolean;
}

/**
 * Decodes a JPEG in plain code, with the arithmetic of libjpeg-turbo: for what mozjpeg's build does not do, which is CMYK,
 * and for damaged files, on which it gives other pixels than PIL.
 *
 * @throws {CorruptImageError} where libjpeg gives up, and for a file that ends before its end marker, where PIL gives up.
 */
export function decodeJpegInSoftware(bytes: Uint8Array): SoftwareJpeg {
  const tables: Tables = { quantization: new Map(), huffman: new Map(), restartInterval: 0 };
  const state: State = { bits: new BitReader(bytes, 2), tables, frame: undefined, jfif: false, adobeTransform: undefined, scans: 0, complete: false };
  readSegments(state);
  if (state.frame === undefined || state.scans === 0) throw new CorruptImageError('The JPEG ends without a picture.');
  return assemble(state.frame, state);
}

/**
 * Bytes that libjpeg reads ahead, at most. A file that ends sooner behind its pixels is cut short to PIL; one that ends later
 * without an end marker is complete.
 */
const READ_AHEAD = 5;

function readSegments(state: State): void {
  try {
    while (readSegment(state));
  } catch (error) {
    if (!(error instanceof CutShortError && state.complete)) throw error;
    state.bits.warnings.add('no end marker');
  }
}

/** Handles one marker; false at the end of the picture. */
function readSegment(state: State): boolean {
  const { bits } = state;
  if (bits.marker === 0) bits.seekMarker();
  const { marker } = bits;
  bits.marker = 0;
  if (marker === 0xd9) return false;
  if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) return true;
  const start = bits.at;
  const length = bits.nextByte() * 256 + bits.nextByte();
  if (length < 2) throw damaged(`The JPEG segment at offset ${start} has an impossible length of ${length}`);
  if (start + length > bits.bytes.length) throw new CutShortError(start);
  const body = bits.bytes.subarray(start + 2, start + length);
  bits.at = start + length;
  interpret(state, marker, body);
  return true;
}

function interpret(state: State, marker: number, body: Uint8Array): void {
  switch (marker) {
    case 0xc0:
    case 0xc1:
    case 0xc2:
      if (state.frame !== undefined) throw damaged('The JPEG has two frame headers');
      state.frame = readFrame(body, marker === 0xc2);
      return;
    case 0xc4:
      return readHuffman(state.tables, body);
    case 0xda:
      return readScan(state, body);
    case 0xdb:
      return readQuantization(state.tables, body);
    case 0xdd:
      state.tables.restartInterval = (body[0] ?? 0) * 256 + (body[1] ?? 0);
      return;
    case 0xe0:
      if (body.length >= 14 && hasAscii(body, 'JFIF\0')) state.jfif = true;
      return;
    case 0xee:
      if (body.length >= 12 && hasAscii(body, 'Adobe')) state.adobeTransform = body[11] ?? 0;
      return;
    default:
      skip(marker);
  }
}

/** APPn, COM and DNL are passed over; what is left are kinds of JPEG that are not decoded and markers that do not exist. */
function skip(marker: number): void {
  if (marker === 0xdc || marker === 0xfe || marker === 0xcc || (marker >= 0xe0 && marker <= 0xef)) return;
  if (marker === 0xc9 || marker === 0xca) throw new UnsupportedImageError('The JPEG is arithmetic-coded, which is not decoded with these colours. Save it as a baseline JPEG.');
  throw damaged(`The JPEG has a segment of the unknown kind 0x${marker.toString(16)}`);
}

function readScan(state: State, body: Uint8Array): void {
  if (state.frame === undefined) throw damaged('The JPEG has pixels but no frame header that gives their size');
  decodeScan(state.bits, state.frame, state.tables, body);
  state.scans += 1;
  const whole = !state.frame.progressive && body[0] === state.frame.components.length;
  state.complete = whole && !state.bits.starved && state.bits.at + READ_AHEAD <= state.bits.bytes.length;
}

function readHuffman(tables: Tables, body: Uint8Array): void {
  let at = 0;
  while (at + 17 <= body.length) {
    const index = body[at] ?? 0;
    const counts = body.subarray(at + 1, at + 17);
    const total = counts.reduce((sum, count) => sum + count, 0);
    if (total > 256 || at + 17 + total > body.length || (index & 0xef) > 3) throw damaged('The JPEG has a broken Huffman table');
    tables.huffman.set(index, new HuffmanTable(counts, body.slice(at + 17, at + 17 + total)));
    at += 17 + total;
  }
}

function readQuantization(tables: Tables, body: Uint8Array): void {
  let at = 0;
  while (at < body.length) {
    const head = body[at] ?? 0;
    const wide = head >> 4 > 0;
    const size = wide ? 128 : 64;
    if ((head & 15) > 3 || at + 1 + size > body.length) throw damaged('The JPEG has a broken quantization table');
    const table = new Uint16Array(64);
    for (let k = 0; k < 64; k += 1) {
      const value = wide ? (body[at + 1 + 2 * k] ?? 0) * 256 + (body[at + 2 + 2 * k] ?? 0) : (body[at + 1 + k] ?? 0);
      table[NATURAL_ORDER[k] ?? 63] = value;
    }
    tables.quantization.set(head & 15, table);
    at += 1 + size;
  }
}

function assemble(frame: Frame, state: State): SoftwareJpeg {
  const { width, height, components, maxH, maxV } = frame;
  const model: ColorModel = colorModel(components.map((component) => component.id), state.jfif, state.adobeTransform);
  const channels = model === 'gray' ? 1 : 3;
  const sources = components.map((component) => upsampler(samplesOf(component), maxH / component.h, maxV / component.v));
  const data = new Uint8Array(width * height * channels);
  for (let y = 0; y < height; y += 1) {
    paintRow(model, sources.map((source) => source(y)), data, y * width * channels, width);
  }
  return { width, height, channels, data, warnings: [...state.bits.warnings] };
}

function samplesOf(component: Component): Plane {
  const { table, stride, blocksAcross, blocksDown, coefficients } = component;
  if (table === undefined) throw damaged(`The JPEG has no data for its component ${component.id}`);
  const samples = new Uint8Array(stride * 8 * blocksDown * 8);
  const work = new Int32Array(64);
  for (let y = 0; y < blocksDown; y += 1) {
    for (let x = 0; x < blocksAcross; x += 1) {
      inverseTransform(coefficients, (y * stride + x) * 64, table, samples, y * 8 * stride * 8 + x * 8, stride * 8, work);
    }
  }
  return { samples, stride: stride * 8, width: component.width, height: component.height };
}

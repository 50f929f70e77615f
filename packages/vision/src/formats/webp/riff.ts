import { CorruptImageError, damaged } from '../../errors.js';
import { hasAscii, latin1, type ByteReader } from '../../decode/byte-reader.js';

/** A chunk of a RIFF file (WebP container specification, "RIFF File Format"). */
export interface RiffChunk {
  readonly type: string;
  /** Offset of the chunk's header. */
  readonly offset: number;
  readonly body: Uint8Array;
}

/** The picture of a WebP that is shown first, and the canvas that it is shown on. */
export interface WebpFile {
  readonly width: number;
  readonly height: number;
  readonly hasAlpha: boolean;
  readonly frame: WebpFrame;
  readonly exif: Uint8Array | undefined;
  readonly xmp: Uint8Array | undefined;
}

export interface WebpFrame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** A whole still WebP file. */
  readonly file: Uint8Array;
}

/**
 * Reads the container of a WebP.
 *
 * @throws {CorruptImageError} for a broken or incomplete file.
 */
export function readWebp(reader: ByteReader): WebpFile {
  const end = 8 + reader.u32le(4);
  reader.need(8, end - 8);
  const chunks = readChunks(reader, 12, end);
  const [first] = chunks;
  if (first?.type === 'VP8X') return extended(reader.bytes.subarray(0, end), chunks, first);
  if (first?.type !== 'VP8 ' && first?.type !== 'VP8L') {
    throw damaged(`The WebP begins with the chunk "${first?.type ?? 'nothing'}"; expected VP8, VP8L or VP8X`);
  }
  const size = bitstreamSize(first);
  return { ...size, frame: { x: 0, y: 0, ...size, file: reader.bytes.subarray(0, end) }, exif: undefined, xmp: undefined };
}

function readChunks(reader: ByteReader, start: number, end: number): RiffChunk[] {
  const chunks: RiffChunk[] = [];
  let offset = start;
  while (offset + 8 <= end) {
    const size = reader.u32le(offset + 4);
    if (offset + 8 + size > end) {
      throw damaged(`The WebP chunk at offset ${offset} claims ${size} bytes, more than are left`);
    }
    chunks.push({ type: latin1(reader.slice(offset, 4)), offset, body: reader.slice(offset + 8, size) });
    // Chunks are padded to an even size.
    offset += 8 + size + (size & 1);
  }
  return chunks;
}

function extended(bytes: Uint8Array, chunks: readonly RiffChunk[], head: RiffChunk): WebpFile {
  if (head.body.length < 10) throw damaged('The WebP has a VP8X chunk that is too short');
  const flags = head.body[0] ?? 0;
  const width = u24(head.body, 4) + 1;
  const height = u24(head.body, 7) + 1;
  const animated = (flags & 0x02) !== 0;
  const frame = animated ? firstFrame(chunks) : { x: 0, y: 0, width, height, file: bytes };
  if (frame.x + frame.width > width || frame.y + frame.height > height) {
    throw damaged('The first frame of the WebP lies outside its canvas');
  }
  return {
    width,
    height,
    hasAlpha: (flags & 0x10) !== 0,
    frame,
    exif: chunks.find((chunk) => chunk.type === 'EXIF')?.body,
    xmp: chunks.find((chunk) => chunk.type === 'XMP ')?.body,
  };
}

/** Takes the first frame out of an animation and makes a still file of it. */
function firstFrame(chunks: readonly RiffChunk[]): WebpFrame {
  const body = chunks.find((chunk) => chunk.type === 'ANMF')?.body;
  if (body === undefined || body.length < 24) throw damaged('The animated WebP has no sound frame');
  const width = u24(body, 6) + 1;
  const height = u24(body, 9) + 1;
  return { x: 2 * u24(body, 0), y: 2 * u24(body, 3), width, height, file: stillFile(body.subarray(16), width, height) };
}

function stillFile(picture: Uint8Array, width: number, height: number): Uint8Array {
  const withAlpha = hasAscii(picture, 'ALPH');
  const head = withAlpha ? 30 : 12;
  const file = new Uint8Array(head + picture.length);
  const view = new DataView(file.buffer);
  file.set(new TextEncoder().encode('RIFF'));
  view.setUint32(4, file.length - 8, true);
  file.set(new TextEncoder().encode(withAlpha ? 'WEBPVP8X' : 'WEBP'), 8);
  if (withAlpha) {
    view.setUint32(16, 10, true);
    file[20] = 0x10;
    setU24(view, 24, width - 1);
    setU24(view, 27, height - 1);
  }
  file.set(picture, head);
  return file;
}

function bitstreamSize(chunk: RiffChunk): { width: number; height: number; hasAlpha: boolean } {
  const { body } = chunk;
  if (body.length < 10) throw new CorruptImageError('The WebP ends within the header of its picture; it was probably cut short.');
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  if (chunk.type === 'VP8 ') {
    return { width: view.getUint16(6, true) & 0x3fff, height: view.getUint16(8, true) & 0x3fff, hasAlpha: false };
  }
  // VP8L: a signature byte, then 14 bits of width - 1, 14 bits of height - 1, one bit for alpha.
  const bits = view.getUint32(1, true);
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1, hasAlpha: ((bits >>> 28) & 1) === 1 };
}

function u24(bytes: Uint8Array, offset: number): number {
  return (bytes[offset] ?? 0) + (bytes[offset + 1] ?? 0) * 256 + (bytes[offset + 2] ?? 0) * 65536;
}

function setU24(view: DataView, offset: number, value: number): void {
  view.setUint16(offset, value & 0xffff, true);
  view.setUint8(offset + 2, value >> 16);
}

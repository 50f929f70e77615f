import { latin1 } from '../../decode/byte-reader.js';
import { inflateInto } from './inflate.js';

/** Most bytes that a compressed text may have; more is a decompression bomb and not a description. */
const MAX_TEXT_BYTES = 2 ** 20;

/** A keyword with its text, from one of PNG's three textual chunks. */
export interface PngText {
  readonly keyword: string;
  readonly value: Uint8Array;
}

/** Texts of other keywords are never inflated: nothing here reads them. */
const WANTED = new Set(['XML:com.adobe.xmp', 'Raw profile type exif']);

/**
 * Reads tEXt, zTXt and iTXt chunks (PNG specification, section 11.3.3).
 *
 * @returns undefined for another chunk, another keyword, or a broken text.
 */
export function textChunk(type: string, body: Uint8Array): PngText | undefined {
  if (type !== 'tEXt' && type !== 'zTXt' && type !== 'iTXt') return undefined;
  const end = body.indexOf(0);
  const keyword = latin1(body.subarray(0, Math.max(0, Math.min(end, 80))));
  if (!WANTED.has(keyword)) return undefined;
  const rest = body.subarray(end + 1);
  const value = type === 'tEXt' ? rest : type === 'zTXt' ? inflated(rest.subarray(1)) : international(rest);
  return value === undefined ? undefined : { keyword, value };
}

function international(rest: Uint8Array): Uint8Array | undefined {
  const languageEnd = rest.indexOf(0, 2);
  const translatedEnd = rest.indexOf(0, languageEnd + 1);
  if (languageEnd < 0 || translatedEnd < 0) return undefined;
  const text = rest.subarray(translatedEnd + 1);
  return rest[0] === 1 ? inflated(text) : text;
}

function inflated(bytes: Uint8Array): Uint8Array | undefined {
  try {
    const text = new Uint8Array(MAX_TEXT_BYTES);
    const length = inflateInto(bytes, text);
    return length > MAX_TEXT_BYTES ? undefined : text.slice(0, length);
  } catch {
    // A broken description is no reason to refuse sound pixels.
    return undefined;
  }
}

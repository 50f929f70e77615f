import type { PngFile, PngHeader } from './chunks.js';

/** Samples of one pixel, by colour type. */
export const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Channels that the decoded picture has: 1 gray, 3 RGB, 4 RGBA. */
export function channelsOf(file: PngFile): 1 | 3 | 4 {
  const { colorType } = file.header;
  if (colorType === 4 || colorType === 6 || file.transparency !== undefined) return 4;
  return colorType === 0 ? 1 : 3;
}

/** Writes the pixels of one unfiltered row to the places that `target(x)` names, in units of pixels. */
export type RowWriter = (row: Uint8Array, width: number, first: number, step: number) => void;

/**
 * The function that turns stored samples into bytes, as PIL's `convert` does it: 16-bit gray is **clipped** to 255 (PIL's
 * mode `I;16`), every other 16-bit sample keeps its high byte, gray of 1, 2 and 4 bits is stretched to 0..255, and an
 * index beyond the palette is black.
 *
 * @param out `width * height * channelsOf(file)` bytes.
 */
export function rowWriter(file: PngFile, out: Uint8Array): RowWriter {
  const { header } = file;
  if (header.colorType === 3) return paletteWriter(file, out);
  if (header.bitDepth === 16) return wideWriter(file, out);
  if (header.bitDepth < 8) return narrowGrayWriter(file, out);
  return byteWriter(file, out);
}

/** The colour that tRNS makes transparent, one value per sample at the file's own depth. */
function transparentColor(file: PngFile): readonly number[] | undefined {
  const { transparency, header } = file;
  const samples = SAMPLES[header.colorType] ?? 0;
  if (transparency === undefined || header.colorType >= 3 || transparency.length < 2 * samples) return undefined;
  return Array.from({ length: samples }, (_, i) => (transparency[2 * i] ?? 0) * 256 + (transparency[2 * i + 1] ?? 0));
}

function sampleAt(row: Uint8Array, index: number, bits: number): number {
  const bit = index * bits;
  return ((row[bit >> 3] ?? 0) >> (8 - bits - (bit & 7))) & ((1 << bits) - 1);
}

function paletteWriter(file: PngFile, out: Uint8Array): RowWriter {
  const { palette, transparency, header } = file;
  const channels = channelsOf(file);
  // A last entry without all its bytes is none.
  const entries = Math.floor(palette.length / 3);
  return (row, width, first, step) => {
    for (let x = 0, at = first * channels; x < width; x += 1, at += step * channels) {
      const index = header.bitDepth === 8 ? (row[x] ?? 0) : sampleAt(row, x, header.bitDepth);
      if (index < entries) {
        out[at] = palette[3 * index] ?? 0;
        out[at + 1] = palette[3 * index + 1] ?? 0;
        out[at + 2] = palette[3 * index + 2] ?? 0;
      }
      if (channels === 4) out[at + 3] = transparency?.[index] ?? 255;
    }
  };
}

function narrowGrayWriter(file: PngFile, out: Uint8Array): RowWriter {
  const bits = file.header.bitDepth;
  const scale = 255 / (2 ** bits - 1);
  const key = transparentColor(file)?.[0];
  const channels = channelsOf(file);
  return (row, width, first, step) => {
    for (let x = 0, at = first * channels; x < width; x += 1, at += step * channels) {
      const sample = sampleAt(row, x, bits);
      writeGray(out, at, sample * scale, channels, sample === key ? 0 : 255);
    }
  };
}

function writeGray(out: Uint8Array, at: number, gray: number, channels: number, alpha: number): void {
  out[at] = gray;
  if (channels === 1) return;
  out[at + 1] = gray;
  out[at + 2] = gray;
  out[at + 3] = alpha;
}

function byteWriter(file: PngFile, out: Uint8Array): RowWriter {
  const samples = SAMPLES[file.header.colorType] ?? 0;
  const channels = channelsOf(file);
  const key = transparentColor(file);
  const gray = samples < 3;
  return (row, width, first, step) => {
    for (let x = 0, at = first * channels; x < width; x += 1, at += step * channels) {
      const from = x * samples;
      const red = row[from] ?? 0;
      if (gray) {
        writeGray(out, at, red, channels, samples === 2 ? (row[from + 1] ?? 0) : red === key?.[0] ? 0 : 255);
        continue;
      }
      const green = row[from + 1] ?? 0;
      const blue = row[from + 2] ?? 0;
      out[at] = red;
      out[at + 1] = green;
      out[at + 2] = blue;
      if (samples === 4) out[at + 3] = row[from + 3] ?? 0;
      else if (channels === 4) out[at + 3] = key !== undefined && red === key[0] && green === key[1] && blue === key[2] ? 0 : 255;
    }
  };
}

function wideWriter(file: PngFile, out: Uint8Array): RowWriter {
  const samples = SAMPLES[file.header.colorType] ?? 0;
  const channels = channelsOf(file);
  const key = transparentColor(file);
  const wide = (row: Uint8Array, index: number) => (row[2 * index] ?? 0) * 256 + (row[2 * index + 1] ?? 0);
  return (row, width, first, step) => {
    for (let x = 0, at = first * channels; x < width; x += 1, at += step * channels) {
      const from = x * samples;
      const matches = key?.every((value, i) => value === wide(row, from + i)) === true;
      if (samples === 1) writeGray(out, at, Math.min(255, wide(row, from)), channels, matches ? 0 : 255);
      else if (samples === 2) writeGray(out, at, row[2 * from] ?? 0, 4, row[2 * from + 2] ?? 0);
      else {
        for (let c = 0; c < samples; c += 1) out[at + c] = row[2 * (from + c)] ?? 0;
        if (samples === 3 && channels === 4) out[at + 3] = matches ? 0 : 255;
      }
    }
  };
}

/** Bytes of a row of pixels. */
export function rowBytes(header: PngHeader, width: number): number {
  return Math.ceil((width * header.bitDepth * (SAMPLES[header.colorType] ?? 0)) / 8);
}

/** How strings lie in a `.npy` file: `<U12` is 12 code points of 4 bytes each, `|S12` is 12 bytes of UTF-8, both filled up with zeros. */
export interface TextType {
  /** Bytes that one string takes. */
  readonly bytes: number;
  decode(bytes: Uint8Array, count: number): string[];
}

const utf8 = new TextDecoder();

function fromCodePoints(view: DataView, at: number, size: number): string {
  const points = Array.from({ length: size / 4 }, (_, i) => view.getUint32(at + i * 4, true));
  const end = points.findLastIndex((point) => point !== 0) + 1;
  // What is no code point is shown as one that says so.
  return points.slice(0, end).map((point) => (point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd')).join('');
}

function fromUtf8(bytes: Uint8Array): string {
  return utf8.decode(bytes.subarray(0, bytes.findLastIndex((byte) => byte !== 0) + 1));
}

/** The type of a `descr` that means strings; `undefined` for any other. */
export function textType(descr: string): TextType | undefined {
  const [, kind, digits] = /^(?:<(U)|\|(?:S))(\d+)$/.exec(descr) ?? [];
  if (digits === undefined) return undefined;
  const bytes = Number(digits) * (kind === 'U' ? 4 : 1);
  return {
    bytes,
    decode: (all, count) => {
      const view = new DataView(all.buffer, all.byteOffset, all.byteLength);
      return Array.from({ length: count }, (_, i) => (kind === 'U' ? fromCodePoints(view, i * bytes, bytes) : fromUtf8(all.subarray(i * bytes, (i + 1) * bytes))));
    },
  };
}

/** Strings as `<U` holds them. */
export function encodeTexts(texts: readonly string[]): { readonly descr: string; readonly data: Uint8Array } {
  const points = texts.map((text) => Array.from(text, (char) => char.codePointAt(0) ?? 0));
  const width = points.reduce((most, { length }) => Math.max(most, length), 1);
  const view = new DataView(new ArrayBuffer(texts.length * width * 4));
  points.forEach((row, i) => row.forEach((point, at) => view.setUint32((i * width + at) * 4, point, true)));
  return { descr: `<U${width}`, data: new Uint8Array(view.buffer) };
}

import { inflateSync } from 'fflate';

/** WebAssembly bytes out of the text that `scripts/embed-codecs.mjs` wrote. */
export function unpackWasm(text: string): Uint8Array<ArrayBuffer> {
  const packed = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  // A fresh copy, since fflate's type leaves open what kind of buffer its result lies on.
  return new Uint8Array(inflateSync(packed));
}

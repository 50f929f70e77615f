import { EmscriptenCodec, type CodecFactory } from './emscripten-codec.js';

/** libwebp's decoder. Its `decode` takes the bytes. */
export const libwebp = /* @__PURE__ */ new EmscriptenCodec({
  // The package's types declare Emscripten's options as a global namespace that it does not ship.
  factory: async () => (await import('@jsquash/webp/codec/dec/webp_dec.js')).default as unknown as CodecFactory,
  wasm: async () => (await import('./generated/webp-wasm.js')).wasm,
});

import { EmscriptenCodec, type CodecFactory } from './emscripten-codec.js';

/** mozjpeg's decoder. Its `decode` takes the bytes and whether to apply the EXIF orientation itself. */
export const mozjpeg = /* @__PURE__ */ new EmscriptenCodec({
  // The package's types declare Emscripten's options as a global namespace that it does not ship.
  factory: async () => (await import('@jsquash/jpeg/codec/dec/mozjpeg_dec.js')).default as unknown as CodecFactory,
  wasm: async () => (await import('./generated/mozjpeg-wasm.js')).wasm,
});

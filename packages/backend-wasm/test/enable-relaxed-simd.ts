import { setFlagsFromString } from 'node:v8';

// Node 20 hides relaxed SIMD behind a flag; later ones have it anyway.
setFlagsFromString('--experimental-wasm-relaxed-simd');

import { enableRelaxedSimd } from '../src/index.js';

// Node 20 hides relaxed SIMD behind a flag; later ones have it anyway.
await enableRelaxedSimd();

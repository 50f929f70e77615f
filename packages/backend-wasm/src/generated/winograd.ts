// Written by scripts/build-wasm.mjs.

/** Transforms F(outputs, taps): products that they take, and how much larger than those of a plain sum their errors may get. */
export const TRANSFORMS = {
  '2x3': { outputs: 2, taps: 3, size: 4, amplification: 1.291 },
  '4x3': { outputs: 4, taps: 3, size: 6, amplification: 5.608 },
  '2x5': { outputs: 2, taps: 5, size: 6, amplification: 4.445 },
  '4x5': { outputs: 4, taps: 5, size: 8, amplification: 5.455 },
  '4x7': { outputs: 4, taps: 7, size: 10, amplification: 30.32 },
} as const;

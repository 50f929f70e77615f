// Written by scripts/generate.mjs.
export { Add, add, type AddConfig } from './add.js';
export { Average, average, type AverageConfig } from './average.js';
export { Concatenate, concatenate, type ConcatenateConfig } from './concatenate.js';
export { Dot, dot, type DotConfig } from './dot.js';
export { Maximum, maximum, type MaximumConfig } from './maximum.js';
export { Minimum, minimum, type MinimumConfig } from './minimum.js';
export { Multiply, multiply, type MultiplyConfig } from './multiply.js';
export { Subtract, subtract, type SubtractConfig } from './subtract.js';

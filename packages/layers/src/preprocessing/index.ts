// Written by scripts/generate.mjs.
export { Rescaling, rescaling, type RescalingConfig } from './rescaling.js';

export { applications, type ApplicationFacts } from './application-table.js';
export { decodePredictions, type ClassLabel, type DecodeOptions, type Prediction } from './decode-predictions.js';
export { inceptionV3 } from './inception-v3.js';
export { mobileNetV2, type MobileNetV2Options } from './mobile-net-v2.js';
export type { ApplicationOptions } from './options.js';
export { preprocessInput, type PreprocessMode } from './preprocess-input.js';

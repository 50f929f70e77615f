// Written by scripts/generate.mjs.
export { CategoryEncoding, categoryEncoding, type CategoryEncodingConfig } from './category-encoding.js';
export { CenterCrop, centerCrop, type CenterCropConfig } from './center-crop.js';
export { Discretization, discretization, type DiscretizationConfig } from './discretization.js';
export { HashedCrossing, hashedCrossing, type HashedCrossingConfig } from './hashed-crossing.js';
export { Hashing, hashing, type HashingConfig } from './hashing.js';
export { IntegerLookup, integerLookup, type IntegerLookupConfig } from './integer-lookup.js';
export { Normalization, normalization, type NestedNumbers, type NormalizationConfig } from './normalization.js';
export { RandomBrightness, randomBrightness, type RandomBrightnessConfig } from './random-brightness.js';
export { RandomContrast, randomContrast, type RandomContrastConfig } from './random-contrast.js';
export { RandomFlip, randomFlip, type RandomFlipConfig } from './random-flip.js';
export { RandomRotation, randomRotation, type RandomRotationConfig } from './random-rotation.js';
export { RandomTranslation, randomTranslation, type RandomTranslationConfig } from './random-translation.js';
export { RandomZoom, randomZoom, type RandomZoomConfig } from './random-zoom.js';
export { Rescaling, rescaling, type RescalingConfig } from './rescaling.js';
export { Resizing, resizing, type ResizingConfig } from './resizing.js';
export { StringLookup, stringLookup, type StringLookupConfig } from './string-lookup.js';
export { TextVectorization, textVectorization, type TextVectorizationConfig } from './text-vectorization.js';

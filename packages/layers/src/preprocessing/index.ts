// Written by scripts/generate.mjs.
export { CategoryEncoding, categoryEncoding, type CategoryEncodingConfig } from './category-encoding.js';
export { CenterCrop, centerCrop, type CenterCropConfig } from './center-crop.js';
export { Discretization, discretization, type DiscretizationConfig } from './discretization.js';
export { HashedCrossing, hashedCrossing, type HashedCrossingConfig } from './hashed-crossing.js';
export { Hashing, hashing, type HashingConfig } from './hashing.js';
export { IntegerLookup, integerLookup, type IntegerLookupConfig } from './integer-lookup.js';
export { MelSpectrogram, melSpectrogram, type MelSpectrogramConfig } from './mel-spectrogram.js';
export { Normalization, normalization, type NestedNumbers, type NormalizationConfig } from './normalization.js';
export { Pipeline, pipeline, type PipelineConfig } from './pipeline.js';
export { Rescaling, rescaling, type RescalingConfig } from './rescaling.js';
export { Resizing, resizing, type ResizingConfig } from './resizing.js';
export { STFTSpectrogram, stftSpectrogram, type STFTSpectrogramConfig } from './stft-spectrogram.js';
export { StringLookup, stringLookup, type StringLookupConfig } from './string-lookup.js';
export { TextVectorization, textVectorization, type TextVectorizationConfig } from './text-vectorization.js';

/**
 * What models are made of, without the layers themselves: the entry for code that loads and runs models, so that a page gets the
 * families of layers that its model uses and no others, whatever bundler it is built with.
 */
export { activationFunctions, getActivation, type Activation as NamedActivation, type ActivationLike, type ActivationName } from './activations/index.js';
export { Layer, type CallArguments, type CallOptions, type LayerClass, type LayerConfig } from './engine/layer.js';
export { Model, model, type ModelConfig } from './engine/model.js';
export { input } from './core/input-layer.js';
export { setSeed } from './engine/seed.js';
export { Sequential, sequential, type SequentialConfig } from './engine/sequential.js';
export { hasStoredState, type StoredState } from './engine/stored-state.js';
export { countScalars, Variable } from './engine/variable.js';
export { readCompileConfig, type ReadCompileConfig } from './training/index.js';
export type { Batches, Callback, ClassWeight, CompileConfig, CompileFormat, Dataset, DatasetBatch, EvaluateOptions, FitOptions, History, Logs, MetricsConfig, PerOutput, PredictOptions, TensorsLike, WeightOptions } from './training/index.js';
export { useBackend, type BackendInfo, type BackendName, type UseBackendOptions } from './engine/use-backend.js';
export { isKnownLayer, loadLayerClass, register, UnsupportedLayerError } from './engine/registry.js';
export { buildLayer, buildModel, type CustomObjects } from './serialization/build-model.js';
export { type CanonicalCall, type CanonicalLayer, type CanonicalModel, TensorReference } from './serialization/canonical.js';
export { InvalidModelConfigError } from './serialization/json.js';
export { modelFromConfig } from './serialization/model-from-config.js';
export { detectDialect, isModelConfig, readModelConfig } from './serialization/read-model.js';
export { serializeLayer } from './serialization/write-model.js';
export { UnsupportedInFormatError } from './serialization/write-calls.js';
export type { Dialect } from './config/dialect.js';

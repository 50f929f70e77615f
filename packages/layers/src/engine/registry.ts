import { KedgeError } from '@kedge/graph-core';
import { registerActivation, type ActivationFunction } from '../activations/index.js';
import type { ObjectClass } from '../config/keras-object.js';
import { registerTextFunction, type TextFunction } from '../config/text-functions.js';
import { Constraint, constraintFamily } from '../constraints/index.js';
import { layerLoaders } from '../generated/registry.js';
import { Initializer, initializerFamily } from '../initializers/index.js';
import { Loss, lossFamily } from '../losses/index.js';
import { Metric, metricFamily } from '../metrics/index.js';
import { Optimizer, optimizerFamily } from '../optimizers/index.js';
import { Regularizer, regularizerFamily } from '../regularizers/index.js';
import { Layer, type LayerClass } from './layer.js';

/** A class that can be made known under a name. */
export type Registrable =
  | LayerClass
  | ObjectClass<Initializer>
  | ObjectClass<Regularizer>
  | ObjectClass<Constraint>
  | ObjectClass<Loss>
  | ObjectClass<Metric>
  | ObjectClass<Optimizer>;

const custom = new Map<string, LayerClass>();

/** Names that moved: what files call a class, and what it is called today. */
const ALIASES: Readonly<Record<string, string>> = {
  BatchNormalizationV1: 'BatchNormalization',
  BatchNormalizationV2: 'BatchNormalization',
  SyncBatchNormalization: 'BatchNormalization',
  CuDNNGRU: 'GRU',
  CuDNNLSTM: 'LSTM',
  UnifiedGRU: 'GRU',
  UnifiedLSTM: 'LSTM',
  GroupedQueryAttention: 'GroupQueryAttention',
  GRUV1: 'GRU',
  GRUV2: 'GRU',
  LSTMV1: 'LSTM',
  LSTMV2: 'LSTM',
  Convolution1D: 'Conv1D',
  Convolution2D: 'Conv2D',
  Convolution3D: 'Conv3D',
  DepthwiseConvolution2D: 'DepthwiseConv2D',
  SeparableConvolution1D: 'SeparableConv1D',
  SeparableConvolution2D: 'SeparableConv2D',
  Convolution2DTranspose: 'Conv2DTranspose',
  Deconvolution2D: 'Conv2DTranspose',
  GlobalAvgPool1D: 'GlobalAveragePooling1D',
  GlobalAvgPool2D: 'GlobalAveragePooling2D',
  GlobalAvgPool3D: 'GlobalAveragePooling3D',
  GlobalMaxPool1D: 'GlobalMaxPooling1D',
  GlobalMaxPool2D: 'GlobalMaxPooling2D',
  GlobalMaxPool3D: 'GlobalMaxPooling3D',
  AvgPool1D: 'AveragePooling1D',
  AvgPool2D: 'AveragePooling2D',
  AvgPool3D: 'AveragePooling3D',
  MaxPool1D: 'MaxPooling1D',
  MaxPool2D: 'MaxPooling2D',
  MaxPool3D: 'MaxPooling3D',
};

/**
 * Makes a class or a function known under the name that files use for it.
 *
 * @param className As in the file, e.g. `MyLayer`; a package prefix as in `my_package>MyLayer` is ignored on reading.
 * @param value A layer, initializer, regularizer, constraint, loss, metric or optimizer class, or a function that serves as an activation
 * or that changes or splits texts for a TextVectorization.
 */
export function register(className: string, value: Registrable | ActivationFunction | TextFunction): void {
  if (isSubclass(value, Layer)) custom.set(className, value as unknown as LayerClass);
  else if (isSubclass(value, Initializer)) initializerFamily.register(className, value as ObjectClass<Initializer>);
  else if (isSubclass(value, Regularizer)) regularizerFamily.register(className, value as ObjectClass<Regularizer>);
  else if (isSubclass(value, Constraint)) constraintFamily.register(className, value as ObjectClass<Constraint>);
  else if (isSubclass(value, Loss)) lossFamily.register(className, value as ObjectClass<Loss>);
  else if (isSubclass(value, Metric)) metricFamily.register(className, value as ObjectClass<Metric>);
  else if (isSubclass(value, Optimizer)) optimizerFamily.register(className, value as ObjectClass<Optimizer>);
  else {
    // What a plain function is for shows where its name is asked for.
    registerActivation(className, value as ActivationFunction);
    registerTextFunction(className, value as TextFunction);
  }
}

function isSubclass(value: unknown, base: { readonly prototype: object }): boolean {
  return typeof value === 'function' && (value.prototype as unknown) instanceof (base as unknown as new () => object);
}

/** A layer class that the registry does not have (`UNSUPPORTED_LAYER`). */
export class UnsupportedLayerError extends KedgeError {
  /** Class names that are not known, each once. */
  readonly classNames: readonly string[];

  constructor(message: string, classNames: readonly string[]) {
    super('UNSUPPORTED_LAYER', message);
    this.classNames = classNames;
  }
}

/** Whether a layer class of this name can be loaded. */
export function isKnownLayer(className: string, overrides: Readonly<Record<string, LayerClass>> = {}): boolean {
  return Object.hasOwn(overrides, className) || custom.has(className) || Object.hasOwn(layerLoaders, ALIASES[className] ?? className);
}

/**
 * Loads a layer class; only the family that it belongs to is imported.
 *
 * @param className As a file names it; names that moved are understood.
 * @param overrides Classes that come before the registered ones.
 * @throws {UnsupportedLayerError} when there is none of that name.
 */
export async function loadLayerClass(className: string, overrides: Readonly<Record<string, LayerClass>> = {}): Promise<LayerClass> {
  const given = Object.hasOwn(overrides, className) ? overrides[className] : custom.get(className);
  if (given !== undefined) return given;
  const known = ALIASES[className] ?? className;
  const load = Object.hasOwn(layerLoaders, known) ? layerLoaders[known] : undefined;
  if (load === undefined) {
    throw new UnsupportedLayerError(`No layer class '${className}' is known. Register yours with register('${className}', Class).`, [className]);
  }
  return load();
}

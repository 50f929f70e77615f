import { KedgeError, toSnakeCase } from '@kedge/graph-core';
import type { Dialect } from '../config/dialect.js';
import { isSerializedObject, KerasObject, OpaqueObject } from '../config/keras-object.js';
import { toIdentifier } from '../config/naming.js';
import { FunctionLoss, lossFamily } from '../losses/family.js';
import { checkMetric, metricFamily } from '../metrics/family.js';
import { FunctionMetric } from '../metrics/mean.js';
import { getOptimizer, optimizerFamily } from '../optimizers/family.js';
import type { Optimizer } from '../optimizers/optimizer.js';
import { checkLoss, type CompileConfig, type MetricsConfig } from './compile.js';

/** What a file says of how its model was compiled. */
export interface ReadCompileConfig {
  /** For `model.compile`; missing when something in it is not known. */
  readonly config: CompileConfig | undefined;
  /** Why it is missing. */
  readonly notice: string | undefined;
}

type Json = unknown;
const isRecord = (value: Json): value is Readonly<Record<string, Json>> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Keras 3 writes a function as `{ class_name: 'function', config: name }`. */
function functionName(value: Json): string | undefined {
  return isRecord(value) && value['class_name'] === 'function' && typeof value['config'] === 'string' ? value['config'] : undefined;
}

/** Reads every identifier in lists and records to any depth. */
function mapIdentifiers(value: Json, read: (identifier: Json) => unknown): unknown {
  const name = functionName(value);
  if (name !== undefined) return read(name);
  if (Array.isArray(value)) return value.map((item) => mapIdentifiers(item, read));
  if (!isRecord(value) || isSerializedObject(value)) return value === null || value === undefined ? null : read(value);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapIdentifiers(item, read)]));
}

function known<T extends KerasObject>(object: T | OpaqueObject, kind: string): T {
  return object instanceof OpaqueObject ? object.refuse(`compile the model (${kind})`) : object;
}

function readLoss(identifier: Json): unknown {
  if (isSerializedObject(identifier)) return known(lossFamily.fromSerialized(identifier), 'loss');
  checkLoss(identifier as string);
  return identifier;
}

function readMetric(identifier: Json): unknown {
  if (isSerializedObject(identifier)) return known(metricFamily.fromSerialized(identifier), 'metric');
  checkMetric(identifier as string);
  return identifier;
}

/**
 * Reads `training_config` of a `.h5` file or of tfjs, or `compile_config` of a `.keras` file.
 *
 * What is not known leaves the model uncompiled, with a notice: inference needs none of it (tfjs#28).
 */
export function readCompileConfig(raw: Json): ReadCompileConfig {
  if (!isRecord(raw)) return { config: undefined, notice: undefined };
  const { optimizer_config: legacy, optimizer = legacy, loss, loss_weights: lossWeights, metrics, weighted_metrics: weightedMetrics } = raw;
  if (optimizer === undefined || optimizer === null) return { config: undefined, notice: undefined };
  try {
    return {
      config: {
        optimizer: known(getOptimizer(optimizer as string), 'optimizer'),
        loss: mapIdentifiers(loss, readLoss) as CompileConfig['loss'] & object,
        lossWeights: (lossWeights ?? null) as CompileConfig['lossWeights'] & object,
        metrics: mapIdentifiers(metrics, readMetric) as MetricsConfig,
        weightedMetrics: mapIdentifiers(weightedMetrics, readMetric) as MetricsConfig,
      },
      notice: undefined,
    };
  } catch (error) {
    if (!(error instanceof KedgeError)) throw error;
    return { config: undefined, notice: `The model was saved compiled and is loaded without it. ${error.message}` };
  }
}

type Write = (object: KerasObject | OpaqueObject, module: string) => unknown;

/** `mean_squared_error` for `mse`: Keras 3 knows the short names of no metric in a file of HDF5. */
function longName(value: string, module: string): string {
  const family = module === metricFamily.module ? metricFamily : lossFamily;
  const Class = family.find(value);
  const long = Class && toSnakeCase(Class.className);
  return long !== undefined && family.find(long) === Class ? long : toIdentifier(value);
}

/** Writes identifiers in lists and records. @throws {KedgeError} `UNSUPPORTED_IN_FORMAT` for a function. */
function writeIdentifiers(value: unknown, module: string, write: Write): unknown {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return longName(value, module);
  if (typeof value === 'function' || value instanceof FunctionLoss || value instanceof FunctionMetric) {
    throw new KedgeError('UNSUPPORTED_IN_FORMAT', 'The model is compiled with a function as a loss or a metric, which no file can hold. Register a class and pass an instance.');
  }
  if (value instanceof KerasObject || value instanceof OpaqueObject) return write(value, module);
  if (Array.isArray(value)) return value.map((item) => writeIdentifiers(item, module, write));
  if (!isRecord(value) || isSerializedObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, writeIdentifiers(item, module, write)]));
}

/** How a compiled model is written. */
export interface CompileFormat {
  readonly dialect: Dialect;
  /** `h5`: the attribute `training_config`, which tfjs holds, too; `keras`: the key `compile_config`. */
  readonly file: 'h5' | 'keras';
}

/**
 * Writes how a model was compiled.
 *
 * @throws {KedgeError} `UNSUPPORTED_IN_FORMAT` for a loss or a metric that is a function.
 */
export function writeCompileConfig(config: CompileConfig, optimizer: Optimizer, { dialect, file }: CompileFormat): Record<string, unknown> {
  const write: Write = (object, module) => {
    if (object instanceof OpaqueObject) return object.raw;
    const body = { class_name: object.className, config: object.getConfig(dialect) };
    return file === 'h5' ? body : { module, ...body, registered_name: null };
  };
  const common = {
    loss: writeIdentifiers(config.loss, lossFamily.module, write),
    loss_weights: config.lossWeights ?? null,
    metrics: writeIdentifiers(config.metrics, metricFamily.module, write),
    weighted_metrics: writeIdentifiers(config.weightedMetrics, metricFamily.module, write),
  };
  const written = write(optimizer, optimizerFamily.module);
  if (file === 'h5') return { ...common, optimizer_config: written };
  return { optimizer: written, ...common, run_eagerly: false, steps_per_execution: 1, jit_compile: false };
}

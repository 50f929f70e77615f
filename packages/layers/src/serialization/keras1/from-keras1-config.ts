import type { JsonRecord } from '../json.js';
import { KERAS_1_CLASSES, type ClassRule } from './classes.js';
import { fromKeras1Merge } from './merge.js';
import { outputPaddingOf } from './output-padding.js';

/** A class with its config as Keras 2 has them. */
export interface ReadClass {
  readonly className: string;
  readonly config: JsonRecord;
  /** Why no layer of today computes this, where none does. */
  readonly refused?: string;
}

/** Layers that Keras itself gave up after version 1. */
const GONE: Readonly<Record<string, string>> = {
  MaxoutDense: 'Keras has dropped it after version 1: write the largest of several Dense layers as a layer of your own',
  Highway: 'Keras has dropped it after version 1: write it as a layer of your own',
  SReLU: 'Keras has dropped it after version 1: write it as a layer of your own',
  ParametricSoftplus: 'Keras has dropped it after version 1: write it as a layer of your own',
};

/**
 * A layer's class and config of whichever Keras, as Keras 2 spells them. Keras 1 is told by its keys, layer by layer: files of the
 * first versions say nothing else about who wrote them, and Keras 2 went on to read them.
 *
 * @param className As in the file.
 * @param config As in the file.
 * @param dataFormat Of the model, for layers which the oldest files write without one.
 */
export function fromKeras1Config(className: string, config: JsonRecord, dataFormat: 'channels_first' | 'channels_last' = 'channels_last'): ReadClass {
  if (className === 'Merge') return fromKeras1Merge(config);
  if (className === 'InputLayer' && 'input_dtype' in config) return { className, config: withInputDType(config) };
  const rule = Object.hasOwn(KERAS_1_CLASSES, className) ? KERAS_1_CLASSES[className] : undefined;
  const refused = (Object.hasOwn(GONE, className) ? GONE[className] : undefined) ?? refusedMode(className, config);
  if (refused !== undefined) return { className, config, refused };
  if (rule === undefined) return { className, config };
  if (!isOfKeras1(rule, config)) return { className, config: isUnordered(rule, config) && dataFormat === 'channels_first' ? { ...config, data_format: dataFormat } : config };
  const read = readConfig(rule, config);
  const ordered = rule.isOrdered && !('data_format' in read) ? { ...read, data_format: dataFormat } : read;
  return { className: rule.className, config: className === 'Deconvolution2D' ? outputPaddingOf(ordered) : ordered };
}

/** A layer of planes that says nothing of their order: only Keras 1.0 wrote such. */
function isUnordered(rule: ClassRule, config: JsonRecord): boolean {
  return rule.isOrdered && !('data_format' in config);
}

function isOfKeras1({ keys, joined, dropped }: ClassRule, config: JsonRecord): boolean {
  const older = [...Object.entries(keys).flatMap(([key, { to }]) => (key === to ? [] : [key])), ...Object.values(joined).flat(), ...dropped];
  return older.some((key) => key in config) || Object.entries(keys).some(([key, { to, change }]) => key === to && change !== undefined && key in config && change(config[key]) !== config[key]);
}

function readConfig({ keys, joined, dropped, added }: ClassRule, config: JsonRecord): JsonRecord {
  const parts = new Set(Object.values(joined).flat());
  const kept = Object.entries(config).filter(([key]) => !parts.has(key) && !dropped.has(key));
  const renamed = kept.map(([key, value]) => {
    const { to, change } = keys[key] ?? { to: key };
    return [to, change === undefined ? value : change(value)];
  });
  const lists = Object.entries(joined).map(([key, names]) => [key, names.map((name) => config[name])]);
  return { ...added, ...Object.fromEntries(renamed), ...Object.fromEntries(lists) };
}

function withInputDType({ input_dtype: dtype, ...config }: JsonRecord): JsonRecord {
  return { dtype, ...config };
}

/** Batch normalization once had modes with the statistics of each sample or of each batch. */
function refusedMode(className: string, { mode }: JsonRecord): string | undefined {
  if (className !== 'BatchNormalization' || mode === undefined || mode === 0) return undefined;
  return `its mode ${JSON.stringify(mode)} takes the statistics of each ${mode === 1 ? 'sample' : 'batch'} at inference, too, which Keras has dropped after version 1: write it as a layer of your own`;
}

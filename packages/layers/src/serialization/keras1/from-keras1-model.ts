import { isKnownLayer, UnsupportedLayerError } from '../../engine/registry.js';
import { isRecord, type JsonRecord } from '../json.js';
import { fromKeras1Config } from './from-keras1-config.js';
import { branchesOf, functionalOfBranches } from './merge.js';

type DataFormat = 'channels_first' | 'channels_last';

/** What holds for the whole of a model. */
interface Reading {
  readonly dataFormat: DataFormat;
  /** Whether the caller has a class of this name, which reads its config itself. */
  readonly isGiven: (className: string) => boolean;
  /** Why layers cannot be read, by what they are. */
  readonly refused: Map<string, string>;
}

/**
 * A model config with every layer of Keras 1 as Keras 2 writes it, those inside wrappers and nested models, too; what is of a later
 * Keras stays as it is.
 *
 * @param value `{ class_name, config }` as a file holds it.
 * @param isGiven Whether the caller has a layer class of a name; its config is then left alone.
 * @throws {UnsupportedLayerError} naming every layer that only Keras 1 had.
 */
export function fromKeras1Model(value: unknown, isGiven: (className: string) => boolean = () => false): unknown {
  const reading: Reading = { dataFormat: dataFormatOf(value), isGiven, refused: new Map() };
  const read = readLayer(value, reading);
  if (reading.refused.size > 0) {
    const list = [...reading.refused].map(([what, why]) => `${what}: ${why}`).join('; ');
    throw new UnsupportedLayerError(`This model has layers that cannot be loaded. ${list}.`, [...new Set([...reading.refused.keys()].map((what) => what.split(' ')[0] ?? what))]);
  }
  return read;
}

function readLayer(value: unknown, reading: Reading): unknown {
  if (!isRecord(value) || typeof value.class_name !== 'string' || reading.isGiven(value.class_name)) return value;
  const { class_name: className, config } = value;
  const layers = Array.isArray(config) ? (config as unknown[]) : isRecord(config) && Array.isArray(config.layers) && className !== 'Merge' ? (config.layers as unknown[]) : undefined;
  if (layers !== undefined) return readModel(value, layers, reading);
  if (!isRecord(config)) return value;
  const read = fromKeras1Config(className, config, reading.dataFormat);
  // Whoever has registered a class of such a name reads its config in it.
  const isRegistered = className !== 'BatchNormalization' && isKnownLayer(className);
  if (read.refused !== undefined && !isRegistered) reading.refused.set(`${className} ('${String(value.name ?? config.name ?? className.toLowerCase())}')`, read.refused);
  const inner = isRecord(read.config.layer) ? { layer: readLayer(read.config.layer, reading) } : {};
  return { ...value, class_name: read.className, config: { ...read.config, ...inner } };
}

function readModel(model: JsonRecord, layers: readonly unknown[], reading: Reading): unknown {
  const branches = branchesOf(layers);
  if (branches === undefined) {
    const read = layers.map((layer) => readLayer(layer, reading));
    return { ...model, config: isRecord(model.config) ? { ...model.config, layers: read } : read };
  }
  const functional = functionalOfBranches(branches);
  const name = isRecord(model.config) ? model.config.name : undefined;
  return readLayer({ ...model, class_name: 'Model', config: { ...(name === undefined ? {} : { name }), ...functional } }, reading);
}

/** The order of axes, as the first layer that names one has it. */
function dataFormatOf(value: unknown): DataFormat {
  const pending: unknown[] = [value];
  // The list grows while it is walked.
  for (const item of pending) {
    if (Array.isArray(item)) for (const inner of item as unknown[]) pending.push(inner);
    if (!isRecord(item)) continue;
    if ('dim_ordering' in item) return item.dim_ordering === 'th' ? 'channels_first' : 'channels_last';
    pending.push(item.config, item.layers, item.layer);
  }
  return 'channels_last';
}

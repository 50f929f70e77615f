import { InvalidConfigError } from '../config/field.js';
import { isSerializedObject, ObjectFamily, OpaqueObject, type ObjectClass, type SerializedObject } from '../config/keras-object.js';
import { Adadelta } from './adadelta.js';
import { Adagrad } from './adagrad.js';
import { Adam, AdamW } from './adam.js';
import { Adamax } from './adamax.js';
import { Nadam } from './nadam.js';
import { Optimizer } from './optimizer.js';
import { RMSprop } from './rmsprop.js';
import { SGD } from './sgd.js';

const CLASSES: readonly ObjectClass<Optimizer>[] = [Adadelta, Adagrad, Adam, AdamW, Adamax, Nadam, RMSprop, SGD];

class OptimizerFamily extends ObjectFamily<Optimizer> {
  /** Keras 2.15 writes `Custom>Adam` for its own optimizers. */
  override fromSerialized(raw: SerializedObject): Optimizer | OpaqueObject {
    const optimizer = super.fromSerialized({ ...raw, class_name: raw.class_name.replace(/^Custom>/, '') });
    return optimizer instanceof OpaqueObject ? new OpaqueObject(raw) : optimizer;
  }
}

/** Every optimizer, by name. */
export const optimizerFamily: ObjectFamily<Optimizer> = new OptimizerFamily('optimizer', 'keras.optimizers', CLASSES, { adamw: AdamW, rmsprop: RMSprop, rms_prop: RMSprop });

/** How an optimizer is named: by identifier, as an instance, or as a file holds it. */
export type OptimizerLike = (string & {}) | Optimizer | OpaqueObject | SerializedObject;

/**
 * The optimizer that is meant.
 *
 * @param identifier For example `'rmsprop'`.
 * @throws {InvalidConfigError} for an unknown name; the message lists the known ones.
 */
export function getOptimizer(identifier: OptimizerLike): Optimizer | OpaqueObject {
  if (identifier instanceof Optimizer || identifier instanceof OpaqueObject) return identifier;
  if (typeof identifier === 'string') {
    const Class = optimizerFamily.find(identifier) ?? optimizerFamily.find(identifier.toLowerCase());
    if (Class === undefined) throw new InvalidConfigError(`Expected a known optimizer (${optimizerFamily.names.join(', ')}), got '${identifier}'. Register your own with register('${identifier}', Class).`);
    return new Class();
  }
  if (isSerializedObject(identifier)) return optimizerFamily.fromSerialized(identifier);
  throw new InvalidConfigError(`Expected an optimizer: a name, an instance or { class_name, config }, got ${JSON.stringify(identifier)}.`);
}

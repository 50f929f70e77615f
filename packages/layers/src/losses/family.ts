import type { Value, ValueLike } from '@kedge/graph-core';
import { string } from '../config/basic-fields.js';
import { InvalidConfigError } from '../config/field.js';
import { isSerializedObject, ObjectFamily, OpaqueObject, type ObjectClass, type SerializedObject } from '../config/keras-object.js';
import { BinaryCrossentropy, CategoricalCrossentropy, SparseCategoricalCrossentropy } from './crossentropies.js';
import { KLDivergence, Poisson } from './divergences.js';
import { BinaryFocalCrossentropy, CategoricalFocalCrossentropy } from './focal.js';
import { CategoricalHinge, Hinge, SquaredHinge } from './hinge-losses.js';
import { Loss, type ElementFunction } from './loss.js';
import { reduction } from './reduction.js';
import { CosineSimilarity, Huber, LogCosh, MeanAbsoluteError, MeanAbsolutePercentageError, MeanSquaredError, MeanSquaredLogarithmicError } from './regression.js';

const CLASSES: readonly ObjectClass<Loss>[] = [
  BinaryCrossentropy,
  BinaryFocalCrossentropy,
  CategoricalCrossentropy,
  CategoricalFocalCrossentropy,
  CategoricalHinge,
  CosineSimilarity,
  Hinge,
  Huber,
  KLDivergence,
  LogCosh,
  MeanAbsoluteError,
  MeanAbsolutePercentageError,
  MeanSquaredError,
  MeanSquaredLogarithmicError,
  Poisson,
  SparseCategoricalCrossentropy,
  SquaredHinge,
];

/** Short names, and names of older releases. */
const ALIASES: Readonly<Record<string, ObjectClass<Loss>>> = {
  bce: BinaryCrossentropy,
  cosine_proximity: CosineSimilarity,
  huber_loss: Huber,
  kld: KLDivergence,
  kullback_leibler_divergence: KLDivergence,
  logcosh: LogCosh,
  mae: MeanAbsoluteError,
  mape: MeanAbsolutePercentageError,
  mse: MeanSquaredError,
  msle: MeanSquaredLogarithmicError,
};

class LossFamily extends ObjectFamily<Loss> {
  /** Keras 2 writes the function behind a class, too, which says nothing more. */
  override fromSerialized(raw: SerializedObject): Loss | OpaqueObject {
    const { fn: _fn, ...config } = raw.config;
    const loss = super.fromSerialized({ ...raw, config });
    return loss instanceof OpaqueObject ? new OpaqueObject(raw) : loss;
  }
}

/** Every loss, by name. */
export const lossFamily: ObjectFamily<Loss> = new LossFamily('loss', 'keras.losses', CLASSES, ALIASES);

const functionFields = { name: string('loss'), reduction: reduction() };

/** A loss made of a function that gives one for each element. */
export class FunctionLoss extends Loss<typeof functionFields> {
  static readonly className = 'LossFunctionWrapper';
  static readonly fields = functionFields;
  readonly #fn: ElementFunction;

  constructor(fn: ElementFunction) {
    super(fn.name === '' ? {} : { name: fn.name });
    this.#fn = fn;
  }

  override call(yTrue: ValueLike, yPred: ValueLike): Value {
    return this.#fn(yTrue, yPred);
  }
}

/** How a loss is named: by identifier in either spelling, as an instance, as a function, or as a file holds it. */
export type LossLike = (string & {}) | Loss | OpaqueObject | ElementFunction | SerializedObject;

/**
 * The loss that is meant.
 *
 * @param identifier For example `'categorical_crossentropy'`, `'categoricalCrossentropy'` or `'mse'`.
 * @returns The loss; for one that a file holds and nobody here knows, what the file says.
 * @throws {InvalidConfigError} for an unknown name; the message lists the known ones.
 */
export function getLoss(identifier: LossLike): Loss | OpaqueObject {
  if (identifier instanceof Loss || identifier instanceof OpaqueObject) return identifier;
  if (typeof identifier === 'function') return new FunctionLoss(identifier);
  if (typeof identifier === 'string') {
    const Class = lossFamily.find(identifier);
    if (Class === undefined) throw new InvalidConfigError(`Expected a known loss (${lossFamily.names.join(', ')}), got '${identifier}'. Pass a function or register your own with register('${identifier}', Class).`);
    return new Class();
  }
  if (isSerializedObject(identifier)) return lossFamily.fromSerialized(identifier);
  throw new InvalidConfigError(`Expected a loss: a name, an instance, a function or { class_name, config }, got ${JSON.stringify(identifier)}.`);
}

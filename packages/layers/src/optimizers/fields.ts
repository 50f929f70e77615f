import { boolean, nullable, number, only, onlyIn, string } from '../config/basic-fields.js';
import { isSerializedObject } from '../config/keras-object.js';
import { InvalidConfigError, unexpectedValue, type Field } from '../config/field.js';
import { unwritten } from '../config/unwritten.js';

/** A number from 0. */
const positive = (fallback: number): Field<number, number, false> => ({
  ...number(fallback),
  parse: (value, place) => {
    if (typeof value !== 'number' || !(value >= 0)) throw unexpectedValue(place, 'a number from 0', value);
    return value;
  },
});

/** The size of a step. */
const learningRate = (fallback: number): Field<number, number, false> => ({
  ...positive(fallback),
  parse: (value, place) => {
    if (isSerializedObject(value)) {
      throw new InvalidConfigError(`${place.owner}: the learning rate is a schedule ('${value.class_name}'), which is not supported. Give a number, and set optimizer.learningRate as training goes on.`);
    }
    return positive(fallback).parse(value, place);
  },
});

/** Keys that every optimizer takes. Those that would change numbers and are not supported are refused when they are set. */
// The type follows from the fields.
export const optimizerFields = (rate: number, weightDecay: number | null = null) => ({
  name: nullable(string('')),
  learningRate: learningRate(rate),
  weightDecay: { ...nullable(positive(0)), defaultValue: (): number | null => weightDecay },
  clipnorm: nullable(positive(0)),
  globalClipnorm: nullable(positive(0)),
  clipvalue: nullable(positive(0)),
  useEma: only(false, 'moving averages of weights are not supported'),
  emaMomentum: number(0.99),
  emaOverwriteFrequency: nullable(number(0)),
  lossScaleFactor: onlyIn('keras3', only(null, 'gradients are float32 and need no scaling')),
  gradientAccumulationSteps: onlyIn('keras3', only(null, 'gradients are not accumulated over batches')),
  // Keras 2 only: how it runs, which changes no numbers, and the decay of its older optimizers, which does.
  jitCompile: onlyIn('keras2', boolean(false)),
  isLegacyOptimizer: onlyIn('keras2', boolean(false)),
  decay: unwritten(only(0, 'set optimizer.learningRate as training goes on')),
});

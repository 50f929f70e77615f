import { activationField } from '../activations/index.js';
import { boolean, count, integer, nullable, number, onlyIn } from '../config/basic-fields.js';
import type { Field } from '../config/field.js';
import { objectField, optionalObjectField } from '../config/object-field.js';
import { constraintFamily } from '../constraints/index.js';
import { initializerFamily } from '../initializers/index.js';
import { regularizerFamily } from '../regularizers/index.js';

/** Keys that say how the weights of a cell are made and what acts on them. */
export const cellWeightFields = {
  useBias: boolean(true),
  kernelInitializer: objectField(initializerFamily, 'glorot_uniform'),
  recurrentInitializer: objectField(initializerFamily, 'orthogonal'),
  biasInitializer: objectField(initializerFamily, 'zeros'),
  kernelRegularizer: optionalObjectField(regularizerFamily),
  recurrentRegularizer: optionalObjectField(regularizerFamily),
  biasRegularizer: optionalObjectField(regularizerFamily),
  kernelConstraint: optionalObjectField(constraintFamily),
  recurrentConstraint: optionalObjectField(constraintFamily),
  biasConstraint: optionalObjectField(constraintFamily),
  dropout: number(0),
  recurrentDropout: number(0),
};

/** Keras 3 keeps a seed for the dropout of a cell. */
export const cellSeed = { seed: onlyIn('keras3', nullable(integer(0))) };

/** How Keras 2 multiplies; the result is the same. */
export const implementation = { implementation: onlyIn('keras2', integer(2, 0)) };

/** Keys of a cell with one activation. */
export const simpleCellFields = { units: count(), activation: activationField('tanh'), ...cellWeightFields };

/** Keys of a cell with gates. */
export const gatedCellFields = { ...simpleCellFields, recurrentActivation: activationField('sigmoid') };

/** False in files of Keras 2 means that the key is left out. */
const zeroOutput: Field<boolean, boolean, false> = {
  ...boolean(false),
  serialize: (value, dialect) => (dialect === 'keras3' || value ? value : undefined),
};

/** Keys of every recurrent layer. */
export const recurrentFields = {
  returnSequences: boolean(false),
  returnState: boolean(false),
  goBackwards: boolean(false),
  stateful: boolean(false),
  unroll: boolean(false),
  zeroOutputForMask: zeroOutput,
  timeMajor: onlyIn('keras2', boolean(false), 'time_major'),
};

/** Keys of a recurrent layer that has a cell of its own. */
export const recurrentLayerFields = { ...recurrentFields, activityRegularizer: optionalObjectField(regularizerFamily) };

/** Keras has the option since 2.2, and writes it; files that lack it, those of tfjs too, are of layers without. */
export const resetAfter: Field<boolean, boolean, false> = { ...boolean(true), defaultValue: (dialect) => dialect !== 'keras2' };

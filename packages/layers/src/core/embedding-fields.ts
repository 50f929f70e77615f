import { boolean, count } from '../config/basic-fields.js';
import { objectField, optionalObjectField } from '../config/object-field.js';
import { constraintFamily } from '../constraints/index.js';
import { initializerFamily } from '../initializers/index.js';
import { regularizerFamily } from '../regularizers/index.js';

/** Keys of every table of vectors. */
export const embeddingFields = {
  inputDim: count(),
  outputDim: count(),
  embeddingsInitializer: objectField(initializerFamily, 'uniform'),
  embeddingsRegularizer: optionalObjectField(regularizerFamily),
  activityRegularizer: optionalObjectField(regularizerFamily),
  embeddingsConstraint: optionalObjectField(constraintFamily),
  maskZero: boolean(false),
};

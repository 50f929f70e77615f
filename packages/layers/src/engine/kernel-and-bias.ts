import { optionalObjectField, objectField } from '../config/object-field.js';
import type { ResolvedConfig } from '../config/field.js';
import { constraintFamily } from '../constraints/index.js';
import { initializerFamily } from '../initializers/index.js';
import { regularizerFamily } from '../regularizers/index.js';
import type { WeightOptions } from './layer.js';

/** Keys of a layer that has a kernel and a bias, in Keras' order. */
export const kernelAndBiasFields = {
  kernelInitializer: objectField(initializerFamily, 'glorot_uniform'),
  biasInitializer: objectField(initializerFamily, 'zeros'),
  kernelRegularizer: optionalObjectField(regularizerFamily),
  biasRegularizer: optionalObjectField(regularizerFamily),
  activityRegularizer: optionalObjectField(regularizerFamily),
  kernelConstraint: optionalObjectField(constraintFamily),
  biasConstraint: optionalObjectField(constraintFamily),
};

type KernelAndBias = ResolvedConfig<typeof kernelAndBiasFields>;

/** How the kernel of such a layer is made. */
export function kernelOptions(config: KernelAndBias): WeightOptions {
  return { initializer: config.kernelInitializer, regularizer: config.kernelRegularizer, constraint: config.kernelConstraint };
}

/** How the bias of such a layer is made. */
export function biasOptions(config: KernelAndBias): WeightOptions {
  return { initializer: config.biasInitializer, regularizer: config.biasRegularizer, constraint: config.biasConstraint };
}

export { activationField, getActivation, registerActivation, type Activation, type ActivationLike } from './activation.js';
export { activationFunctions, type ActivationFunction, type ActivationName } from './functions.js';

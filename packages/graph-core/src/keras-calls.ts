/** How Keras calls the functions of `ops`: what reading and writing its configs takes. */
export { kerasSignatureOf, toKerasArguments, toOurArguments, type KerasArguments, type KerasSignature } from './ops/keras-signature.js';

/** Keeps logarithms and divisions finite; Keras' `backend.epsilon()`. */
export const EPSILON = 1e-7;

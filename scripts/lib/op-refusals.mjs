// @ts-check
/** Names of `keras.ops` that `ops` does not have, and why. */

const TAKES_FUNCTIONS = 'takes Python functions, which no config can hold; JavaScript has the same, and `ops.scan` loops inside a graph';
const DECOMPOSITION = 'a decomposition of matrices: no layer of Keras computes one when it runs, and each takes a kernel of its own on every backend';
const SIZE_BY_VALUES = 'how large the result is depends on the values, which a plan must know before it runs';
const COMPLEX = 'gives or takes complex tensors, a type that Kedge lacks; `fft` and the like take real and imaginary parts';
const MODULE = 'a module of Python, whose functions stand here by themselves';

/** @type {Readonly<Record<string, string>>} */
export const refusals = {
  argpartition: 'the order within the parts is left open, so that no two backends agree: `argsort` gives a whole order',
  associative_scan: TAKES_FUNCTIONS,
  bincount: `${SIZE_BY_VALUES}; \`segmentSum\` counts into a known number of bins`,
  cholesky: DECOMPOSITION,
  cholesky_inverse: DECOMPOSITION,
  cond: `${TAKES_FUNCTIONS}; \`where\` chooses between values`,
  convert_to_numpy: 'values of a backend are read by `await backend.read(value)`, since a GPU answers later',
  ctc_decode: `${SIZE_BY_VALUES}; it is no part of a network but of what is done with its outputs`,
  ctc_loss: 'what the loss `CTC` is made of: no layer and no config of a model holds it',
  custom_gradient: TAKES_FUNCTIONS,
  det: DECOMPOSITION,
  dtype: 'is `x.dtype`',
  eig: `${DECOMPOSITION}; ${COMPLEX}`,
  eigh: DECOMPOSITION,
  fori_loop: TAKES_FUNCTIONS,
  image: `${MODULE}; \`ops.resize\` is the function of it that layers use`,
  inv: DECOMPOSITION,
  is_tensor: 'is `isTyped(x)` of the same package',
  jvp: TAKES_FUNCTIONS,
  linalg: MODULE,
  logdet: DECOMPOSITION,
  lstsq: DECOMPOSITION,
  lu_factor: DECOMPOSITION,
  map: TAKES_FUNCTIONS,
  matrix_rank: DECOMPOSITION,
  nextafter: 'works on the bits of floats, which no GPU backend lets one see',
  nn: MODULE,
  nonzero: SIZE_BY_VALUES,
  numpy: MODULE,
  pinv: DECOMPOSITION,
  polar: COMPLEX,
  qr: DECOMPOSITION,
  scan: `${TAKES_FUNCTIONS}: \`ops.scan\` is a loop with another signature, carried tensors and sequences in lists`,
  shape: 'is `x.shape`',
  slogdet: DECOMPOSITION,
  solve: DECOMPOSITION,
  solve_triangular: DECOMPOSITION,
  svd: DECOMPOSITION,
  switch: TAKES_FUNCTIONS,
  unique: SIZE_BY_VALUES,
  vectorize: TAKES_FUNCTIONS,
  vectorized_map: TAKES_FUNCTIONS,
  view: 'works on the bits of numbers, which no GPU backend lets one see',
  view_as_complex: COMPLEX,
  view_as_real: COMPLEX,
  while_loop: `${TAKES_FUNCTIONS}; how often it runs depends on values`,
};

/** Further names that `keras.ops` has for functions, in its own spelling. */
export { acos as arccos, acosh as arccosh, asin as arcsin, asinh as arcsinh, atan as arctan, atanh as arctanh, abs as absolute, identity as copy, isFinite as isfinite, isInf as isinf, isNan as isnan } from './elementwise.js';
export { atan2 as arctan2, divide as trueDivide, leftShift as bitwiseLeftShift, rightShift as bitwiseRightShift } from './binary.js';
export { max as amax, min as amin } from './reduction.js';
export { bitwiseNot as bitwiseInvert, conjugate as conj } from './arithmetic.js';
export { zeros as empty, zerosLike as emptyLike } from './creation.js';
export { hardSilu as hardSwish, silu as swish } from './activations.js';
export { logSumExp as logsumexp } from './normalization.js';
export { searchSorted as searchsorted } from './indexing.js';

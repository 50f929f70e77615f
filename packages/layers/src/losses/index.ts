export { BinaryCrossentropy, CategoricalCrossentropy, SparseCategoricalCrossentropy } from './crossentropies.js';
export { binaryCrossentropy, categoricalCrossentropy, sparseCategoricalCrossentropy, type CrossentropyOptions, type SparseCrossentropyOptions } from './crossentropy-functions.js';
export { KLDivergence, klDivergence, Poisson, poisson } from './divergences.js';
export { FunctionLoss, getLoss as get, lossFamily, type LossLike } from './family.js';
export { BinaryFocalCrossentropy, binaryFocalCrossentropy, CategoricalFocalCrossentropy, categoricalFocalCrossentropy, type BinaryFocalOptions, type FocalOptions } from './focal.js';
export { CategoricalHinge, categoricalHinge, Hinge, hinge, SquaredHinge, squaredHinge } from './hinge-losses.js';
export { Loss, lossFields, type ElementFunction, type LossOptions } from './loss.js';
export type { Reduction, ReductionLike } from './reduction.js';
export { CosineSimilarity, cosineSimilarity, Huber, huber, LogCosh, logCosh, MeanAbsoluteError, meanAbsoluteError, MeanAbsolutePercentageError, meanAbsolutePercentageError, MeanSquaredError, meanSquaredError, MeanSquaredLogarithmicError, meanSquaredLogarithmicError } from './regression.js';

import { ObjectFamily } from '../config/keras-object.js';
import { Constraint } from './constraint.js';
import { MaxNorm, MinMaxNorm, NonNeg, UnitNorm } from './norm-constraints.js';
import { RadialConstraint } from './radial-constraint.js';

export { Constraint, MaxNorm, MinMaxNorm, NonNeg, RadialConstraint, UnitNorm };

/** Every constraint, by name; those without an underscore are of Keras 1. */
export const constraintFamily = new ObjectFamily<Constraint>('constraint', 'keras.constraints', [MaxNorm, MinMaxNorm, NonNeg, RadialConstraint, UnitNorm], {
  non_neg: NonNeg,
  max_norm: MaxNorm,
  min_max_norm: MinMaxNorm,
  unit_norm: UnitNorm,
  maxnorm: MaxNorm,
  nonneg: NonNeg,
  unitnorm: UnitNorm,
});

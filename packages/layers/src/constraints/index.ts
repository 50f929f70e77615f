import { ObjectFamily } from '../config/keras-object.js';
import { Constraint } from './constraint.js';
import { MaxNorm, MinMaxNorm, NonNeg, UnitNorm } from './norm-constraints.js';

export { Constraint, MaxNorm, MinMaxNorm, NonNeg, UnitNorm };

/** Every constraint, by name. */
export const constraintFamily = new ObjectFamily<Constraint>('constraint', 'keras.constraints', [MaxNorm, MinMaxNorm, NonNeg, UnitNorm], {
  non_neg: NonNeg,
  max_norm: MaxNorm,
  min_max_norm: MinMaxNorm,
  unit_norm: UnitNorm,
});

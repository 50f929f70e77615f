import { ObjectFamily } from '../config/keras-object.js';
import { L1, L1L2, L2 } from './norms.js';
import { OrthogonalRegularizer } from './orthogonal-regularizer.js';
import { Regularizer } from './regularizer.js';

export { L1, L1L2, L2, OrthogonalRegularizer, Regularizer };

/** Every regularizer, by name. */
export const regularizerFamily = new ObjectFamily<Regularizer>('regularizer', 'keras.regularizers', [L1, L2, L1L2, OrthogonalRegularizer], { l1_l2: L1L2, l1l2: L1L2 });

import type { DType } from '../dtype.js';
import { DTypeMismatchError } from '../errors.js';
import type { Value, ValueLike } from '../value.js';
import { op } from './op.js';
import { callForOne, definePrimitive } from './primitive.js';

export const castPrimitive = definePrimitive({
  name: 'cast',
  arity: 1,
  infer: ([x], { dtype }: { readonly dtype: DType }) => {
    if ((x.dtype === 'string') !== (dtype === 'string')) {
      throw new DTypeMismatchError(`cast: cannot turn ${x.dtype} into ${dtype}.`);
    }
    return [{ shape: x.shape, dtype }];
  },
});

/**
 * Converts elements to another type: fractions are cut towards zero, `bool` is `x != 0`.
 *
 * Shape: that of `x`.
 */
export const cast = op('cast', (x: ValueLike, dtype: DType): Value => callForOne(castPrimitive, [x], { dtype }), 'core.cast(x, dtype*)');

import * as tf from '@tensorflow/tfjs-core';
import { identity, toBool, toByte } from '../functions/arithmetic.js';
import type { KernelTable } from './kernel.js';

export const castKernels = {
  cast: ([x], { dtype }) => {
    switch (dtype) {
      case 'bool':
        return x.dtype === 'bool' ? x : toBool(x);
      case 'uint8':
        return toByte(tf.cast(x, 'int32'));
      case 'string':
        // Strings come as numbers of theirs, and are not to be cast.
        return x;
      default:
        return x.dtype === dtype ? identity(x) : tf.cast(x, dtype);
    }
  },
} satisfies Partial<KernelTable>;

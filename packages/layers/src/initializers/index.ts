import { ObjectFamily } from '../config/keras-object.js';
import { Constant, Identity, Ones, Zeros } from './constant-initializers.js';
import { Initializer } from './initializer.js';
import { Orthogonal } from './orthogonal.js';
import {
  GlorotNormal,
  GlorotUniform,
  HeNormal,
  HeUniform,
  LecunNormal,
  LecunUniform,
  RandomNormal,
  RandomUniform,
  TruncatedNormal,
  VarianceScaling,
} from './random-initializers.js';

export {
  Constant,
  GlorotNormal,
  GlorotUniform,
  HeNormal,
  HeUniform,
  Identity,
  Initializer,
  LecunNormal,
  LecunUniform,
  Ones,
  Orthogonal,
  RandomNormal,
  RandomUniform,
  TruncatedNormal,
  VarianceScaling,
  Zeros,
};

/** Every initializer, by name. */
export const initializerFamily = new ObjectFamily<Initializer>(
  'initializer',
  'keras.initializers',
  [
    Constant,
    GlorotNormal,
    GlorotUniform,
    HeNormal,
    HeUniform,
    Identity,
    LecunNormal,
    LecunUniform,
    Ones,
    Orthogonal,
    RandomNormal,
    RandomUniform,
    TruncatedNormal,
    VarianceScaling,
    Zeros,
  ],
  { zero: Zeros, one: Ones, uniform: RandomUniform, normal: RandomNormal, IdentityInitializer: Identity, OrthogonalInitializer: Orthogonal },
);

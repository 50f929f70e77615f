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
import { STFT } from './stft.js';

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
  STFT,
  TruncatedNormal,
  VarianceScaling,
  Zeros,
};

/** TensorFlow 2.0 wrote the version of a class behind its name. */
const inTensorFlow2 = {
  ConstantV2: Constant, GlorotNormalV2: GlorotNormal, GlorotUniformV2: GlorotUniform, HeNormalV2: HeNormal, HeUniformV2: HeUniform, IdentityV2: Identity, LecunNormalV2: LecunNormal, LecunUniformV2: LecunUniform,
  OnesV2: Ones, OrthogonalV2: Orthogonal, RandomNormalV2: RandomNormal, RandomUniformV2: RandomUniform, TruncatedNormalV2: TruncatedNormal, VarianceScalingV2: VarianceScaling, ZerosV2: Zeros,
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
    STFT,
    TruncatedNormal,
    VarianceScaling,
    Zeros,
  ],
  { zero: Zeros, one: Ones, uniform: RandomUniform, normal: RandomNormal, IdentityInitializer: Identity, OrthogonalInitializer: Orthogonal, STFTInitializer: STFT, ...inTensorFlow2 },
);

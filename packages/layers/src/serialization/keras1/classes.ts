import { fromDimOrdering, fromKeras1Borders, fromKeras1Object } from './objects.js';

/** What a key of Keras 1 is today: another key, with the value changed where that is needed. */
export interface KeyRule {
  /** Key of Keras 2. */
  readonly to: string;
  readonly change?: (value: unknown) => unknown;
}

/** How a class of Keras 1 is read. */
export interface ClassRule {
  /** Name of today. */
  readonly className: string;
  readonly keys: Readonly<Record<string, KeyRule>>;
  /** Numbers that stood under a key each and stand in one list today. */
  readonly joined: Readonly<Record<string, readonly string[]>>;
  /** Keys that say nothing about what is computed at inference, or that say how and not what. */
  readonly dropped: ReadonlySet<string>;
  /** What Keras 1 did without saying so. */
  readonly added: Readonly<Record<string, unknown>>;
  /** Whether the class has an order of axes, which the oldest files leave out. */
  readonly isOrdered: boolean;
}

const to = (key: string, change?: KeyRule['change']): KeyRule => (change === undefined ? { to: key } : { to: key, change });

const weightKeys = (letter: string, weight: string): Record<string, KeyRule> => ({
  [`${letter}_regularizer`]: to(`${weight}_regularizer`, fromKeras1Object),
  [`${letter}_constraint`]: to(`${weight}_constraint`, fromKeras1Object),
});

const KERNEL = {
  init: to('kernel_initializer'),
  bias: to('use_bias'),
  activity_regularizer: to('activity_regularizer', fromKeras1Object),
  ...weightKeys('W', 'kernel'),
  ...weightKeys('b', 'bias'),
};

const PLANES = { dim_ordering: to('data_format', fromDimOrdering) };

const DENSE = { ...KERNEL, output_dim: to('units') };

const CONVOLUTION = { ...KERNEL, ...PLANES, nb_filter: to('filters'), border_mode: to('padding'), subsample: to('strides'), atrous_rate: to('dilation_rate') };

const CONVOLUTION_1D = { ...CONVOLUTION, filter_length: to('kernel_size'), subsample_length: to('strides') };

const SEPARABLE = {
  ...CONVOLUTION,
  ...Object.fromEntries(
    ['depthwise', 'pointwise'].flatMap((weight) => [`${weight}_regularizer`, `${weight}_constraint`].map((key) => [key, to(key, fromKeras1Object)])),
  ),
};

const RECURRENT = {
  ...KERNEL,
  ...weightKeys('U', 'recurrent'),
  output_dim: to('units'),
  inner_init: to('recurrent_initializer'),
  inner_activation: to('recurrent_activation'),
  dropout_W: to('dropout'),
  dropout_U: to('recurrent_dropout'),
};

const GATED = { ...RECURRENT, forget_bias_init: to('unit_forget_bias', (value) => value === 'one') };

const POOL = { ...PLANES, border_mode: to('padding') };

const POOL_1D = { pool_length: to('pool_size'), stride: to('strides'), border_mode: to('padding') };

const RATE = { p: to('rate'), ...PLANES };

const NORMALIZATION = {
  beta_init: to('beta_initializer'),
  gamma_init: to('gamma_initializer'),
  beta_regularizer: to('beta_regularizer', fromKeras1Object),
  gamma_regularizer: to('gamma_regularizer', fromKeras1Object),
};

const EMBEDDING = {
  init: to('embeddings_initializer'),
  activity_regularizer: to('activity_regularizer', fromKeras1Object),
  ...weightKeys('W', 'embeddings'),
};

const PLANE_KERNEL = { kernel_size: ['nb_row', 'nb_col'] };
const SPACE_KERNEL = { kernel_size: ['kernel_dim1', 'kernel_dim2', 'kernel_dim3'] };

function rule(className: string, keys: ClassRule['keys'], more: Partial<Pick<ClassRule, 'joined' | 'added'>> & { readonly dropped?: readonly string[] } = {}): ClassRule {
  return { className, keys, joined: more.joined ?? {}, added: more.added ?? {}, dropped: new Set(more.dropped), isOrdered: 'dim_ordering' in keys };
}

const plane = (className: string, keys: ClassRule['keys'] = CONVOLUTION): ClassRule => rule(className, keys, { joined: PLANE_KERNEL });

const recurrent = (className: string, keys: ClassRule['keys'], added: ClassRule['added'] = {}): ClassRule => rule(className, keys, { added, dropped: ['consume_less'] });

/**
 * The layers of Keras 1 whose name or arguments have changed since, by the names of Keras 1 (those of 1.2, which reads the files
 * of every version from 1.0 on); keys that are not named kept their name.
 */
export const KERAS_1_CLASSES: Readonly<Record<string, ClassRule>> = {
  Dense: rule('Dense', DENSE),
  TimeDistributedDense: rule('Dense', DENSE),
  Dropout: rule('Dropout', { p: to('rate') }),
  SpatialDropout1D: rule('SpatialDropout1D', { p: to('rate') }),
  SpatialDropout2D: rule('SpatialDropout2D', RATE),
  SpatialDropout3D: rule('SpatialDropout3D', RATE),
  GaussianDropout: rule('GaussianDropout', { p: to('rate') }),
  GaussianNoise: rule('GaussianNoise', { sigma: to('stddev') }),
  Embedding: rule('Embedding', EMBEDDING, { dropped: ['dropout', 'weights'] }),
  BatchNormalization: rule('BatchNormalization', NORMALIZATION, { dropped: ['mode'] }),
  PReLU: rule('PReLU', { init: to('alpha_initializer') }, { dropped: ['weights'] }),
  Convolution1D: rule('Conv1D', CONVOLUTION_1D),
  AtrousConvolution1D: rule('Conv1D', CONVOLUTION_1D),
  Convolution2D: plane('Conv2D'),
  AtrousConvolution2D: plane('Conv2D'),
  Deconvolution2D: plane('Conv2DTranspose'),
  SeparableConvolution2D: plane('SeparableConv2D', SEPARABLE),
  Convolution3D: rule('Conv3D', CONVOLUTION, { joined: SPACE_KERNEL }),
  LocallyConnected1D: rule('LocallyConnected1D', CONVOLUTION_1D),
  LocallyConnected2D: plane('LocallyConnected2D'),
  UpSampling1D: rule('UpSampling1D', { length: to('size') }),
  UpSampling2D: rule('UpSampling2D', PLANES),
  UpSampling3D: rule('UpSampling3D', PLANES),
  ZeroPadding1D: rule('ZeroPadding1D', { padding: to('padding', fromKeras1Borders) }),
  ZeroPadding2D: rule('ZeroPadding2D', { ...PLANES, padding: to('padding', fromKeras1Borders) }),
  ZeroPadding3D: rule('ZeroPadding3D', PLANES),
  Cropping2D: rule('Cropping2D', PLANES),
  Cropping3D: rule('Cropping3D', PLANES),
  MaxPooling1D: rule('MaxPooling1D', POOL_1D),
  AveragePooling1D: rule('AveragePooling1D', POOL_1D),
  MaxPooling2D: rule('MaxPooling2D', POOL),
  AveragePooling2D: rule('AveragePooling2D', POOL),
  MaxPooling3D: rule('MaxPooling3D', POOL),
  AveragePooling3D: rule('AveragePooling3D', POOL),
  GlobalMaxPooling2D: rule('GlobalMaxPooling2D', PLANES),
  GlobalAveragePooling2D: rule('GlobalAveragePooling2D', PLANES),
  GlobalMaxPooling3D: rule('GlobalMaxPooling3D', PLANES),
  GlobalAveragePooling3D: rule('GlobalAveragePooling3D', PLANES),
  SimpleRNN: recurrent('SimpleRNN', RECURRENT),
  GRU: recurrent('GRU', RECURRENT, { reset_after: false }),
  LSTM: recurrent('LSTM', GATED),
  ConvLSTM2D: rule('ConvLSTM2D', { ...GATED, ...CONVOLUTION }, { joined: PLANE_KERNEL, dropped: ['consume_less'] }),
};

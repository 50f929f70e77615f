import type { CanonicalLayer, CanonicalModel } from '@kedge/layers/engine';

/** Layer classes that `@tensorflow/tfjs-layers` 4.22 has. */
const STOCK_LAYERS = new Set(
  (
    'Activation Add AlphaDropout Average AveragePooling1D AveragePooling2D AveragePooling3D BatchNormalization Bidirectional CategoryEncoding CenterCrop ' +
    'Concatenate Conv1D Conv2D Conv2DTranspose Conv3D Conv3DTranspose ConvLSTM2D ConvLSTM2DCell Cropping2D Dense DepthwiseConv2D Dot Dropout ELU Embedding ' +
    'Flatten Functional GRU GRUCell GaussianDropout GaussianNoise GlobalAveragePooling1D GlobalAveragePooling2D GlobalMaxPooling1D GlobalMaxPooling2D InputLayer ' +
    'LSTM LSTMCell LayerNormalization LeakyReLU Masking MaxPooling1D MaxPooling2D MaxPooling3D Maximum Minimum Model Multiply PReLU Permute RNN RandomWidth ReLU ' +
    'RepeatVector Rescaling Reshape Resizing SeparableConv2D Sequential SimpleRNN SimpleRNNCell Softmax SpatialDropout1D StackedRNNCells ThresholdedReLU ' +
    'TimeDistributed UpSampling2D ZeroPadding2D'
  ).split(' '),
);

/** Config values that tfjs-layers 4.22 refuses, or passes over without a word. */
const STOCK_LIMITS: readonly { readonly classes: RegExp; readonly key: string; readonly isFine: (value: unknown) => boolean }[] = [
  { classes: /^Conv\dD/, key: 'groups', isFine: (value) => value === 1 },
  { classes: /^ReLU$/, key: 'negative_slope', isFine: (value) => value === 0 || value === null },
  { classes: /^ReLU$/, key: 'threshold', isFine: (value) => value === 0 || value === null },
  { classes: /^GRU(Cell)?$/, key: 'reset_after', isFine: (value) => value !== true },
  { classes: /^Global.*Pooling/, key: 'keepdims', isFine: (value) => value !== true },
];

function layerReasons({ className, name, config }: CanonicalLayer): string[] {
  if (!STOCK_LAYERS.has(className)) return [`it has no ${className} ('${name}')`];
  return STOCK_LIMITS.filter(({ classes, key, isFine }) => classes.test(className) && key in config && !isFine(config[key])).map(
    ({ key }) => `its ${className} does not take ${key}: ${JSON.stringify(config[key])} ('${name}')`,
  );
}

/**
 * Why stock `@tensorflow/tfjs-layers` 4.22 could not run a model, layer by layer; empty when it could.
 *
 * @param model A config in canonical form.
 */
export function stockTfjsReasons(model: CanonicalModel): string[] {
  return model.layers.flatMap((layer) => (layer.inner === undefined ? layerReasons(layer) : stockTfjsReasons(layer.inner)));
}

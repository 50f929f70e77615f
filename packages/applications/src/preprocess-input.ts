import { formatShape, InvalidArgumentError, tensor, type NumericTensor, type Tensor } from '@kedge/graph-core';

/**
 * How pixels from 0 to 255 are scaled for a network: `tf` to -1..1, `caffe` BGR minus means, `torch` to mean 0 and deviation 1, `none`
 * not at all, since the network does so itself.
 */
export type PreprocessMode = 'tf' | 'caffe' | 'torch' | 'none';

/** One channel of the result: which channel of the pixel it is, what that is divided by, then what is subtracted, then divided by. */
type Channel = readonly [source: number, scale: number, mean: number, deviation: number];

/**
 * `keras.applications.imagenet_utils.preprocess_input`; the means are those of ImageNet's channels. Caffe's come in BGR order, and
 * are subtracted once the channels are swapped.
 */
const CHANNELS: Readonly<Record<PreprocessMode, readonly Channel[]>> = {
  tf: [
    [0, 127.5, 1, 1],
    [1, 127.5, 1, 1],
    [2, 127.5, 1, 1],
  ],
  caffe: [
    [2, 1, 103.939, 1],
    [1, 1, 116.779, 1],
    [0, 1, 123.68, 1],
  ],
  torch: [
    [0, 255, 0.485, 0.229],
    [1, 255, 0.456, 0.224],
    [2, 255, 0.406, 0.225],
  ],
  none: [
    [0, 1, 0, 1],
    [1, 1, 0, 1],
    [2, 1, 0, 1],
  ],
};

/**
 * Scales pixels as an application expects them, in float32 steps, so that the values are Keras' to the bit.
 *
 * @param pixels RGB from 0 to 255, channels last: `[..., 3]`.
 * @param options The mode: that of the application (see `applications`); `tf` (InceptionV3, MobileNetV2 and others) when missing.
 * @returns float32 of the same shape; the pixels stay as they are.
 * @throws {InvalidArgumentError} for an unknown mode, a last dimension other than 3, and strings.
 *
 * @example
 * preprocessInput(tensor([255, 0, 0], [1, 3]), { mode: 'caffe' }).data; // -103.939, -116.779, 131.32
 */
export function preprocessInput(pixels: Tensor, options: { readonly mode?: PreprocessMode } = {}): NumericTensor {
  const { mode = 'tf' } = options;
  const channels = Object.hasOwn(CHANNELS, mode) ? CHANNELS[mode] : undefined;
  if (channels === undefined) throw new InvalidArgumentError(`preprocessInput: expected the mode 'tf', 'caffe', 'torch' or 'none', got '${String(mode)}'.`);
  if (pixels.dtype === 'string' || pixels.shape.at(-1) !== 3) {
    throw new InvalidArgumentError(`preprocessInput: expected RGB pixels with 3 channels last, got ${pixels.dtype} of shape ${formatShape(pixels.shape)}.`);
  }
  const scaled = new Float32Array(pixels.data.length);
  channels.forEach((channel, c) => scaleChannel(pixels.data, channel, scaled, c));
  return tensor(scaled, pixels.shape);
}

function scaleChannel(data: ArrayLike<number>, [source, ...constants]: Channel, target: Float32Array, at: number): void {
  const [scale, mean, deviation] = constants.map(Math.fround) as [number, number, number];
  for (let from = source, to = at; to < target.length; from += 3, to += 3) {
    target[to] = Math.fround(Math.fround((data[from] ?? 0) / scale) - mean) / deviation;
  }
}

import { InvalidArgumentError, tensor, type NumericTensor, type Tensor } from '@kedge/graph-core';

/** How pixels from 0 to 255 are scaled for a network. */
export type PreprocessMode = 'tf' | 'caffe' | 'torch';

/** Means of ImageNet's channels in BGR order, as the Caffe models subtract them. */
const CAFFE_MEANS = [103.939, 116.779, 123.68] as const;
const TORCH_MEANS = [0.485, 0.456, 0.406] as const;
const TORCH_DEVIATIONS = [0.229, 0.224, 0.225] as const;

/** The value of one channel of one pixel, given the pixel's first place in the data. */
const SCALE: Readonly<Record<PreprocessMode, (data: ArrayLike<number>, start: number, channel: number) => number>> = {
  tf: (data, start, channel) => (data[start + channel] ?? 0) / 127.5 - 1,
  // To BGR first, then minus the means in that order (dlm#41).
  caffe: (data, start, channel) => (data[start + 2 - channel] ?? 0) - (CAFFE_MEANS[channel] ?? 0),
  torch: (data, start, channel) => ((data[start + channel] ?? 0) / 255 - (TORCH_MEANS[channel] ?? 0)) / (TORCH_DEVIATIONS[channel] ?? 1),
};

/**
 * Scales pixels as an application expects them: what `preprocess_input` of `keras.applications` does.
 *
 * @param pixels RGB from 0 to 255, channels last: `[..., 3]`.
 * @param options The mode; `tf` (InceptionV3, MobileNetV2) when missing.
 * @returns float32 of the same shape.
 * @throws {InvalidArgumentError} for a last dimension other than 3, and for strings.
 *
 * @example
 * preprocessInput({ data: Uint8Array.of(255, 0, 0), shape: [1, 3], dtype: 'uint8' }, { mode: 'caffe' }).data; // about -103.94, -116.78, 131.32
 */
export function preprocessInput(pixels: Tensor, options: { readonly mode?: PreprocessMode } = {}): NumericTensor {
  const { mode = 'tf' } = options;
  const scale = Object.hasOwn(SCALE, mode) ? SCALE[mode] : undefined;
  if (scale === undefined) throw new InvalidArgumentError(`preprocessInput: expected the mode tf, caffe or torch, got '${mode}'.`);
  if (pixels.dtype === 'string' || pixels.shape.at(-1) !== 3) {
    throw new InvalidArgumentError(`preprocessInput: expected RGB pixels with 3 channels last, got ${pixels.dtype} of shape (${pixels.shape.join(', ')}).`);
  }
  const { data } = pixels;
  const scaled = new Float32Array(data.length);
  for (let start = 0; start < scaled.length; start += 3) {
    for (let channel = 0; channel < 3; channel++) scaled[start + channel] = scale(data, start, channel);
  }
  return tensor(scaled, pixels.shape);
}

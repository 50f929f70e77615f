import { InvalidArgumentError } from '@kedge/graph-core';
import type { Samples } from '../image.js';

/**
 * The usual ways to scale samples `x` of 0..255 for a model.
 *
 * - `none`: as they are
 * - `unit`: `x / 255`
 * - `tf`: `x / 127.5 - 1` (InceptionV3, MobileNet, Xception, ...)
 * - `caffe`: to BGR, then minus (103.939, 116.779, 123.68) (VGG, ResNet)
 * - `torch`: `(x / 255 - mean) / std` with mean (0.485, 0.456, 0.406) and std (0.229, 0.224, 0.225) (DenseNet)
 *
 * The last four are those of `keras.applications.imagenet_utils.preprocess_input` and Rescaling(1/255).
 */
export type PreprocessMode = 'none' | 'unit' | 'tf' | 'caffe' | 'torch';

/** A scaling of one's own: `(x * scale - mean) / std`. */
export interface CustomPreprocess {
  /** Default 1. */
  readonly scale?: number;
  /** One number for all channels or one for each, in the order of the result; default 0. */
  readonly mean?: number | readonly number[];
  /** One number for all channels or one for each, in the order of the result; default 1. */
  readonly std?: number | readonly number[];
  /** Order of the channels in the result; default `rgb`. */
  readonly channelOrder?: 'rgb' | 'bgr';
}

/** A mode by name, or one's own. */
export type Preprocess = PreprocessMode | CustomPreprocess;

/** The names of the modes. */
export const PREPROCESS_MODES: readonly PreprocessMode[] = ['none', 'unit', 'tf', 'caffe', 'torch'];

const MODES: Readonly<Record<PreprocessMode, CustomPreprocess>> = {
  none: {},
  unit: { scale: 1 / 255 },
  tf: { scale: 1 / 127.5, mean: 1 },
  caffe: { mean: [103.939, 116.779, 123.68], channelOrder: 'bgr' },
  torch: { scale: 1 / 255, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
};

/** A mode made ready: per channel of the result, what it is multiplied by, what is added, and where it comes from. */
export interface ChannelMap {
  readonly factor: readonly number[];
  readonly offset: readonly number[];
  readonly source: readonly number[];
}

/**
 * Resolves a mode for pictures of 1 or 3 channels.
 *
 * @throws {InvalidArgumentError} for an unknown mode, numbers that are none, or three values for one channel.
 */
export function channelMap(preprocess: Preprocess, channels: 1 | 3): ChannelMap {
  const custom = typeof preprocess === 'string' ? MODES[preprocess] : preprocess;
  if (typeof custom !== 'object' || custom === null) {
    throw new InvalidArgumentError(`There is no preprocessing mode "${String(preprocess)}". Use one of ${PREPROCESS_MODES.join(', ')}, or { scale, mean, std }.`);
  }
  const { scale = 1, mean = 0, std = 1, channelOrder = 'rgb' } = custom;
  const indices = Array.from({ length: channels }, (_, i) => i);
  const means = indices.map((i) => perChannel('mean', mean, i, channels));
  const stds = indices.map((i) => perChannel('std', std, i, channels));
  if (!Number.isFinite(scale) || stds.includes(0)) {
    throw new InvalidArgumentError('The preprocessing needs a finite scale and a std that is not 0.');
  }
  return {
    factor: stds.map((value) => scale / value),
    offset: means.map((value, i) => -value / (stds[i] ?? 1)),
    source: channelOrder === 'bgr' ? indices.toReversed() : indices,
  };
}

function perChannel(name: string, value: number | readonly number[], channel: number, channels: number): number {
  const found = typeof value === 'number' ? value : value.length === channels ? value[channel] : undefined;
  if (found === undefined || !Number.isFinite(found)) {
    throw new InvalidArgumentError(
      `The preprocessing's ${name} is ${JSON.stringify(value)}; for ${channels} channels it is one finite number, or ${channels} of them.`,
    );
  }
  return found;
}

/**
 * Scales interleaved samples into `target`, from `at` on.
 *
 * @param data Samples of as many channels as the map has.
 */
export function applyChannelMap(data: Samples, map: ChannelMap, target: Float32Array, at: number): void {
  const channels = map.source.length;
  for (let c = 0; c < channels; c += 1) {
    const factor = map.factor[c] ?? 1;
    const offset = map.offset[c] ?? 0;
    for (let i = map.source[c] ?? 0, to = at + c; i < data.length; i += channels, to += channels) {
      target[to] = (data[i] ?? 0) * factor + offset;
    }
  }
}

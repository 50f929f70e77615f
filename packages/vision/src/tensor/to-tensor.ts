import { InvalidArgumentError, ShapeMismatchError, type Tensor } from '@kedge/graph-core';
import type { Raster, Samples } from '../image.js';
import { DEFAULT_RESIZE, type ResizeMethod } from '../resize/methods.js';
import { checkRaster, resizeImage } from '../resize/resize-image.js';
import { toGrayscale, toRgb } from './grayscale.js';
import { applyChannelMap, channelMap, type ChannelMap, type Preprocess } from './preprocess.js';

/** Options of {@link toTensor} and {@link toBatch}. */
export interface ToTensorOptions {
  /** Width that the model wants, in pixels; given together with `height`. Default the picture's own. */
  readonly width?: number;
  /** Height that the model wants, in pixels. */
  readonly height?: number;
  /**
   * How to resize; default `pil-bilinear`, Pillow's antialiased one, with which a photo classifies alike at every size.
   * Keras' `load_img` has `pil-nearest`, and `tf.image.resize` and Keras' datasets have `tf-bilinear`.
   */
  readonly resize?: ResizeMethod;
  /** Whether a `tf-` method averages when it shrinks; default false, as in TensorFlow. */
  readonly antialias?: boolean;
  /** Cuts what is too much off both sides instead of distorting; default false, as in `load_img`. */
  readonly keepAspectRatio?: boolean;
  /** Default `rgb`; `grayscale` gives one channel, made before resizing as in `load_img`. */
  readonly colorMode?: 'rgb' | 'grayscale';
  /** Default `none`: 0..255. A model says which one it was trained with; a wrong one looks like a bad model. */
  readonly preprocess?: Preprocess;
  /** Writes into this array instead of a new one; it must have exactly as many elements as the tensor. */
  readonly into?: Float32Array;
}

/** A float tensor in NHWC order. */
export type ImageTensor = Extract<Tensor, { dtype: 'float32' }>;

/**
 * Makes a picture the input of a model: colour model, size, scale, in this order.
 *
 * @param image A decoded picture, or any {@link Raster}.
 * @returns float32 `[1, height, width, 3]`, or `[1, height, width, 1]` in grayscale.
 * @throws {InvalidArgumentError} for an unknown mode or an impossible size.
 *
 * @example
 * const red = { width: 1, height: 1, channels: 3, data: Uint8Array.of(255, 0, 0) } as const;
 * toTensor(red, { preprocess: 'caffe' }).data; // [-103.939, -116.779, 131.32]
 */
export function toTensor(image: Raster<Samples>, options: ToTensorOptions = {}): ImageTensor {
  return toBatch([image], options);
}

/**
 * Makes pictures one batch. Without `width` and `height` they must be of one size.
 *
 * @returns float32 `[images.length, height, width, channels]`.
 * @throws {ShapeMismatchError} when the pictures differ in size and none to resize to is given.
 */
export function toBatch(images: readonly Raster<Samples>[], options: ToTensorOptions = {}): ImageTensor {
  const [first] = images;
  if (first === undefined) throw new InvalidArgumentError('A batch needs at least one picture; got none.');
  const { width, height } = targetSize(first, options);
  const channels = channelsFor(options);
  const map = channelMap(options.preprocess ?? 'none', channels);
  const size = width * height * channels;
  const data = targetArray(images.length * size, options.into);
  images.forEach((image, i) => writeImage(image, { width, height, map, options }, data, i * size));
  return { data, shape: [images.length, height, width, channels], dtype: 'float32' };
}

function targetSize(first: Raster<Samples>, { width, height }: ToTensorOptions): { width: number; height: number } {
  if (width === undefined && height === undefined) return { width: first.width, height: first.height };
  if (width === undefined || height === undefined) {
    throw new InvalidArgumentError(`The size to resize to needs both width and height; got width ${String(width)} and height ${String(height)}.`);
  }
  return { width, height };
}

function channelsFor({ colorMode = 'rgb' }: ToTensorOptions): 1 | 3 {
  if (colorMode !== 'rgb' && colorMode !== 'grayscale') {
    throw new InvalidArgumentError(`There is no color mode "${String(colorMode)}". Use rgb or grayscale.`);
  }
  return colorMode === 'rgb' ? 3 : 1;
}

function targetArray(length: number, into: Float32Array | undefined): Float32Array {
  if (into !== undefined && into.length !== length) {
    throw new ShapeMismatchError(`The array given as "into" has ${into.length} elements; the tensor has ${length}.`);
  }
  return into ?? new Float32Array(length);
}

interface Plan {
  readonly width: number;
  readonly height: number;
  readonly map: ChannelMap;
  readonly options: ToTensorOptions;
}

function writeImage(image: Raster<Samples>, plan: Plan, data: Float32Array, at: number): void {
  checkRaster(image);
  const ready = resized(image, plan);
  applyChannelMap(ready.data, plan.map, data, at);
}

function resized(image: Raster<Samples>, { width, height, map, options }: Plan): Raster<Samples> {
  const gray = map.source.length === 1;
  const fits = image.width === width && image.height === height;
  if (!isBytes(image)) return alreadyResized(image, fits, gray);
  const colored = gray ? toGrayscale(image) : toRgb(image);
  if (fits) return colored;
  if (options.width === undefined) {
    throw new ShapeMismatchError(
      `The pictures of a batch differ in size: ${width} x ${height} and ${image.width} x ${image.height}. Give width and height to resize them to.`,
    );
  }
  const { resize: method = DEFAULT_RESIZE, antialias = false, keepAspectRatio = false } = options;
  return resizeImage<ResizeMethod>(colored, { width, height, method, antialias, keepAspectRatio });
}

function isBytes(image: Raster<Samples>): image is Raster {
  // Not by instanceof: an array may come from another realm.
  return image.data.BYTES_PER_ELEMENT === 1;
}

/** Float pictures come out of a resize; resizing them again or graying them is not what anybody means. */
function alreadyResized(image: Raster<Samples>, fits: boolean, gray: boolean): Raster<Samples> {
  if (!fits || gray !== (image.channels === 1)) {
    throw new InvalidArgumentError('A picture of floats is taken as it is: it must have the size and the channels of the tensor. Resize and convert bytes instead.');
  }
  return gray ? image : toRgb(image);
}

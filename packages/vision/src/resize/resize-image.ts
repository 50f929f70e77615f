import { InvalidArgumentError, ShapeMismatchError } from '@kedge/graph-core';
import type { Raster, Samples } from '../image.js';
import { box, hamming, keysCubic, lanczos, triangle, type Kernel } from './kernels.js';
import { DEFAULT_RESIZE, parseResizeMethod, type PilMethod, type ResizeMethod, type TfMethod } from './methods.js';
import { pilNearest } from './pil-nearest.js';
import { pilResample } from './pil-resample.js';
import { premultiply, unpremultiply } from './premultiply.js';
import { resampleFloat } from './tf-resample.js';
import { tfWeights } from './tf-weights.js';

/** Options of {@link resizeImage}. */
export interface ResizeOptions<M extends ResizeMethod = ResizeMethod> {
  /** Width of the result, in pixels. */
  readonly width: number;
  /** Height of the result, in pixels. */
  readonly height: number;
  /**
   * How; default `pil-bilinear`, which averages when it shrinks. `pil-nearest` is what Keras' `load_img` does by default,
   * `tf-bilinear` what its `image_dataset_from_directory` does.
   */
  readonly method?: M;
  /** Whether a `tf-` method averages when it shrinks; default false, as in TensorFlow. The `pil-` methods always do. */
  readonly antialias?: boolean;
  /** Keeps the proportions by first cutting what is too much off both sides, as `load_img(keep_aspect_ratio=True)` does; default false. */
  readonly keepAspectRatio?: boolean;
}

/** What a resize gives: Pillow's methods bytes, TensorFlow's floats on the same scale (all but `tf-nearest`, which only picks). */
export type Resized<M extends ResizeMethod> = M extends PilMethod | 'tf-nearest' ? Raster : Raster<Float32Array>;

const PIL_KERNELS: Readonly<Record<Exclude<PilMethod, 'pil-nearest'>, Kernel>> = {
  'pil-box': box,
  'pil-bilinear': triangle,
  'pil-hamming': hamming,
  'pil-bicubic': keysCubic,
  'pil-lanczos': lanczos(3),
};

/**
 * Resizes a picture as Pillow's `Image.resize` does it, bit for bit, or as `tf.image.resize` does it, within float rounding.
 *
 * @param image Bytes, interleaved.
 * @throws {InvalidArgumentError} for a size that is none or an unknown method.
 *
 * @example
 * const small = resizeImage(photo, { width: 299, height: 299 });
 */
export function resizeImage<M extends ResizeMethod = typeof DEFAULT_RESIZE>(image: Raster, options: ResizeOptions<M>): Resized<M>;
export function resizeImage(image: Raster, options: ResizeOptions): Raster<Samples> {
  const { width, height, antialias = false, keepAspectRatio = false } = options;
  const method = parseResizeMethod(options.method ?? DEFAULT_RESIZE);
  checkRaster(image);
  checkTarget(width, height);
  const part = keepAspectRatio ? centered(image, width, height) : ([0, 0, image.width, image.height] as const);
  const { channels } = image;
  if (method === 'pil-nearest') return { width, height, channels, data: pilNearest({ ...image, box: part }, width, height) };
  if (isPil(method)) return { width, height, channels, data: resizePil(image, PIL_KERNELS[method], part, width, height) };
  const source = keepAspectRatio ? cropped(image, part) : image;
  const across = tfWeights(method, antialias, source.width, width);
  const down = tfWeights(method, antialias, source.height, height);
  const data = resampleFloat(source.data, source.width, channels, across, down);
  return { width, height, channels, data: method === 'tf-nearest' ? Uint8Array.from(data) : data };
}

function isPil(method: PilMethod | TfMethod): method is Exclude<PilMethod, 'pil-nearest'> {
  return Object.hasOwn(PIL_KERNELS, method);
}

type Part = readonly [left: number, top: number, right: number, bottom: number];

function resizePil(image: Raster, kernel: Kernel, part: Part, width: number, height: number): Uint8Array {
  // Pillow copies what has its size already; weighting by alpha and back would lose colours.
  const whole = part[0] === 0 && part[1] === 0 && part[2] === width && part[3] === height;
  if (whole && image.width === width && image.height === height) return image.data.slice();
  if (image.channels !== 4) return pilResample({ ...image, box: part }, kernel, width, height);
  const weighted = pilResample({ ...image, data: premultiply(image.data), box: part }, kernel, width, height);
  return unpremultiply(weighted);
}

/** The largest part around the centre that has the proportions of the target, by Keras' whole-number arithmetic. */
function centered(image: Raster, width: number, height: number): Part {
  const cropHeight = Math.max(1, Math.min(image.height, Math.floor((image.width * height) / width)));
  const cropWidth = Math.max(1, Math.min(image.width, Math.floor((image.height * width) / height)));
  const top = Math.floor((image.height - cropHeight) / 2);
  const left = Math.floor((image.width - cropWidth) / 2);
  return [left, top, left + cropWidth, top + cropHeight];
}

function cropped(image: Raster, [left, top, right, bottom]: Part): Raster {
  const { channels } = image;
  const width = right - left;
  const data = new Uint8Array(width * (bottom - top) * channels);
  for (let y = top; y < bottom; y += 1) {
    const from = (y * image.width + left) * channels;
    data.set(image.data.subarray(from, from + width * channels), (y - top) * width * channels);
  }
  return { width, height: bottom - top, channels, data };
}

/** @throws {ShapeMismatchError} when a picture has not as many samples as its size says. */
export function checkRaster(image: Raster<Samples>): void {
  const { width, height, channels, data } = image;
  const expected = width * height * channels;
  if (!(expected > 0) || data.length !== expected) {
    throw new ShapeMismatchError(`A picture of ${width} x ${height} pixels with ${channels} channels has ${expected} samples, got ${data.length}.`);
  }
}

function checkTarget(width: number, height: number): void {
  for (const [name, size] of [['width', width], ['height', height]] as const) {
    if (!Number.isInteger(size) || size < 1) {
      throw new InvalidArgumentError(`The ${name} to resize to is ${size}; give a whole number of pixels, at least 1.`);
    }
  }
}

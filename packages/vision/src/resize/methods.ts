import { InvalidArgumentError } from '@kedge/graph-core';

/** How Pillow resizes: 8-bit samples, antialiased when it shrinks (all but nearest). */
export type PilMethod = 'pil-nearest' | 'pil-box' | 'pil-bilinear' | 'pil-hamming' | 'pil-bicubic' | 'pil-lanczos';

/** How `tf.image.resize` of TensorFlow 2 resizes: floats, and no antialiasing unless asked for. */
export type TfMethod =
  | 'tf-nearest'
  | 'tf-bilinear'
  | 'tf-bicubic'
  | 'tf-area'
  | 'tf-lanczos3'
  | 'tf-lanczos5'
  | 'tf-gaussian'
  | 'tf-mitchellcubic';

/** Every way to resize. */
export type ResizeMethod = PilMethod | TfMethod;

/** The method that is used where none is named. */
export const DEFAULT_RESIZE = 'pil-bilinear';

/** The names of all methods. */
export const RESIZE_METHODS: readonly ResizeMethod[] = [
  'pil-nearest',
  'pil-box',
  'pil-bilinear',
  'pil-hamming',
  'pil-bicubic',
  'pil-lanczos',
  'tf-nearest',
  'tf-bilinear',
  'tf-bicubic',
  'tf-area',
  'tf-lanczos3',
  'tf-lanczos5',
  'tf-gaussian',
  'tf-mitchellcubic',
];

/**
 * A method by its name on a command line: one of {@link RESIZE_METHODS}, or `pil` or `tf` for the bilinear one of each.
 *
 * @throws {InvalidArgumentError} for any other name, listing the ones there are.
 */
export function parseResizeMethod(name: string): ResizeMethod {
  const full = name === 'pil' || name === 'tf' ? `${name}-bilinear` : name;
  const method = RESIZE_METHODS.find((candidate) => candidate === full);
  if (method === undefined) throw new InvalidArgumentError(`There is no resize method "${name}". Use pil, tf or one of ${RESIZE_METHODS.join(', ')}.`);
  return method;
}

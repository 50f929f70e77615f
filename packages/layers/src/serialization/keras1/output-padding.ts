import type { JsonRecord } from '../json.js';

/**
 * A transposed convolution of Keras 1, which was told the shape of its output: with the output padding that gives it. Which input it
 * had follows from the output, as a convolution has one size of output for each input.
 *
 * @param config With the keys of Keras 2, and `output_shape` with the batch first.
 */
export function outputPaddingOf(config: JsonRecord): JsonRecord {
  const { output_shape: shape, ...rest } = config;
  if (!Array.isArray(shape) || shape.length !== 4) return rest;
  const spatial = (rest.data_format === 'channels_first' ? shape.slice(2) : shape.slice(1, 3)) as unknown[];
  const kernel = rest.kernel_size as readonly unknown[];
  const strides = (rest.strides ?? [1, 1]) as readonly unknown[];
  const paddings = spatial.map((size, i) => outputPadding(size, kernel[i], strides[i], rest.padding === 'same'));
  return paddings.every((padding) => padding === undefined) ? rest : { ...rest, output_padding: paddings.map((padding, i) => padding ?? usual(kernel[i], strides[i], rest.padding === 'same')) };
}

const isNumber = (value: unknown): value is number => typeof value === 'number';

/** The output padding without which the size would be another; `undefined` where it is the usual one. */
function outputPadding(size: unknown, kernel: unknown, stride: unknown, isSame: boolean): number | undefined {
  if (!isNumber(size) || !isNumber(kernel) || !isNumber(stride)) return undefined;
  const input = isSame ? Math.ceil(size / stride) : Math.floor((size - kernel) / stride) + 1;
  const ordinary = isSame ? input * stride : (input - 1) * stride + Math.max(kernel, stride);
  if (ordinary === size) return undefined;
  return size - ((input - 1) * stride + kernel - (isSame ? 2 * Math.floor(kernel / 2) : 0));
}

function usual(kernel: unknown, stride: unknown, isSame: boolean): number {
  if (!isNumber(kernel) || !isNumber(stride)) return 0;
  return isSame ? stride - kernel + 2 * Math.floor(kernel / 2) : Math.max(stride - kernel, 0);
}

/**
 * How names travel between Keras and TypeScript. Keys of configs: `kernelSize` <-> `kernel_size`. Factories:
 * `GlobalAveragePooling2D` -> `globalAveragePooling2d`, as tfjs-layers spells them.
 */

/** The key of a config as a file spells it: an underscore before each capital. */
export function toKerasKey(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The key of a config as TypeScript spells it: each underscore and the letter after it become a capital. */
export function toCamelKey(key: string): string {
  return key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** Where tfjs-layers spells a factory against its own habit. */
const FACTORY_EXCEPTIONS: Readonly<Record<string, string>> = {
  PReLU: 'prelu',
  Cropping2D: 'cropping2D',
  ConvLSTM1D: 'convLstm1d',
  ConvLSTM2D: 'convLstm2d',
  ConvLSTM3D: 'convLstm3d',
};

/**
 * The factory of a Keras class: the leading run of capitals becomes lower case, and so does the `D` after a digit, as in
 * tfjs-layers, whose few exceptions are kept.
 *
 * @example
 * factoryName('Conv2D'); // 'conv2d'
 * factoryName('ReLU'); // 'reLU'
 */
export function factoryName(className: string): string {
  const exception = FACTORY_EXCEPTIONS[className];
  if (exception !== undefined) return exception;
  const body = className.replace(/(\d)D/g, '$1d');
  const start = /^(?:[A-Z]+(?=[A-Z][a-z])|[A-Z]+$|[A-Z])/.exec(body)?.[0] ?? '';
  return start.toLowerCase() + body.slice(start.length);
}

/** A string identifier in Keras' spelling: `categoricalCrossentropy` and `categorical_crossentropy` are one. */
export function toIdentifier(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
}

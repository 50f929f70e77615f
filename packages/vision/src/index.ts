export { DEFAULT_MAX_PIXELS, decodeImage, type DecodeOptions } from './decode/decode-image.js';
export { CorruptImageError, ImageTooLargeError, UnsupportedImageError } from './errors.js';
export type { DecodedImage, ImageFormat, Raster, Samples } from './image.js';

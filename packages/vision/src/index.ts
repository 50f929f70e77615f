export { DEFAULT_MAX_PIXELS, decodeImage, type DecodeOptions } from './decode/decode-image.js';
export { CorruptImageError, ImageTooLargeError, UnsupportedImageError } from './errors.js';
export type { DecodedImage, ImageFormat, Raster, Samples } from './image.js';
export { DEFAULT_RESIZE, parseResizeMethod, RESIZE_METHODS, type PilMethod, type ResizeMethod, type TfMethod } from './resize/methods.js';
export { resizeImage, type Resized, type ResizeOptions } from './resize/resize-image.js';
export { toGrayscale } from './tensor/grayscale.js';
export { PREPROCESS_MODES, type CustomPreprocess, type Preprocess, type PreprocessMode } from './tensor/preprocess.js';
export { toBatch, toTensor, type ImageTensor, type ToTensorOptions } from './tensor/to-tensor.js';

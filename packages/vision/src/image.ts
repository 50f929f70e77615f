/** The picture formats that {@link decodeImage} reads. */
export type ImageFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'bmp';

/** Samples of a picture: bytes 0 to 255, or floats on the same scale after a `tf-` resize. */
export type Samples = Uint8Array | Float32Array;

/**
 * A picture in memory: rows from the top, pixels from the left, channels interleaved (HWC).
 *
 * Anything of this shape can be resized and made a tensor of: a camera frame too, or a canvas, whose `ImageData` is
 * `{ width, height, channels: 4, data: new Uint8Array(imageData.data.buffer) }`.
 */
export interface Raster<S extends Samples = Uint8Array> {
  /** Pixels in a row. */
  readonly width: number;
  /** Number of rows. */
  readonly height: number;
  /** 1 gray, 3 RGB, 4 RGBA. */
  readonly channels: 1 | 3 | 4;
  /** `height * width * channels` samples. */
  readonly data: S;
}

/** A picture as {@link decodeImage} gives it, upright. */
export interface DecodedImage extends Raster {
  readonly channels: 3 | 4;
  /** The format that the bytes were in. */
  readonly format: ImageFormat;
  /** EXIF orientation (1 to 8) that the file stated and that has been applied; 1 when it stated none. */
  readonly orientation: number;
  /** Whether the file carries transparency, dropped or not. */
  readonly hasAlpha: boolean;
  /** Damage that did not keep the picture from being decoded, as PIL decodes such a file too; mostly empty. */
  readonly warnings: readonly string[];
}

/** What a format's decoder hands back: pixels as they lie in the file, before the orientation is applied. */
export interface DecodedPixels {
  readonly width: number;
  readonly height: number;
  /** 1 gray, 3 RGB, 4 RGBA. */
  readonly channels: 1 | 3 | 4;
  readonly data: Uint8Array | Uint8ClampedArray;
  /** EXIF orientation, 1 to 8. */
  readonly orientation: number;
  readonly hasAlpha: boolean;
  readonly warnings: readonly string[];
}

/** A format's decoder. */
export type PixelDecoder = (bytes: Uint8Array, limits: DecodeLimits) => DecodedPixels | Promise<DecodedPixels>;

/** Bounds that a decoder checks before it allocates. */
export interface DecodeLimits {
  /** Largest `width * height` that is decoded. */
  readonly maxPixels: number;
}

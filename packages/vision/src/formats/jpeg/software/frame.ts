import { damaged } from '../../../errors.js';

/** One component of a frame with its coefficients. */
export interface Component {
  readonly id: number;
  /** Horizontal and vertical sampling factor, 1 to 4. */
  readonly h: number;
  readonly v: number;
  readonly quantization: number;
  /** Samples that count, before upsampling. */
  readonly width: number;
  readonly height: number;
  /** Blocks that hold those samples. */
  readonly blocksAcross: number;
  readonly blocksDown: number;
  /** Blocks in a row of `coefficients`, which is padded to whole MCUs. */
  readonly stride: number;
  /** 64 coefficients per block in natural order; 16 bits as in libjpeg, which matters on damaged data only. */
  readonly coefficients: Int16Array;
  /** The quantization table in natural order, kept at the component's first scan. */
  table: Uint16Array | undefined;
}

/** A frame header (ITU T.81, B.2.2) and what follows from it. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly progressive: boolean;
  readonly maxH: number;
  readonly maxV: number;
  readonly mcusAcross: number;
  readonly mcusDown: number;
  readonly components: readonly Component[];
}

/**
 * Reads a frame header and makes room for its coefficients.
 *
 * @param body The segment behind its length.
 */
export function readFrame(body: Uint8Array, progressive: boolean): Frame {
  const count = body[5] ?? 0;
  if (body.length !== 6 + 3 * count) throw damaged('The frame header of the JPEG has a wrong length');
  const height = (body[1] ?? 0) * 256 + (body[2] ?? 0);
  const width = (body[3] ?? 0) * 256 + (body[4] ?? 0);
  const specs = Array.from({ length: count }, (_, i) => {
    const [id = 0, sampling = 0, quantization = 0] = body.subarray(6 + 3 * i);
    return { id, h: sampling >> 4, v: sampling & 15, quantization };
  });
  if (specs.some(({ h, v }) => h < 1 || h > 4 || v < 1 || v > 4)) {
    throw damaged('The JPEG has a sampling factor outside 1 to 4');
  }
  const maxH = Math.max(...specs.map((spec) => spec.h));
  const maxV = Math.max(...specs.map((spec) => spec.v));
  const mcusAcross = Math.ceil(width / (8 * maxH));
  const mcusDown = Math.ceil(height / (8 * maxV));
  const components = specs.map((spec) => {
    const stride = mcusAcross * spec.h;
    return {
      ...spec,
      width: Math.ceil((width * spec.h) / maxH),
      height: Math.ceil((height * spec.v) / maxV),
      blocksAcross: Math.ceil((width * spec.h) / (8 * maxH)),
      blocksDown: Math.ceil((height * spec.v) / (8 * maxV)),
      stride,
      coefficients: new Int16Array(stride * mcusDown * spec.v * 64),
      table: undefined,
    };
  });
  return { width, height, progressive, maxH, maxV, mcusAcross, mcusDown, components };
}

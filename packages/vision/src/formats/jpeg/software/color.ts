/** How the components of a JPEG make a colour. */
export type ColorModel = 'gray' | 'rgb' | 'ycc' | 'cmyk' | 'ycck';

/** 16 fraction bits, as in libjpeg. */
const SCALE = 16;
const HALF = 1 << (SCALE - 1);

/** Factors of JFIF's conversion, times 2^16. */
const CR_RED = 91881;
const CB_BLUE = 116130;
const CR_GREEN = 46802;
const CB_GREEN = 22554;

/**
 * The colour model of a JPEG, by libjpeg's rules: the JFIF and Adobe markers, and where there are none, the component ids.
 *
 * @param adobeTransform The last byte of Adobe's APP14 segment, undefined without one.
 */
export function colorModel(ids: readonly number[], jfif: boolean, adobeTransform: number | undefined): ColorModel {
  if (ids.length === 1) return 'gray';
  if (ids.length === 4) return adobeTransform === undefined || adobeTransform === 0 ? 'cmyk' : 'ycck';
  if (jfif) return 'ycc';
  if (adobeTransform !== undefined) return adobeTransform === 0 ? 'rgb' : 'ycc';
  return ids.join() === [...'RGB'].map((letter) => letter.charCodeAt(0)).join() ? 'rgb' : 'ycc';
}

/**
 * Writes a row of pixels as RGB, or as gray for one component.
 *
 * CMYK is taken as Adobe writes it, inverted, and mixed as PIL does it: `(255 - k) - c * (255 - k) / 255`.
 */
export function paintRow(model: ColorModel, rows: readonly Uint8Array[], out: Uint8Array, start: number, width: number): void {
  const [a, b, c, d] = rows;
  if (a === undefined) return;
  if (model === 'gray' || b === undefined || c === undefined) {
    out.set(a.subarray(0, width), start);
    return;
  }
  for (let x = 0, at = start; x < width; x += 1, at += 3) {
    let red = a[x] ?? 0;
    let green = b[x] ?? 0;
    let blue = c[x] ?? 0;
    if (model === 'ycc' || model === 'ycck') {
      const cb = green - 128;
      const cr = blue - 128;
      green = clamp(red + ((-CB_GREEN * cb - CR_GREEN * cr + HALF) >> SCALE));
      blue = clamp(red + ((CB_BLUE * cb + HALF) >> SCALE));
      red = clamp(red + ((CR_RED * cr + HALF) >> SCALE));
    }
    if (d !== undefined) {
      // YCCK holds the complement of CMY; the inversion of Adobe's files applies to all four.
      const black = d[x] ?? 0;
      const invert = model === 'ycck' ? 0 : 255;
      red = mix(red ^ invert, black);
      green = mix(green ^ invert, black);
      blue = mix(blue ^ invert, black);
    }
    out[at] = red;
    out[at + 1] = green;
    out[at + 2] = blue;
  }
}

function clamp(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value;
}

/** Light that is left by `ink` over black ink that leaves `light`, both 0 to 255. */
function mix(ink: number, light: number): number {
  const product = ink * light + 128;
  return clamp(light - (((product >> 8) + product) >> 8));
}

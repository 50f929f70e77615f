/** `a * b / 255`, rounded, as Pillow computes it. */
function multiplied(a: number, b: number): number {
  const product = a * b + 128;
  return ((product >> 8) + product) >> 8;
}

/** RGBA with its colours weighted by alpha: what Pillow resizes, so that what is transparent does not bleed. */
export function premultiply(rgba: Uint8Array): Uint8Array {
  const out = rgba.slice();
  for (let i = 0; i < out.length; i += 4) {
    const alpha = out[i + 3] ?? 0;
    for (let c = i; c < i + 3; c += 1) out[c] = multiplied(out[c] ?? 0, alpha);
  }
  return out;
}

/** The way back, in place. */
export function unpremultiply(rgba: Uint8Array): Uint8Array {
  for (let i = 0; i < rgba.length; i += 4) {
    const alpha = rgba[i + 3] ?? 0;
    if (alpha === 0 || alpha === 255) continue;
    for (let c = i; c < i + 3; c += 1) rgba[c] = Math.min(255, Math.trunc((255 * (rgba[c] ?? 0)) / alpha));
  }
  return rgba;
}

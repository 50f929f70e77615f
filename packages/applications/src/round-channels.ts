/** The multiple of 8 nearest to a number of channels, 8 at least. */
export const nearestEight = (channels: number): number => Math.max(8, Math.floor((channels + 4) / 8) * 8);

/** The multiple of 8 nearest to a number of channels, and not more than a tenth below it. */
export function divisibleByEight(channels: number): number {
  const nearest = nearestEight(channels);
  return nearest < 0.9 * channels ? nearest + 8 : nearest;
}

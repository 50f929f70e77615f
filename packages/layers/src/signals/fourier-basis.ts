/**
 * Cosines and sines that a frame is multiplied with to have its spectrum, times a window.
 *
 * @param frame Points of a frame.
 * @param bins Frequencies, from 0 to half the sampling rate.
 * @param period Points of one period of frequency 1.
 * @param weightAt What each point of the frame weighs.
 * @param side The real part (cosines) or the imaginary one (sines, negative).
 * @param into Row-major `[frame, width]`; a row's bins begin at `offset`.
 */
export function fillFourierBasis(
  { frame, bins, period, weightAt, side }: { readonly frame: number; readonly bins: number; readonly period: number; readonly weightAt: (at: number) => number; readonly side: 'real' | 'imag' },
  into: Float32Array,
  { width, offset }: { readonly width: number; readonly offset: number },
): void {
  for (let at = 0; at < frame; at++) {
    const weight = weightAt(at);
    for (let bin = 0; bin < bins; bin++) {
      // The remainder keeps the angle small, and so its sine exact.
      const angle = (-2 * Math.PI * ((at * bin) % period)) / period;
      into[at * width + offset + bin] = weight * (side === 'real' ? Math.cos(angle) : Math.sin(angle));
    }
  }
}

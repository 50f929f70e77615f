import { tensor, type NumericTensor } from '@kedge/graph-core';

/** How a mel matrix is made. */
export interface MelOptions {
  /** Frequencies of the spectrum, from 0 to half the sampling rate. */
  readonly spectrumBins: number;
  readonly melBins: number;
  /** Samples per second. */
  readonly samplingRate: number;
  /** Hertz of the lowest and the highest edge. */
  readonly minFreq: number;
  readonly maxFreq: number;
}

/** Hertz on the mel scale of the Hidden Markov Model Toolkit. */
const toMel = (hertz: number): number => 1127 * Math.log(1 + hertz / 700);

/** Triangles of height 1, at even distances on the mel scale, that sum up a spectrum. Shape: `[spectrum bins, mel bins]`. */
export function melMatrix({ spectrumBins, melBins, samplingRate, minFreq, maxFreq }: MelOptions): NumericTensor {
  const [from, to] = [toMel(minFreq), toMel(maxFreq)];
  const edge = (i: number): number => from + ((to - from) * i) / (melBins + 1);
  const data = new Float32Array(spectrumBins * melBins);
  // The constant part of a signal belongs to no triangle.
  for (let bin = 1; bin < spectrumBins; bin++) {
    const mel = toMel((samplingRate / 2 / (spectrumBins - 1)) * bin);
    for (let i = 0; i < melBins; i++) {
      const rising = (mel - edge(i)) / (edge(i + 1) - edge(i));
      const falling = (edge(i + 2) - mel) / (edge(i + 2) - edge(i + 1));
      data[bin * melBins + i] = Math.max(0, Math.min(rising, falling));
    }
  }
  return tensor(data, [spectrumBins, melBins]);
}

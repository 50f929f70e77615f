import { tensor } from '@kedge/graph-core';
import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { computing } from '../../test/running.js';
import { input } from '../core/input-layer.js';
import { melMatrix } from './mel-matrix.js';
import { melSpectrogram } from './mel-spectrogram.js';

describe('MelSpectrogram', () => {
  keepsContract({ make: melSpectrogram, config: { fftLength: 16, sequenceStride: 4, numMelBins: 3, samplingRate: 8000 }, inputs: [[null, null]], sizes: [[2, 30]], output: [null, 3, null] });
  keepsContract({ make: melSpectrogram, config: { fftLength: 8, sequenceLength: 5, sequenceStride: 3, numMelBins: 2, samplingRate: 8000, powerToDb: false, window: null }, inputs: [[20]], sizes: [[20]], output: [2, 7] });
  keepsContract({ make: melSpectrogram, config: { fftLength: 8, sequenceStride: 3, numMelBins: 2, samplingRate: 8000, maxFreq: 3000, window: 'hamming' }, inputs: [[null, 20]], sizes: [[1, 20]], output: [null, 2, 7], dtype: 'int32', outputDType: 'float32' });

  const { run } = computing();

  it('shows nothing below the loudest minus topDb', async () => {
    const x = tensor([...Array.from({ length: 30 }, (_, i) => Math.sin(i)), ...Array.from({ length: 30 }, () => 0)], [1, 60]);
    const values = await run(melSpectrogram({ fftLength: 8, sequenceStride: 4, numMelBins: 2, samplingRate: 8000, topDb: 15 }), x).read();
    expect(Math.max(...values) - Math.min(...values)).toBeCloseTo(15, 4);
  });

  it('has triangles that leave out the constant part and never exceed 1', () => {
    const { data: values, shape } = melMatrix({ spectrumBins: 33, melBins: 5, samplingRate: 8000, minFreq: 0, maxFreq: 4000 });
    const data = Float32Array.from(values);
    expect(shape).toEqual([33, 5]);
    expect(Array.from(data.subarray(0, 5))).toEqual([0, 0, 0, 0, 0]);
    expect(Math.max(...data)).toBeLessThanOrEqual(1);
    // Neighbouring triangles add up to 1 between the first and the last peak.
    const sums = Array.from({ length: 33 }, (_, bin) => data.subarray(bin * 5, bin * 5 + 5).reduce((a, b) => a + b, 0));
    expect(sums.filter((sum) => Math.abs(sum - 1) < 1e-6).length).toBeGreaterThan(15);
  });

  it('refuses what does not fit', () => {
    expect(() => melSpectrogram({ fftLength: 8, sequenceLength: 9 })).toThrow(/fftLength/);
    expect(() => melSpectrogram({ fftLength: 8, window: [1, 2] })).toThrow(/8 values/);
    expect(() => melSpectrogram({ window: 'tukey' })).toThrow(/'hann', 'hamming'/);
    expect(() => melSpectrogram({ name: 'mine' }).apply(input({ shape: [9, 1] }))).toThrow(/mine.*rank 3/);
  });
});

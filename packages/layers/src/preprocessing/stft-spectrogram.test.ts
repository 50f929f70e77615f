import { tensor } from '@kedge/graph-core';
import { describe, expect, it } from 'vitest';
import { keepsContract } from '../../test/contract.js';
import { computing } from '../../test/running.js';
import { input } from '../core/input-layer.js';
import { stftSpectrogram } from './stft-spectrogram.js';

describe('STFTSpectrogram', () => {
  keepsContract({ make: stftSpectrogram, config: { frameLength: 8 }, inputs: [[null, null, 2]], sizes: [[2, 19, 2]], output: [null, null, 10] });
  keepsContract({ make: stftSpectrogram, config: { mode: 'stft', frameLength: 6, frameStep: 2, expandDims: true, scaling: null }, inputs: [[null, 14, 3]], sizes: [[2, 14, 3]], output: [null, 5, 10, 3] });
  keepsContract({ make: stftSpectrogram, config: { mode: 'magnitude', frameLength: 6, window: null, dataFormat: 'channels_first', padding: 'same' }, inputs: [[null, 2, null]], sizes: [[1, 2, 14]], output: [null, 10, null] });

  const { run } = computing();

  it('finds the frequency of a cosine: all energy in one bin', async () => {
    // Two periods in eight points, no window: the sum of cos^2 over them is 4.
    const x = tensor(Array.from({ length: 8 }, (_, i) => Math.cos((2 * Math.PI * 2 * i) / 8)), [1, 8, 1]);
    const values = await run(stftSpectrogram({ mode: 'real', frameLength: 8, window: null, scaling: null }), x).read();
    expect(values.map((value) => Math.round(value * 1e5) / 1e5 + 0)).toEqual([0, 0, 4, 0, 0]);
  });

  it('refuses what it cannot do', () => {
    expect(() => stftSpectrogram({ frameLength: 4, frameStep: 5 })).toThrow(/frameStep/);
    expect(() => stftSpectrogram({ frameLength: 4, fftLength: 2 })).toThrow(/fftLength/);
    expect(() => stftSpectrogram({ window: 'kaiser' })).toThrow(/one of 'barthann'/);
    expect(() => stftSpectrogram({ name: 'mine' }).apply(input({ shape: [9] }))).toThrow(/mine.*rank 2/);
    expect(() => stftSpectrogram({ name: 'mine', frameLength: 4 }).apply(input({ shape: [9, 1], dtype: 'int32' }))).toThrow(/mine.*floats/);
  });
});

import { describe, expect, it } from 'vitest';
import { readFixture } from '../../test/fixtures.js';
import { isWindow, windowNames, windowValues } from './signal-windows.js';
import { STFT } from '../initializers/stft.js';

interface Signals {
  readonly windows: readonly { readonly name: string; readonly size: number; readonly periodic: boolean; readonly values: readonly number[] }[];
  readonly kernels: readonly { readonly config: ConstructorParameters<typeof STFT>[0]; readonly shape: readonly number[]; readonly values: readonly number[] }[];
}

const { windows, kernels } = readFixture<Signals>('signal-windows.json');
/** Values stand in the file with nine digits. */
const NINE_DIGITS = 1e-8;
const farthest = (a: ArrayLike<number>, b: ArrayLike<number>): number => Math.max(...Array.from(a, (value, i) => Math.abs(value - (b[i] ?? Number.NaN))));

describe('windows', () => {
  it.each(windows)('are those of scipy: $name of $size points, periodic: $periodic', ({ name, size, periodic, values }) => {
    expect(isWindow(name)).toBe(true);
    expect(farthest(values, windowValues(name, size, periodic))).toBeLessThanOrEqual(NINE_DIGITS);
  });

  it('are all asked of scipy', () => {
    expect(windowNames.filter((name) => !windows.some((window) => window.name === name))).toEqual([]);
    expect(isWindow('kaiser')).toBe(false);
    expect(isWindow('toString')).toBe(false);
  });
});

describe('the kernel of a short-time Fourier transform', () => {
  it.each(kernels)('begins as Keras begins it: $config', ({ config, shape, values }) => {
    expect(farthest(values, new STFT(config).initialize(shape).data as Float32Array)).toBeLessThanOrEqual(2 ** -23);
  });

  it('refuses a window of another size', () => {
    expect(() => new STFT({ window: [1, 2] }).initialize([3, 1, 3])).toThrow(/3 values, got 2/);
  });
});

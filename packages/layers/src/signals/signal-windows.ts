/** A window of `size` points, symmetric. */
type Window = (at: number, size: number) => number;

/** A sum of cosines over one period. */
const cosines = (...weights: readonly number[]): Window => (at, size) => {
  const angle = -Math.PI + (2 * Math.PI * at) / (size - 1);
  return weights.reduce((sum, weight, k) => sum + weight * Math.cos(k * angle), 0);
};

/** How far a point lies from the middle, 1 at the ends. */
const distance = (at: number, size: number): number => Math.abs((2 * at) / (size - 1) - 1);

const hann = cosines(0.5, 0.5);

const tukey: Window = (at, size) => {
  const nearest = Math.min(at, size - 1 - at);
  return nearest <= Math.floor((size - 1) / 4) ? 0.5 * (1 + Math.cos(Math.PI * (-1 + (4 * nearest) / (size - 1)))) : 1;
};

const parzen: Window = (at, size) => {
  const from = Math.abs(at - (size - 1) / 2);
  const share = from / (size / 2);
  return from <= (size - 1) / 4 ? 1 - 6 * share ** 2 + 6 * share ** 3 : 2 * (1 - share) ** 3;
};

const bohman: Window = (at, size) => {
  if (at === 0 || at === size - 1) return 0;
  const from = distance(at, size);
  return (1 - from) * Math.cos(Math.PI * from) + Math.sin(Math.PI * from) / Math.PI;
};

const triangle: Window = (at, size) => {
  const nearest = Math.min(at, size - 1 - at) + 1;
  return size % 2 === 0 ? (2 * nearest - 1) / size : (2 * nearest) / (size + 1);
};

const lanczos: Window = (at, size) => {
  const angle = Math.PI * distance(at, size);
  return angle === 0 ? 1 : Math.sin(angle) / angle;
};

const barthann: Window = (at, size) => {
  const from = Math.abs(at / (size - 1) - 0.5);
  return 0.62 - 0.48 * from + 0.38 * Math.cos(2 * Math.PI * from);
};

/** Taylor's window with four side lobes of equal height, 30 dB down, and 1 in the middle. */
const taylor: Window = (at, size) => {
  const [lobes, a] = [4, Math.acosh(10 ** (30 / 20)) / Math.PI];
  const spread = lobes ** 2 / (a ** 2 + (lobes - 0.5) ** 2);
  const orders = Array.from({ length: lobes - 1 }, (_, i) => i + 1);
  const weights = orders.map((m) => {
    const above = orders.reduce((product, n) => product * (1 - m ** 2 / spread / (a ** 2 + (n - 0.5) ** 2)), 1);
    const below = orders.reduce((product, n) => (n === m ? product : product * (1 - m ** 2 / n ** 2)), 2);
    return (m % 2 === 1 ? 1 : -1) * (above / below);
  });
  const valueAt = (place: number): number => 1 + 2 * weights.reduce((sum, weight, i) => sum + weight * Math.cos((2 * Math.PI * (i + 1) * (place - size / 2 + 0.5)) / size), 0);
  return valueAt(at) / valueAt((size - 1) / 2);
};

/** Windows that need no further number, by the names of scipy's `get_window`. */
const WINDOWS: Readonly<Record<string, Window>> = {
  barthann,
  bartlett: (at, size) => 1 - distance(at, size),
  blackman: cosines(0.42, 0.5, 0.08),
  blackmanharris: cosines(0.35875, 0.48829, 0.14128, 0.01168),
  bohman,
  boxcar: () => 1,
  cosine: (at, size) => Math.sin((Math.PI / size) * (at + 0.5)),
  exponential: (at, size) => Math.exp(-Math.abs(at - (size - 1) / 2)),
  flattop: cosines(0.21557895, 0.41663158, 0.277263158, 0.083578947, 0.006947368),
  hamming: cosines(0.54, 0.46),
  hann,
  lanczos,
  nuttall: cosines(0.3635819, 0.4891775, 0.1365995, 0.0106411),
  parzen,
  taylor,
  triangle,
  tukey,
};

/** Other names that scipy takes. */
const NAMES: Readonly<Record<string, string>> = {
  brthan: 'barthann', bth: 'barthann', bart: 'bartlett', brt: 'bartlett', black: 'blackman', blk: 'blackman', blackharr: 'blackmanharris', bkh: 'blackmanharris', bman: 'bohman', bmn: 'bohman',
  box: 'boxcar', ones: 'boxcar', rect: 'boxcar', rectangular: 'boxcar', halfcosine: 'cosine', poisson: 'exponential', flat: 'flattop', flt: 'flattop', hamm: 'hamming', ham: 'hamming', han: 'hann',
  sinc: 'lanczos', nutl: 'nuttall', nut: 'nuttall', parz: 'parzen', par: 'parzen', taylorwin: 'taylor', triang: 'triangle', tri: 'triangle', tuk: 'tukey',
};

/** Names of the windows that are known. */
export const windowNames: readonly string[] = Object.keys(WINDOWS);

/** Whether a window is known, under whichever of scipy's names. */
export const isWindow = (name: string): boolean => Object.hasOwn(WINDOWS, NAMES[name] ?? name);

/**
 * The values of a window.
 *
 * @param name As scipy's `get_window` knows it; see {@link isWindow}.
 * @param periodic Whether it goes on at its end as it began, rather than being symmetric.
 */
export function windowValues(name: string, size: number, periodic: boolean): number[] {
  const window = WINDOWS[NAMES[name] ?? name] ?? hann;
  if (size <= 1) return Array.from({ length: size }, () => 1);
  return Array.from({ length: size }, (_, at) => window(at, periodic ? size + 1 : size));
}

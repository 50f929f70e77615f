import { tensor, type Tensor } from '@kedge/graph-core';
import { boolean, nullable, oneOf } from '../config/basic-fields.js';
import { InvalidConfigError, type ConfigOf } from '../config/field.js';
import { Initializer } from './initializer.js';
import { fillFourierBasis } from '../signals/fourier-basis.js';
import { window } from '../signals/signal-fields.js';
import { windowValues } from '../signals/signal-windows.js';

/** How the values of a spectrum are scaled: by the square root of the window's energy, or by its sum. */
export const scaling = () => {
  const inner = nullable(oneOf(['density', 'spectrum'], 'density'));
  return { ...inner, defaultValue: (): 'density' | 'spectrum' | null => 'density' };
};

const fields = { side: oneOf(['real', 'imag'], 'real'), window: window(), scaling: scaling(), periodic: boolean(false) };

/** The kernel of a short-time Fourier transform by convolution, of shape `[frame, 1, bins]`. */
export class STFT extends Initializer<typeof fields> {
  static readonly className = 'STFT';
  static readonly fields = fields;

  constructor(config: ConfigOf<typeof fields> = {}) {
    super(config);
  }

  override initialize(shape: readonly number[]): Tensor {
    const [frame = 0, , bins = 0] = shape;
    if (shape.length !== 3 || shape[1] !== 1) throw new InvalidConfigError(`STFT: expected a weight of shape [frame, 1, bins], got [${shape.join(', ')}].`);
    const { window: given, scaling: scale, periodic, side } = this.config;
    const weights = typeof given === 'string' ? windowValues(given, frame, periodic) : given;
    if (weights !== null && weights.length !== frame) throw new InvalidConfigError(`STFT: expected a window of ${frame} values, got ${weights.length}.`);
    const data = new Float32Array(frame * bins);
    const divisor = weights === null || scale === null ? 1 : scale === 'density' ? Math.sqrt(weights.reduce((sum, weight) => sum + weight ** 2, 0)) : weights.reduce((sum, weight) => sum + Math.abs(weight), 0);
    const weightAt = (at: number): number => (weights === null ? 1 : (weights[at] ?? 0) / divisor);
    fillFourierBasis({ frame, bins, period: (bins - 1) * 2, weightAt, side }, data, { width: bins, offset: 0 });
    return tensor(data, [frame, 1, bins]);
  }
}

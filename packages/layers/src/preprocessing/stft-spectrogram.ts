import { DTypeMismatchError, ops, ShapeMismatchError, tensor, type TensorSpec, type Value, type ValueLike } from '@kedge/graph-core';
import { boolean, count, dataFormat, nullable, oneOf } from '../config/basic-fields.js';
import { InvalidConfigError } from '../config/field.js';
import { Layer, type LayerConfig } from '../engine/layer.js';
import type { Variable } from '../engine/variable.js';
import { shapeOf } from '../layout/channels.js';
import { window } from '../signals/signal-fields.js';
import { scaling, STFT } from '../initializers/stft.js';

const fields = {
  mode: oneOf(['log', 'magnitude', 'psd', 'real', 'imag', 'angle', 'stft'], 'log'),
  frameLength: { ...count(), required: false as const, defaultValue: () => 256 },
  frameStep: nullable(count()),
  fftLength: nullable(count()),
  window: window(),
  periodic: boolean(false),
  scaling: scaling(),
  padding: oneOf(['valid', 'same'], 'valid'),
  expandDims: boolean(false),
  dataFormat: dataFormat(),
};

export type STFTSpectrogramConfig = LayerConfig<typeof fields>;

/** Keras' `backend.epsilon()`. */
const EPSILON = 1e-7;

/**
 * The spectrogram of signals, by convolution with windowed cosines and sines, which are weights and can train.
 *
 * Input `[batch, time, channels]`; output `[batch, new time, channels * bins]`, or with `expandDims` `[batch, new time, bins,
 * channels]`; with `channels_first` `[batch, channels * bins, new time]` or `[batch, channels, new time, bins]`. There are
 * `fftLength / 2 + 1` bins, twice as many in mode `stft`.
 */
export class STFTSpectrogram extends Layer<typeof fields> {
  static readonly className = 'STFTSpectrogram';
  static readonly fields = fields;
  #real: Variable | undefined;
  #imag: Variable | undefined;

  constructor(config: STFTSpectrogramConfig = {}) {
    super(config);
    const { frameLength, frameStep, fftLength } = this.config;
    if (frameStep !== null && frameStep > frameLength) throw new InvalidConfigError(`STFTSpectrogram '${this.name}': expected a frameStep of at most frameLength, ${frameLength}, got ${frameStep}.`);
    if (fftLength !== null && fftLength < frameLength) throw new InvalidConfigError(`STFTSpectrogram '${this.name}': expected an fftLength of at least frameLength, ${frameLength}, got ${fftLength}.`);
  }

  /** Frequencies that come out. */
  get #bins(): number {
    const { fftLength, frameLength } = this.config;
    return Math.floor((fftLength ?? 2 ** Math.ceil(Math.log2(frameLength))) / 2) + 1;
  }

  protected override build([input]: readonly TensorSpec[]): void {
    if (input?.shape.length !== 3) throw new ShapeMismatchError(`STFTSpectrogram '${this.name}': expected signals of shape (batch, time, channels), got rank ${input?.shape.length ?? 0}.`);
    const { mode, frameLength, ...config } = this.config;
    const shape = [frameLength, 1, this.#bins];
    const kernel = (side: 'real' | 'imag'): STFT => new STFT({ side, window: config.window, scaling: config.scaling, periodic: config.periodic });
    if (mode !== 'imag') this.#real = this.addWeight('real_kernel', shape, { initializer: kernel('real') });
    if (mode !== 'real') this.#imag = this.addWeight('imag_kernel', shape, { initializer: kernel('imag') });
  }

  protected override call(x: ValueLike): Value {
    if (typeof x === 'object' && x.dtype !== 'float32') throw new DTypeMismatchError(`STFTSpectrogram '${this.name}': expected a signal of floats, got ${x.dtype}.`);
    const { mode, dataFormat: format } = this.config;
    // Channels become rows of a picture of one channel, so that one kernel serves all of them.
    const rows = ops.expandDims(format === 'channels_last' ? ops.transpose(x, [0, 2, 1]) : x, -1);
    if (mode === 'real') return this.#arranged(this.#part(rows, this.#real));
    if (mode === 'imag') return this.#arranged(this.#part(rows, this.#imag));
    const [real, imag] = [this.#part(rows, this.#real), this.#part(rows, this.#imag)];
    if (mode === 'stft') return this.#arranged(ops.concatenate([real, imag], -1));
    return this.#arranged(mode === 'angle' ? ops.atan2(imag, real) : this.#strength(ops.add(ops.square(real), ops.square(imag))));
  }

  #part(rows: ValueLike, kernel: Variable | undefined): Value {
    const { frameLength, frameStep, padding } = this.config;
    return ops.conv(rows, ops.expandDims(kernel ?? 0, 0), { strides: [1, frameStep ?? Math.floor(frameLength / 2)], padding });
  }

  #strength(power: Value): Value {
    const { mode } = this.config;
    if (mode === 'psd') {
      const last = this.#bins - 1;
      // Frequencies below the highest stand for their negatives, too.
      return ops.multiply(power, tensor(Array.from({ length: last + 1 }, (_, bin) => (bin === 0 || bin === last ? 1 : 2)), [last + 1]));
    }
    const magnitude = ops.sqrt(ops.maximum(power, EPSILON));
    return mode === 'magnitude' ? magnitude : ops.log(ops.maximum(magnitude, EPSILON));
  }

  /** From `[batch, channels, time, bins]` to the order that is asked for. */
  #arranged(x: Value): Value {
    const { dataFormat: format, expandDims } = this.config;
    if (expandDims) return format === 'channels_last' ? ops.transpose(x, [0, 2, 3, 1]) : x;
    const channels = shapeOf(x)[1] ?? null;
    if (channels === null) throw new ShapeMismatchError(`STFTSpectrogram '${this.name}': expected a known number of channels.`);
    const parts = ops.split(x, channels, 1).map((part) => ops.squeeze(part, 1));
    const joined = parts.length === 1 ? (parts[0] as Value) : ops.concatenate(parts, -1);
    return format === 'channels_last' ? joined : ops.transpose(joined, [0, 2, 1]);
  }
}

/** Makes an {@link STFTSpectrogram}. */
export const stftSpectrogram = (config: STFTSpectrogramConfig = {}): STFTSpectrogram => new STFTSpectrogram(config);

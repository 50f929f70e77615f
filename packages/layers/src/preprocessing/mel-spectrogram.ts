import { ops, ShapeMismatchError, tensor, type Value, type ValueLike } from '@kedge/graph-core';
import { boolean, count, nullable, number } from '../config/basic-fields.js';
import { InvalidConfigError, type Field } from '../config/field.js';
import { Layer, type LayerConfig } from '../engine/layer.js';
import { Variable } from '../engine/variable.js';
import { shapeOf } from '../layout/channels.js';
import { toFloat } from '../layout/to-float.js';
import { fillFourierBasis } from '../signals/fourier-basis.js';
import { melMatrix } from './mel-matrix.js';
import { window } from '../signals/signal-fields.js';
import { windowValues } from '../signals/signal-windows.js';

const countOr = (fallback: number): Field<number, number, false> => ({ ...count(), required: false, defaultValue: () => fallback });

const fields = {
  fftLength: countOr(2048),
  sequenceStride: countOr(512),
  sequenceLength: nullable(count()),
  window: window((name) => name === 'hann' || name === 'hamming', ['hann', 'hamming']),
  samplingRate: countOr(16000),
  numMelBins: countOr(128),
  minFreq: number(20),
  maxFreq: nullable(number(0)),
  powerToDb: boolean(true),
  topDb: number(80),
  magExp: number(2),
  minPower: number(1e-10),
  refPower: number(1),
};

export type MelSpectrogramConfig = LayerConfig<typeof fields>;

/** TensorFlow's periodic window: one of odd size is symmetric. */
const frameWindow = (name: string, size: number): readonly number[] => windowValues(name, size, size % 2 === 0);

const log10 = (x: ValueLike): Value => ops.multiply(ops.log(x), 1 / Math.LN10);

/**
 * The mel spectrogram of signals, in decibels unless told otherwise.
 *
 * Input `[time]` or `[batch, time]`; output `[mel bins, frames]` or `[batch, mel bins, frames]`.
 */
export class MelSpectrogram extends Layer<typeof fields> {
  static readonly className = 'MelSpectrogram';
  static readonly fields = fields;
  // No weights, and yet large enough to be kept on a backend.
  readonly #basis: Variable;
  readonly #mel: Variable;

  constructor(config: MelSpectrogramConfig = {}) {
    super(config);
    const { fftLength, numMelBins, samplingRate, minFreq, maxFreq, window: given } = this.config;
    const sequence = this.#sequenceLength;
    if (fftLength < sequence) throw new InvalidConfigError(`MelSpectrogram '${this.name}': expected an fftLength of at least sequenceLength, ${sequence}, got ${fftLength}.`);
    if (Array.isArray(given) && given.length !== sequence) throw new InvalidConfigError(`MelSpectrogram '${this.name}': expected a window of ${sequence} values, got ${given.length}.`);
    const bins = Math.floor(fftLength / 2) + 1;
    this.#basis = new Variable({ name: 'basis', shape: [fftLength, 1, 2 * bins], trainable: false, initialize: () => this.#fourierBasis(bins) });
    const mel = { spectrumBins: bins, melBins: numMelBins, samplingRate, minFreq, maxFreq: maxFreq === null || maxFreq === 0 ? Math.floor(samplingRate / 2) : maxFreq };
    this.#mel = new Variable({ name: 'mel', shape: [bins, numMelBins], trainable: false, initialize: () => melMatrix(mel) });
  }

  get #sequenceLength(): number {
    return this.config.sequenceLength ?? this.config.fftLength;
  }

  /** Cosines beside sines for a frame, the window in the middle of it. */
  #fourierBasis(bins: number): ReturnType<typeof tensor> {
    const { fftLength, window: given } = this.config;
    const sequence = this.#sequenceLength;
    // Without a window all of the frame counts.
    const weights = given === null ? null : typeof given === 'string' ? frameWindow(given, sequence) : given;
    const before = Math.floor((fftLength - sequence) / 2);
    const data = new Float32Array(fftLength * 2 * bins);
    const weightAt = (at: number): number => (weights === null ? 1 : (weights[at - before] ?? 0));
    for (const side of ['real', 'imag'] as const) {
      fillFourierBasis({ frame: fftLength, bins, period: fftLength, weightAt, side }, data, { width: 2 * bins, offset: side === 'real' ? 0 : bins });
    }
    return tensor(data, [fftLength, 1, 2 * bins]);
  }

  protected override call(x: ValueLike): Value {
    const rank = shapeOf(x).length;
    if (rank !== 1 && rank !== 2) throw new ShapeMismatchError(`MelSpectrogram '${this.name}': expected a signal of shape (time) or (batch, time), got rank ${rank}.`);
    const { powerToDb } = this.config;
    const sums = ops.matmul(this.#spectrum(rank === 1 ? ops.expandDims(x, 0) : x), this.#mel);
    const turned = ops.transpose(powerToDb ? this.#decibels(sums) : sums, [0, 2, 1]);
    return rank === 1 ? ops.squeeze(turned, 0) : turned;
  }

  /** `[batch, frames, bins]`. */
  #spectrum(x: ValueLike): Value {
    const { fftLength, sequenceStride, magExp } = this.config;
    const half = Math.floor(fftLength / 2);
    const padded = ops.pad(toFloat(x), [[0, 0], [half, half]], { mode: 'reflect' });
    const parts = ops.conv(ops.expandDims(padded, -1), this.#basis, { strides: sequenceStride });
    const [real, imag] = ops.split(parts, 2, -1) as [Value, Value];
    return ops.power(ops.sqrt(ops.add(ops.square(real), ops.square(imag))), magExp);
  }

  #decibels(power: Value): Value {
    const { minPower, refPower, topDb } = this.config;
    const reference = 10 * Math.log10(Math.max(Math.abs(refPower), minPower));
    const decibels = ops.subtract(ops.multiply(log10(ops.maximum(power, minPower)), 10), reference);
    return ops.maximum(decibels, ops.subtract(ops.max(decibels), topDb));
  }
}

/** Makes a {@link MelSpectrogram}. */
export const melSpectrogram = (config: MelSpectrogramConfig = {}): MelSpectrogram => new MelSpectrogram(config);

import { InvalidArgumentError } from '../errors.js';
import { tensor, isTensor, type Tensor } from '../tensor.js';
import type { Value, ValueLike } from '../value.js';
import { add, divide, multiply, subtract } from './binary.js';
import { negative } from './elementwise.js';
import { segmentSum, slice } from './indexing.js';
import { matmul } from './linear-algebra.js';
import { op } from './op.js';
import { asFloat, shapeOf } from './operands.js';
import { extractSequences, knownDim, swapaxes } from './rearranging.js';
import { pad, reshape, transpose } from './reshaping.js';

/** Complex numbers, as Keras passes them: real and imaginary parts. */
export type Complex = readonly [ValueLike, ValueLike];

/** `cos` or `sin` of `2 pi row column / period`, times a weight for each row. */
function waves(rows: number, columns: number, period: number, wave: (angle: number) => number, weight: (row: number) => number = () => 1): Tensor {
  // The remainder keeps the angle small, and so its sine exact.
  const at = (row: number, column: number): number => weight(row) * exact(wave((2 * Math.PI * ((row * column) % period)) / period));
  return tensor(Array.from({ length: rows * columns }, (_, i) => at(Math.floor(i / columns), i % columns)), [rows, columns]);
}

/** Without what is left of a zero because pi is no number of ours. */
const exact = (value: number): number => (Math.abs(value) < 1e-15 ? 0 : value);

const lastDim = (x: ValueLike, name: string): number => knownDim(shapeOf(x), shapeOf(x).length - 1, name);

function transformed([real, imag]: Complex, name: string): [Value, Value] {
  const n = lastDim(real, name);
  const [cosines, sines] = [waves(n, n, n, Math.cos), waves(n, n, n, Math.sin)];
  return [add(matmul(real, cosines), matmul(imag, sines)), subtract(matmul(imag, cosines), matmul(real, sines))];
}

/** Discrete Fourier transform along the last axis, by a matrix. Shape of both parts: that of the input. */
export const fft = op('fft', (x: Complex): Value[] => transformed(x, 'fft'), 'math.fft=FFT(x)');

const swapped = ([real, imag]: Complex): [Value, Value] => [swapaxes(real, -1, -2), swapaxes(imag, -1, -2)];

/** Discrete Fourier transform along the last two axes. Shape of both parts: that of the input. */
export const fft2 = op('fft2', (x: Complex): Value[] => swapped(transformed(swapped(transformed(x, 'fft2')), 'fft2')), 'math.fft2=FFT2(x)');

/** The inverse of `fft2`. Shape of both parts: that of the input. */
export const ifft2 = op('ifft2', ([real, imag]: Complex): Value[] => {
  const shape = shapeOf(real);
  const count = lastDim(real, 'ifft2') * knownDim(shape, shape.length - 2, 'ifft2');
  const [first, second] = fft2([real, negative(imag)]) as [Value, Value];
  return [divide(first, count), divide(negative(second), count)];
}, 'math.ifft2=IFFT2(x)');

/** The last axis cut or filled with zeros. */
function ofLength(x: ValueLike, length: number, name: string): Value {
  const shape = shapeOf(x);
  const size = lastDim(x, name);
  const cut = size > length ? slice(x, shape.map(() => 0), shape.map((_, i) => (i === shape.length - 1 ? length : -1))) : asFloat(x);
  return pad(cut, shape.map((_, i): readonly [number, number] => [0, i === shape.length - 1 ? Math.max(length - size, 0) : 0]));
}

function realTransform(x: ValueLike, length: number, name: string): [Value, Value] {
  const bins = Math.floor(length / 2) + 1;
  const rows = ofLength(asFloat(x), length, name);
  return [matmul(rows, waves(length, bins, length, Math.cos)), negative(matmul(rows, waves(length, bins, length, Math.sin)))];
}

/** Discrete Fourier transform of real numbers along the last axis, for frequencies from 0. Shape of both parts: last axis `length / 2 + 1`. */
export const rfft = op('rfft', (x: ValueLike, fftLength: number | null = null): Value[] => realTransform(x, fftLength ?? lastDim(x, 'rfft'), 'rfft'), 'math.rfft=RFFT(x, fft_length*)');

function inverseReal([real, imag]: Complex, length: number, name: string): Value {
  const bins = Math.floor(length / 2) + 1;
  // All frequencies but the ends stand for their counterparts, too.
  const weight = (bin: number): number => (bin === 0 || 2 * bin === length ? 1 : 2) / length;
  const cosines = waves(bins, length, length, Math.cos, weight);
  const sines = waves(bins, length, length, Math.sin, weight);
  return subtract(matmul(ofLength(real, bins, name), cosines), matmul(ofLength(imag, bins, name), sines));
}

/** The inverse of `rfft`. Shape: last axis `fftLength`, by default twice that of the input less two. */
export const irfft = op('irfft', (x: Complex, fftLength: number | null = null): Value => inverseReal(x, fftLength ?? 2 * (lastDim(x[0], 'irfft') - 1), 'irfft'), 'math.irfft=IRFFT(x, fft_length*)');

/** A window by name, as numbers, or none. */
export type SpectrumWindow = 'hann' | 'hamming' | null | readonly number[] | Tensor;

/** The window's numbers in the middle of a frame. */
function windowNumbers(window: SpectrumWindow, length: number, frame: number): readonly number[] {
  const left = Math.floor((frame - length) / 2);
  // Periodic where the length is even; TensorFlow leaves odd ones symmetric.
  const period = length % 2 === 0 ? length : Math.max(length - 1, 1);
  const named = (a: number): number[] => Array.from({ length }, (_, i) => (length === 1 ? 1 : a - (1 - a) * Math.cos((2 * Math.PI * i) / period)));
  const numbers = window === 'hann' ? named(0.5) : window === 'hamming' ? named(0.54) : isTensor(window) ? Array.from(window.data as ArrayLike<number>) : window;
  if (!Array.isArray(numbers) || numbers.length !== length) throw new InvalidArgumentError(`stft: expected window 'hann', 'hamming' or ${length} numbers, got ${JSON.stringify(window)}.`);
  return Array.from({ length: frame }, (_, i) => (numbers as number[])[i - left] ?? 0);
}

type SpectrumOptions = { readonly window?: SpectrumWindow; readonly center?: boolean };

/** Fourier transforms of windows of a signal. Shape of both parts: the last axis becomes `[frames, fftLength / 2 + 1]`. */
export const stft = op('stft', (x: ValueLike, sequenceLength: number, sequenceStride: number, fftLength: number, options: SpectrumOptions = {}): Value[] => {
  const { window = 'hann', center = true } = options;
  const rank = shapeOf(x).length;
  const half = center ? Math.floor(fftLength / 2) : 0;
  const signal = pad(asFloat(x), Array.from({ length: rank }, (_, i): readonly [number, number] => (i === rank - 1 ? [half, half] : [0, 0])), { mode: 'reflect' });
  const frames = extractSequences(signal, fftLength, sequenceStride);
  const weights = window === null ? undefined : tensor(windowNumbers(window, sequenceLength, fftLength), [fftLength]);
  return realTransform(weights === undefined ? frames : multiply(frames, weights), fftLength, 'stft');
}, 'math.stft=STFT(x, sequence_length*, sequence_stride*, fft_length*, {window*?, center*})');

/** What frames weigh so that windows that overlap add up to what was windowed. */
function inverseWindow(numbers: readonly number[], stride: number): readonly number[] {
  const sums = Array.from({ length: stride }, (_, place) => numbers.reduce((sum, w, i) => (i % stride === place ? sum + w * w : sum), 0));
  return numbers.map((w, i) => w / (sums[i % stride] ?? 1));
}

/** Frames added up where they overlap. Shape: `[..., (frames - 1) * stride + frame]`. */
function overlapped(frames: Value, stride: number): Value {
  const shape = frames.shape;
  const [count, frame] = [knownDim(shape, shape.length - 2, 'istft'), knownDim(shape, shape.length - 1, 'istft')];
  const length = (count - 1) * stride + frame;
  const places = Array.from({ length: count * frame }, (_, i) => Math.floor(i / frame) * stride + (i % frame));
  const sums = segmentSum(transpose(reshape(frames, [-1, count * frame])), tensor(places, [places.length], 'int32'), length);
  return reshape(transpose(sums), [...shape.slice(0, -2), length]);
}

/** The signal whose windows have these transforms: the inverse of `stft`. Shape: the last two axes become one. */
export const istft = op(
  'istft',
  (x: Complex, sequenceLength: number, sequenceStride: number, fftLength: number, options: SpectrumOptions & { readonly length?: number } = {}): Value => {
    const { window = 'hann', center = true, length } = options;
    const frames = inverseReal(x, fftLength, 'istft');
    const weights = window === null ? undefined : inverseWindow(windowNumbers(window, sequenceLength, fftLength), sequenceStride);
    const signal = overlapped(weights === undefined ? frames : multiply(frames, tensor(weights, [fftLength])), sequenceStride);
    const total = lastDim(signal, 'istft');
    const start = center ? Math.floor(fftLength / 2) : 0;
    const end = length !== undefined ? start + length : center ? total - start : total;
    const rank = signal.shape.length;
    const box = (last: number, other: number): number[] => signal.shape.map((_, i) => (i === rank - 1 ? last : other));
    return ofLength(slice(signal, box(start, 0), box(Math.min(end, total) - start, -1)), end - start, 'istft');
  },
  'math.istft=ISTFT(x, sequence_length*, sequence_stride*, fft_length*, {length*, window*?, center*})',
);

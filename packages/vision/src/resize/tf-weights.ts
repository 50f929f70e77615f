import { gaussian, keysCubic, lanczos, mitchellCubic, triangle, type Kernel } from './kernels.js';
import type { TfMethod } from './methods.js';

/** For each output position: where its source samples begin and their weights. */
export interface Spans {
  readonly starts: Int32Array;
  readonly counts: Int32Array;
  /** `taps` weights per output position. */
  readonly weights: Float64Array;
  readonly taps: number;
}

const KERNELS: Readonly<Record<Exclude<TfMethod, 'tf-nearest' | 'tf-area'>, Kernel>> = {
  'tf-bilinear': triangle,
  'tf-bicubic': keysCubic,
  'tf-lanczos3': lanczos(3),
  'tf-lanczos5': lanczos(5),
  'tf-gaussian': gaussian,
  'tf-mitchellcubic': mitchellCubic,
};

/**
 * The weights with which `tf.image.resize` (TensorFlow 2, half-pixel centres) resizes along one axis.
 *
 * Positions are rounded to float32 where TensorFlow's are, since they decide which samples are taken.
 *
 * @param size Source samples.
 * @param outSize Output samples.
 */
export function tfWeights(method: TfMethod, antialias: boolean, size: number, outSize: number): Spans {
  switch (method) {
    case 'tf-nearest':
      return nearest(size, outSize);
    case 'tf-area':
      return area(size, outSize);
    case 'tf-bilinear':
      return antialias ? kernelSpans(triangle, true, size, outSize) : bilinear(size, outSize);
    case 'tf-bicubic':
      return antialias ? kernelSpans(keysCubic, true, size, outSize) : bicubic(size, outSize);
    default:
      return kernelSpans(KERNELS[method], antialias, size, outSize);
  }
}

function emptySpans(outSize: number, taps: number): Spans {
  return { starts: new Int32Array(outSize), counts: new Int32Array(outSize), weights: new Float64Array(outSize * taps), taps };
}

/** The centre of an output sample on the source axis, less half a sample. */
function halfPixel(x: number, scale: number): number {
  return Math.fround(Math.fround((x + 0.5) * scale) - 0.5);
}

function nearest(size: number, outSize: number): Spans {
  const spans = emptySpans(outSize, 1);
  const scale = Math.fround(size / outSize);
  for (let x = 0; x < outSize; x += 1) {
    spans.starts[x] = Math.min(size - 1, Math.floor(Math.fround((x + 0.5) * scale)));
    spans.counts[x] = 1;
    spans.weights[x] = 1;
  }
  return spans;
}

function bilinear(size: number, outSize: number): Spans {
  const spans = emptySpans(outSize, 2);
  const scale = Math.fround(size / outSize);
  for (let x = 0; x < outSize; x += 1) {
    const position = halfPixel(x, scale);
    const fraction = position - Math.floor(position);
    const lower = Math.max(0, Math.floor(position));
    const upper = Math.min(size - 1, Math.ceil(position));
    spans.starts[x] = lower;
    spans.counts[x] = upper - lower + 1;
    // At the edges both samples are one and the same.
    spans.weights[2 * x] = upper > lower ? 1 - fraction : 1;
    spans.weights[2 * x + 1] = upper > lower ? fraction : 0;
  }
  return spans;
}

/** TensorFlow looks its cubic weights up in a table of this many steps. */
const CUBIC_STEPS = 1024;

function bicubic(size: number, outSize: number): Spans {
  const spans = emptySpans(outSize, 4);
  const scale = Math.fround(size / outSize);
  for (let x = 0; x < outSize; x += 1) {
    const position = halfPixel(x, scale);
    const base = Math.floor(position);
    const step = roundHalfEven((position - base) * CUBIC_STEPS) / CUBIC_STEPS;
    const weights = [1 + step, step, 1 - step, 2 - step].map(keysCubic.weight);
    const first = Math.max(0, base - 1);
    const last = Math.min(size - 1, base + 2);
    spans.starts[x] = first;
    spans.counts[x] = last - first + 1;
    // What lies outside counts nothing, and the others share its weight.
    const inside = weights.slice(first - base + 1, last - base + 2);
    const sum = inside.reduce((total, weight) => total + weight, 0);
    inside.forEach((weight, i) => {
      spans.weights[4 * x + i] = weight / sum;
    });
  }
  return spans;
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** Each output sample is the mean of the stretch of source that it covers. */
function area(size: number, outSize: number): Spans {
  const scale = Math.fround(size / outSize);
  const spans = emptySpans(outSize, Math.ceil(scale) + 2);
  for (let x = 0; x < outSize; x += 1) {
    const from = Math.fround(x * scale);
    const to = Math.fround((x + 1) * scale);
    const first = Math.floor(from);
    const end = Math.ceil(to);
    spans.starts[x] = Math.min(first, size - 1);
    spans.counts[x] = Math.min(end, size) - Math.min(first, size - 1);
    for (let i = first; i < end; i += 1) {
      const weight = (Math.min(i + 1, to) - Math.max(i, from)) / scale;
      // Past the edge the last sample stands in.
      const slot = x * spans.taps + Math.min(i, size - 1) - (spans.starts[x] ?? 0);
      spans.weights[slot] = (spans.weights[slot] ?? 0) + weight;
    }
  }
  return spans;
}

/** TensorFlow's `ScaleAndTranslate` without translation. */
function kernelSpans(kernel: Kernel, antialias: boolean, size: number, outSize: number): Spans {
  const step = Math.fround(1 / Math.fround(outSize / size));
  const kernelScale = antialias ? Math.max(step, 1) : 1;
  const radius = Math.fround(kernel.radius * kernelScale);
  const spans = emptySpans(outSize, Math.min(2 * Math.ceil(radius) + 1, size));
  for (let x = 0; x < outSize; x += 1) {
    const center = Math.fround((x + 0.5) * step);
    if (center > size) continue;
    const first = Math.max(0, Math.min(size - 1, Math.ceil(center - radius - 0.5)));
    const last = Math.max(0, Math.min(size - 1, Math.floor(center + radius - 0.5)));
    spans.starts[x] = first;
    spans.counts[x] = last - first + 1;
    let sum = 0;
    for (let i = first; i <= last; i += 1) {
      const weight = kernel.weight(Math.abs((i + 0.5 - center) / kernelScale));
      spans.weights[x * spans.taps + i - first] = weight;
      sum += weight;
    }
    for (let i = 0; i <= last - first; i += 1) {
      const slot = x * spans.taps + i;
      spans.weights[slot] = (spans.weights[slot] ?? 0) / sum;
    }
  }
  return spans;
}

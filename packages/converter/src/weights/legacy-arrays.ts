/** Pure steps from arrays as older Keras stored them to those of today; shapes are given in the order of the dimensions. */

/** The array with its dimensions in another order. */
export function transpose(data: Float32Array, shape: readonly number[], order: readonly number[]): Float32Array {
  const strides = shape.map((_, i) => shape.slice(i + 1).reduce((product, dim) => product * dim, 1));
  const dims = order.map((from) => shape[from] ?? 1);
  const steps = order.map((from) => strides[from] ?? 1);
  return gather(data, dims, steps, 0);
}

/** The array with some dimensions turned round, as Theano's convolutions have their kernels. */
export function flip(data: Float32Array, shape: readonly number[], axes: readonly number[]): Float32Array {
  const strides = shape.map((_, i) => shape.slice(i + 1).reduce((product, dim) => product * dim, 1));
  const start = axes.reduce((sum, axis) => sum + ((shape[axis] ?? 1) - 1) * (strides[axis] ?? 1), 0);
  return gather(data, shape, strides.map((stride, axis) => (axes.includes(axis) ? -stride : stride)), start);
}

function gather(data: Float32Array, dims: readonly number[], steps: readonly number[], start: number): Float32Array {
  const out = new Float32Array(data.length);
  const index = dims.map(() => 0);
  let at = start;
  for (let i = 0; i < out.length; i++) {
    out[i] = data[at] ?? Number.NaN;
    for (let axis = dims.length - 1; axis >= 0; axis--) {
      index[axis] = (index[axis] ?? 0) + 1;
      at += steps[axis] ?? 0;
      if ((index[axis] ?? 0) < (dims[axis] ?? 0)) break;
      at -= (steps[axis] ?? 0) * (dims[axis] ?? 0);
      index[axis] = 0;
    }
  }
  return out;
}

/** Arrays of equally many rows side by side. */
export function besides(parts: readonly Float32Array[], rows: number): Float32Array {
  const widths = parts.map((part) => part.length / rows);
  const width = widths.reduce((sum, w) => sum + w, 0);
  const out = new Float32Array(rows * width);
  let column = 0;
  parts.forEach((part, i) => {
    const w = widths[i] ?? 0;
    for (let row = 0; row < rows; row++) out.set(part.subarray(row * w, (row + 1) * w), row * width + column);
    column += w;
  });
  return out;
}

/** One gate's columns out of a kernel of several. */
function gateOf(data: Float32Array, rows: number, units: number, gates: number, gate: number): Float32Array {
  const out = new Float32Array(rows * units);
  for (let row = 0; row < rows; row++) out.set(data.subarray((row * gates + gate) * units, (row * gates + gate + 1) * units), row * units);
  return out;
}

/**
 * A kernel of cuDNN as the plain layer has it: gate by gate, what is stored row by row is that of the transposed matrix.
 *
 * @param rows Size of the input, or of the state.
 */
export function fromCudnnKernel(data: Float32Array, rows: number, units: number, gates: number): Float32Array {
  const parts = Array.from({ length: gates }, (_, gate) => transpose(gateOf(data, rows, units, gates, gate), [units, rows], [1, 0]));
  return besides(parts, rows);
}

/** The two biases of cuDNN as the one of a plain LSTM: their sum. */
export function sumOfHalves(data: Float32Array): Float32Array {
  const half = data.length / 2;
  return data.slice(0, half).map((value, i) => value + (data[half + i] ?? 0));
}

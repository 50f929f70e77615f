import { Context } from '../context';
import { activateRows } from '../gemm/activate';
import { clamped, multiplyAdd, storePart } from '../gemm/panel';

/** A convolution of each channel by itself, over up to three spatial dimensions. A task is a row of the output. */
@unmanaged
export class DepthwiseParams {
  input: usize;
  /** For each tap one number per channel of the output, channels filled up to a multiple of four. */
  weights: usize;
  /** A number per channel of the output, filled up likewise; 0 for none. */
  bias: usize;
  output: usize;
  zeros: usize;
  residual: usize;
  inputFrames: i32;
  inputHeight: i32;
  inputWidth: i32;
  outputFrames: i32;
  outputHeight: i32;
  outputWidth: i32;
  kernelFrames: i32;
  kernelHeight: i32;
  kernelWidth: i32;
  strideFrames: i32;
  strideHeight: i32;
  strideWidth: i32;
  dilationFrames: i32;
  dilationHeight: i32;
  dilationWidth: i32;
  paddingFrames: i32;
  paddingHeight: i32;
  paddingWidth: i32;
  /** Channels of the output. */
  channels: i32;
  /** Channels of the output for each one of the input. */
  multiplier: i32;
  inputStride: i32;
  outputStride: i32;
  residualStride: i32;
  lower: f32;
  upper: f32;
  activation: i32;
}

/** Cells of the output that are computed together. */
// @ts-ignore: decorator
@inline
const CELLS: i32 = 4;

/** Writes, for each tap, the pointers of four cells of the output, those beyond the last one again that of the last. */
function writePointers(p: DepthwiseParams, image: usize, z: i32, y: i32, x: i32, to: usize): void {
  const stride = <usize>p.inputStride;
  for (let kz = 0; kz < p.kernelFrames; ++kz) {
    const iz = z * p.strideFrames - p.paddingFrames + kz * p.dilationFrames;
    for (let ky = 0; ky < p.kernelHeight; ++ky) {
      const iy = y * p.strideHeight - p.paddingHeight + ky * p.dilationHeight;
      const isRowIn = <u32>iz < <u32>p.inputFrames && <u32>iy < <u32>p.inputHeight;
      const row = image + <usize>((iz * p.inputHeight + iy) * p.inputWidth) * stride;
      for (let kx = 0; kx < p.kernelWidth; ++kx) {
        for (let i = 0; i < CELLS; ++i) {
          const ix = min(x + i, p.outputWidth - 1) * p.strideWidth - p.paddingWidth + kx * p.dilationWidth;
          store<usize>(to, isRowIn && <u32>ix < <u32>p.inputWidth ? row + <usize>ix * stride : p.zeros);
          to += 4;
        }
      }
    }
  }
}

/** Four numbers of the input for four channels of the output. */
// @ts-ignore: decorator
@inline
function inputsAt(from: usize, channel: i32, multiplier: i32): v128 {
  if (multiplier == 1) return v128.load(from + (<usize>channel << 2));
  return f32x4(
    load<f32>(from + (<usize>(channel / multiplier) << 2)),
    load<f32>(from + (<usize>((channel + 1) / multiplier) << 2)),
    load<f32>(from + (<usize>((channel + 2) / multiplier) << 2)),
    load<f32>(from + (<usize>((channel + 3) / multiplier) << 2)),
  );
}

/** Four cells by all channels. */
// @ts-ignore: decorator
@inline
function fourCells(p: DepthwiseParams, pointers: usize, to: usize, residual: usize, cells: i32, multiplier: i32): void {
  const taps = p.kernelFrames * p.kernelHeight * p.kernelWidth;
  const channels = p.channels;
  const lower = f32x4.splat(p.lower);
  const upper = f32x4.splat(p.upper);
  const tapBytes = <usize>((channels + 3) & ~3) << 2;
  for (let c = 0; c < channels; c += 4) {
    const at = <usize>c << 2;
    let c0 = p.bias == 0 ? f32x4.splat(0) : v128.load(p.bias + at);
    let c1 = c0, c2 = c0, c3 = c0;
    let w = p.weights + at;
    let pointer = pointers;
    for (let tap = taps; tap > 0; --tap) {
      const weights = v128.load(w);
      c0 = multiplyAdd(inputsAt(load<usize>(pointer), c, multiplier), weights, c0);
      c1 = multiplyAdd(inputsAt(load<usize>(pointer, 4), c, multiplier), weights, c1);
      c2 = multiplyAdd(inputsAt(load<usize>(pointer, 8), c, multiplier), weights, c2);
      c3 = multiplyAdd(inputsAt(load<usize>(pointer, 12), c, multiplier), weights, c3);
      w += tapBytes;
      pointer += 16;
    }
    if (residual != 0) {
      let from = residual + at;
      c0 = f32x4.add(c0, v128.load(from));
      if (cells > 1) c1 = f32x4.add(c1, v128.load((from += p.residualStride)));
      if (cells > 2) c2 = f32x4.add(c2, v128.load((from += p.residualStride)));
      if (cells > 3) c3 = f32x4.add(c3, v128.load((from += p.residualStride)));
    }
    const count = min(channels - c, 4);
    let target = to + at;
    put(target, clamped(c0, lower, upper), count);
    if (cells > 1) put((target += p.outputStride), clamped(c1, lower, upper), count);
    if (cells > 2) put((target += p.outputStride), clamped(c2, lower, upper), count);
    if (cells > 3) put((target += p.outputStride), clamped(c3, lower, upper), count);
  }
}

// @ts-ignore: decorator
@inline
function put(to: usize, x: v128, count: i32): void {
  if (count == 4) v128.store(to, x);
  else storePart(to, x, x, count);
}

/** Scratch: four pointers for each tap. */
export function depthwiseConv(p: DepthwiseParams, begin: i32, end: i32, context: Context): void {
  const pointers = context.scratch;
  const imageBytes = <usize>(p.inputFrames * p.inputHeight * p.inputWidth) * p.inputStride;
  for (let task = begin; task < end; ++task) {
    const y = task % p.outputHeight;
    const z = (task / p.outputHeight) % p.outputFrames;
    const image = p.input + <usize>(task / p.outputHeight / p.outputFrames) * imageBytes;
    const cell = <usize>(task * p.outputWidth);
    for (let x = 0; x < p.outputWidth; x += CELLS) {
      writePointers(p, image, z, y, x, pointers);
      const to = p.output + (cell + x) * p.outputStride;
      const residual = p.residual == 0 ? 0 : p.residual + (cell + x) * p.residualStride;
      const cells = min(p.outputWidth - x, CELLS);
      if (p.multiplier == 1) fourCells(p, pointers, to, residual, cells, 1);
      else fourCells(p, pointers, to, residual, cells, p.multiplier);
    }
    if (p.activation != 0) activateRows(p.activation, p.output + cell * p.outputStride, p.outputWidth, p.channels, p.outputStride);
  }
}

@unmanaged
export class PackRowsParams {
  input: usize;
  output: usize;
  /** Numbers of a row of the input. */
  columns: i32;
  /** Numbers of a row of the output, the further ones zeros. */
  outputColumns: i32;
  /** Elements from one number of a row to the next: 0 repeats one for all. */
  columnStep: i32;
}

/** Copies rows, filled up with zeros. A task is a row. */
export function packRows(p: PackRowsParams, begin: i32, end: i32, context: Context): void {
  for (let row = begin; row < end; ++row) {
    let from = p.input + <usize>(row * p.columns * p.columnStep) * 4;
    let to = p.output + <usize>(row * p.outputColumns) * 4;
    for (let i = 0; i < p.columns; ++i) {
      store<f32>(to, load<f32>(from));
      from += <usize>p.columnStep << 2;
      to += 4;
    }
    for (let i = p.columns; i < p.outputColumns; ++i) {
      store<f32>(to, 0);
      to += 4;
    }
  }
}

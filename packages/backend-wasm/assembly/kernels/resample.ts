import { Context } from '../context';
import { multiplyAdd, storePart } from '../gemm/panel';

/** Weighted sums along the middle of `[outer, count, inner]`: resizing along one dimension. */
@unmanaged
export class ResampleParams {
  input: usize;
  output: usize;
  /** int32, for each cell of the output: the first cell of the input. */
  firsts: usize;
  /** For each cell of the output `taps` weights, those that are not needed 0. */
  weights: usize;
  taps: i32;
  count: i32;
  outputCount: i32;
  inner: i32;
}

/** A task is a line of `inner` numbers of the output. */
export function resample(p: ResampleParams, begin: i32, end: i32, context: Context): void {
  const inner = p.inner;
  const stride = <usize>inner << 2;
  for (let task = begin; task < end; ++task) {
    const outer = task / p.outputCount;
    const cell = task % p.outputCount;
    const first = load<i32>(p.firsts + (<usize>cell << 2));
    const from = p.input + <usize>(outer * p.count + first) * stride;
    const to = p.output + <usize>task * stride;
    const weights = p.weights + (<usize>(cell * p.taps) << 2);
    const taps = min(p.taps, p.count - first);
    for (let c = 0; c < inner; c += 4) {
      let s = f32x4.splat(0);
      let at = from + (<usize>c << 2);
      for (let tap = 0; tap < taps; ++tap) {
        s = multiplyAdd(v128.load(at), v128.load_splat<f32>(weights + (<usize>tap << 2)), s);
        at += stride;
      }
      const target = to + (<usize>c << 2);
      if (inner - c >= 4) v128.store(target, s);
      else storePart(target, s, s, inner - c);
    }
  }
}

/** The transposed convolution from products of cells and kernels, see binders/conv-transpose.ts. */
@unmanaged
export class FoldParams {
  /** For each cell of the input, for each tap `channels` numbers. */
  input: usize;
  output: usize;
  /** A number per channel; 0 for none. */
  bias: usize;
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
  channels: i32;
  /** Bytes from one cell of the input to the next. */
  inputStride: i32;
  outputStride: i32;
}

/** Adds up, for each cell of the output, what the windows over it have for it. A task is a row of the output. */
export function fold(p: FoldParams, begin: i32, end: i32, context: Context): void {
  const channels = p.channels;
  for (let task = begin; task < end; ++task) {
    const y = task % p.outputHeight;
    const z = (task / p.outputHeight) % p.outputFrames;
    const image = task / p.outputHeight / p.outputFrames;
    for (let x = 0; x < p.outputWidth; ++x) {
      const to = p.output + <usize>(task * p.outputWidth + x) * p.outputStride;
      if (p.bias == 0) memory.fill(to, 0, <usize>channels << 2);
      else memory.copy(to, p.bias, <usize>channels << 2);
      let tap = 0;
      for (let kz = 0; kz < p.kernelFrames; ++kz) {
        const iz = source(z + p.paddingFrames - kz * p.dilationFrames, p.strideFrames, p.inputFrames);
        for (let ky = 0; ky < p.kernelHeight; ++ky) {
          const iy = source(y + p.paddingHeight - ky * p.dilationHeight, p.strideHeight, p.inputHeight);
          for (let kx = 0; kx < p.kernelWidth; ++kx, ++tap) {
            const ix = source(x + p.paddingWidth - kx * p.dilationWidth, p.strideWidth, p.inputWidth);
            if ((iz | iy | ix) < 0) continue;
            const cell = ((image * p.inputFrames + iz) * p.inputHeight + iy) * p.inputWidth + ix;
            addNumbers(to, p.input + <usize>cell * p.inputStride + (<usize>(tap * channels) << 2), channels);
          }
        }
      }
    }
  }
}

/** The cell whose window reaches here; negative when there is none. */
// @ts-ignore: decorator
@inline
function source(at: i32, stride: i32, count: i32): i32 {
  if (at < 0 || at % stride != 0) return -1;
  const cell = at / stride;
  return cell < count ? cell : -1;
}

function addNumbers(to: usize, from: usize, count: i32): void {
  for (; count >= 4; count -= 4) {
    v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
    to += 16;
    from += 16;
  }
  if (count > 0) {
    const s = f32x4.add(v128.load(to), v128.load(from));
    storePart(to, s, s, count);
  }
}

import { Context } from '../context';
import { storePart } from '../gemm/panel';

/** Pooling over up to three spatial dimensions, channels last. A task is a row of the output: all cells along its width. */
@unmanaged
export class PoolParams {
  input: usize;
  output: usize;
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
  paddingFrames: i32;
  paddingHeight: i32;
  paddingWidth: i32;
  channels: i32;
  /** Bytes from one cell to the next. */
  inputStride: i32;
  outputStride: i32;
}

/** The part of a window that lies inside, along one dimension. */
// @ts-ignore: decorator
@inline
function firstInside(at: i32): i32 {
  return max(at, 0);
}

/** The larger one of each lane; NaN when one of them is. */
// @ts-ignore: decorator
@inline
function larger(a: v128, b: v128): v128 {
  return f32x4.max(a, b);
}

/** One cell of the output: `isMax` is known when this is compiled into its caller. */
// @ts-ignore: decorator
@inline
function poolCell(p: PoolParams, image: usize, z: i32, y: i32, x: i32, to: usize, isMax: bool): void {
  const front = z * p.strideFrames - p.paddingFrames;
  const top = y * p.strideHeight - p.paddingHeight;
  const left = x * p.strideWidth - p.paddingWidth;
  const zEnd = min(front + p.kernelFrames, p.inputFrames);
  const yEnd = min(top + p.kernelHeight, p.inputHeight);
  const xBegin = firstInside(left);
  const xEnd = min(left + p.kernelWidth, p.inputWidth);
  const zBegin = firstInside(front);
  const yBegin = firstInside(top);
  const cells = max(zEnd - zBegin, 0) * max(yEnd - yBegin, 0) * max(xEnd - xBegin, 0);
  const scale = f32x4.splat(<f32>1 / <f32>cells);
  const stride = <usize>p.inputStride;
  for (let c = 0; c < p.channels; c += 8) {
    let low = isMax ? f32x4.splat(-Infinity) : f32x4.splat(0);
    let high = low;
    for (let iz = zBegin; iz < zEnd; ++iz) {
      for (let iy = yBegin; iy < yEnd; ++iy) {
        let from = image + <usize>((iz * p.inputHeight + iy) * p.inputWidth + xBegin) * stride + (<usize>c << 2);
        for (let ix = xBegin; ix < xEnd; ++ix) {
          if (isMax) {
            low = larger(low, v128.load(from));
            high = larger(high, v128.load(from, 16));
          } else {
            low = f32x4.add(low, v128.load(from));
            high = f32x4.add(high, v128.load(from, 16));
          }
          from += stride;
        }
      }
    }
    if (!isMax) {
      low = f32x4.mul(low, scale);
      high = f32x4.mul(high, scale);
    }
    const at = to + (<usize>c << 2);
    if (p.channels - c >= 8) {
      v128.store(at, low);
      v128.store(at, high, 16);
    } else storePart(at, low, high, p.channels - c);
  }
}

// @ts-ignore: decorator
@inline
function poolRows(p: PoolParams, begin: i32, end: i32, isMax: bool): void {
  const imageBytes = <usize>(p.inputFrames * p.inputHeight * p.inputWidth) * p.inputStride;
  for (let task = begin; task < end; ++task) {
    const y = task % p.outputHeight;
    const z = (task / p.outputHeight) % p.outputFrames;
    const image = p.input + <usize>(task / p.outputHeight / p.outputFrames) * imageBytes;
    let to = p.output + <usize>(task * p.outputWidth) * p.outputStride;
    for (let x = 0; x < p.outputWidth; ++x) {
      poolCell(p, image, z, y, x, to, isMax);
      to += p.outputStride;
    }
  }
}

/** The largest number of each window; NaN when there is one. */
export function maxPool(p: PoolParams, begin: i32, end: i32, context: Context): void {
  poolRows(p, begin, end, true);
}

/** The mean of each window, of the cells that lie inside the image. */
export function averagePool(p: PoolParams, begin: i32, end: i32, context: Context): void {
  poolRows(p, begin, end, false);
}

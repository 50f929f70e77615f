// Written by scripts/build-wasm.mjs.
import { clamped, multiplyAdd, Panel, storePart } from '../gemm/panel';

/** 1 rows by the eight columns of a panel. */
export function tile1x8(panel: Panel, pointers: usize, w: usize, bias: usize, to: usize, residual: usize, columns: i32): void {
  const taps = panel.taps;
  const depth = panel.depth;
  let w0 = f32x4.splat(0), w1 = w0, x: v128;
  if (bias != 0) {
    w0 = v128.load(bias);
    w1 = v128.load(bias, 16);
  }
  let c00 = w0, c01 = w1;
  for (let tap = taps; tap > 0; --tap) {
    let p = pointers;
    let a0 = load<usize>(p);
    pointers += 4;
    let k = depth;
    for (; k >= 4; k -= 4) {
      w0 = v128.load(w, 0);
      w1 = v128.load(w, 16);
      x = v128.load_splat<f32>(a0, 0);
      c00 = multiplyAdd(x, w0, c00);
      c01 = multiplyAdd(x, w1, c01);
      w0 = v128.load(w, 32);
      w1 = v128.load(w, 48);
      x = v128.load_splat<f32>(a0, 4);
      c00 = multiplyAdd(x, w0, c00);
      c01 = multiplyAdd(x, w1, c01);
      w0 = v128.load(w, 64);
      w1 = v128.load(w, 80);
      x = v128.load_splat<f32>(a0, 8);
      c00 = multiplyAdd(x, w0, c00);
      c01 = multiplyAdd(x, w1, c01);
      w0 = v128.load(w, 96);
      w1 = v128.load(w, 112);
      x = v128.load_splat<f32>(a0, 12);
      c00 = multiplyAdd(x, w0, c00);
      c01 = multiplyAdd(x, w1, c01);
      a0 += 16;
      w += 128;
    }
    for (; k > 0; --k) {
      w0 = v128.load(w, 0);
      w1 = v128.load(w, 16);
      x = v128.load_splat<f32>(a0, 0);
      c00 = multiplyAdd(x, w0, c00);
      c01 = multiplyAdd(x, w1, c01);
      a0 += 4;
      w += 32;
    }
  }
  if (residual != 0) {
    c00 = f32x4.add(c00, v128.load(residual));
    c01 = f32x4.add(c01, v128.load(residual, 16));
  }
  w0 = f32x4.splat(panel.lower);
  w1 = f32x4.splat(panel.upper);
  const stride = panel.outputStride;
  if (columns == 8) {
    v128.store(to, clamped(c00, w0, w1));
    v128.store(to, clamped(c01, w0, w1), 16);
  } else {
    storePart(to, clamped(c00, w0, w1), clamped(c01, w0, w1), columns);
  }
}

/** 2 rows by the eight columns of a panel. */
export function tile2x8(panel: Panel, pointers: usize, w: usize, bias: usize, to: usize, residual: usize, columns: i32): void {
  const taps = panel.taps;
  const depth = panel.depth;
  const pointerStride = <usize>taps << 2;
  let w0 = f32x4.splat(0), w1 = w0, x: v128;
  if (bias != 0) {
    w0 = v128.load(bias);
    w1 = v128.load(bias, 16);
  }
  let c00 = w0, c01 = w1;
  let c10 = w0, c11 = w1;
  for (let tap = taps; tap > 0; --tap) {
    let p = pointers;
    let a0 = load<usize>(p);
    p += pointerStride;
    let a1 = load<usize>(p);
    pointers += 4;
    let k = depth;
    for (; k >= 4; k -= 4) {
      w0 = v128.load(w, 0);
      w1 = v128.load(w, 16);
      x = v128.load_splat<f32>(a0, 0);
      c00 = multiplyAdd(x, w0, c00);
      c01 = multiplyAdd(x, w1, c01);
      x = v128.load_splat<f32>(a1, 0);
      c10 = multiplyAdd(x, w0, c10);
      c11 = multiplyAdd(x, w1, c11);
      w0 = v128.load(w, 32);
      w1 = v128.load(w, 48);
      x = v128.load_splat<f32>(a0, 4);
      c00 = multiplyAdd(x, w0, c00);
      c01 = multiplyAdd(x, w1, c01);
      x = v128.load_splat<f32>(a1, 4);
      c10 = multiplyAdd(x, w0, c10);
      c11 = multiplyAdd(x, w1, c11);
      w0 = v128.load(w, 64);
      w1 = v128.load(w, 80);
      x = v128.load_splat<f32>(a0, 8);
      c00 = multiplyAdd(x, w0, c00);
      c01 = multiplyAdd(x, w1, c01);
      x = v128.load_splat<f32>(a1, 8);
      c10 = multiplyAdd(x, w0, c10);
      c11 = multiplyAdd(x, w1, c11);
      w0 = v128.load(w, 96);
      w1 = v128.load(w, 112);
      x = v128.load_splat<f32>(a0, 12);
      c00 = multiplyAdd(x, w0, c00);
      c01 = multiplyAdd(x, w1, c01);
      x = v128.load_splat<f32>(a1, 12);
      c10 = multiplyAdd(x, w0, c10);
      c11 = multiplyAdd(x, w1, c11);
      a0 += 16;
      a1 += 16;
      w += 128;
    }
    for (; k > 0; --k) {
      w0 = v128.load(w, 0);
      w1 = v128.load(w, 16);
      x = v128.load_splat<f32>(a0, 0);
      c00 = multiplyAdd(x, w0, c00);
      c01 = multiplyAdd(x, w1, c01);
      x = v128.load_splat<f32>(a1, 0);
      c10 = multiplyAdd(x, w0, c10);
      c11 = multiplyAdd(x, w1, c11);
      a0 += 4;
      a1 += 4;
      w += 32;
    }
  }
  if (residual != 0) {
    c00 = f32x4.add(c00, v128.load(residual));
    c01 = f32x4.add(c01, v128.load(residual, 16));
    residual += panel.residualStride;
    c10 = f32x4.add(c10, v128.load(residual));
    c11 = f32x4.add(c11, v128.load(residual, 16));
  }
  w0 = f32x4.splat(panel.lower);
  w1 = f32x4.splat(panel.upper);
  const stride = panel.outputStride;
  if (columns == 8) {
    v128.store(to, clamped(c00, w0, w1));
    v128.store(to, clamped(c01, w0, w1), 16);
    to += stride;
    v128.store(to, clamped(c10, w0, w1));
    v128.store(to, clamped(c11, w0, w1), 16);
  } else {
    storePart(to, clamped(c00, w0, w1), clamped(c01, w0, w1), columns);
    to += stride;
    storePart(to, clamped(c10, w0, w1), clamped(c11, w0, w1), columns);
  }
}

/** 4 rows by the eight columns of a panel. */
export function tile4x8(panel: Panel, pointers: usize, w: usize, bias: usize, to: usize, residual: usize, columns: i32): void {
  const taps = panel.taps;
  const depth = panel.depth;
  const pointerStride = <usize>taps << 2;
  let w0 = f32x4.splat(0), w1 = w0, x: v128;
  if (bias != 0) {
    w0 = v128.load(bias);
    w1 = v128.load(bias, 16);
  }
  let c00 = w0, c01 = w1;
  let c10 = w0, c11 = w1;
  let c20 = w0, c21 = w1;
  let c30 = w0, c31 = w1;
  for (let tap = taps; tap > 0; --tap) {
    let p = pointers;
    let a0 = load<usize>(p);
    p += pointerStride;
    let a1 = load<usize>(p);
    p += pointerStride;
    let a2 = load<usize>(p);
    p += pointerStride;
    let a3 = load<usize>(p);
    pointers += 4;
    let k = depth;
    for (; k >= 4; k -= 4) {
      w0 = v128.load(w, 0);
      w1 = v128.load(w, 16);
      x = v128.load_splat<f32>(a0, 0);
      c00 = multiplyAdd(x, w0, c00);
      c01 = multiplyAdd(x, w1, c01);
      x = v128.load_splat<f32>(a1, 0);
      c10 = multiplyAdd(x, w0, c10);
      c11 = multiplyAdd(x, w1, c11);
      x = v128.load_splat<f32>(a2, 0);
      c20 = multiplyAdd(x, w0, c20);
      c21 = multiplyAdd(x, w1, c21);
      x = v128.load_splat<f32>(a3, 0);
      c30 = multiplyAdd(x, w0, c30);
      c31 = multiplyAdd(x, w1, c31);
      w0 = v128.load(w, 32);
      w1 = v128.load(w, 48);
      x = v128.load_splat<f32>(a0, 4);
      c00 = multiplyAdd(x, w0, c00);
      c01 = multiplyAdd(x, w1, c01);
      x = v128.load_splat<f32>(a1, 4);
      c10 = multiplyAdd(x, w0, c10);
      c11 = multiplyAdd(x, w1, c11);
      x = v128.load_splat<f32>(a2, 4);
      c20 = multiplyAdd(x, w0, c20);
      c21 = multiplyAdd(x, w1, c21);
      x = v128.load_splat<f32>(a3, 4);
      c30 = multiplyAdd(x, w0, c30);
      c31 = multiplyAdd(x, w1, c31);
      w0 = v128.load(w, 64);
      w1 = v128.load(w, 80);
      x = v128.load_splat<f32>(a0, 8);
      c00 = multiplyAdd(x, w0, c00);
      c01 = multiplyAdd(x, w1, c01);
      x = v128.load_splat<f32>(a1, 8);
      c10 = multiplyAdd(x, w0, c10);
      c11 = multiplyAdd(x, w1, c11);
      x = v128.load_splat<f32>(a2, 8);
      c20 = multiplyAdd(x, w0, c20);
      c21 = multiplyAdd(x, w1, c21);
      x = v128.load_splat<f32>(a3, 8);
      c30 = multiplyAdd(x, w0, c30);
      c31 = multiplyAdd(x, w1, c31);
      w0 = v128.load(w, 96);
      w1 = v128.load(w, 112);
      x = v128.load_splat<f32>(a0, 12);
      c00 = multiplyAdd(x, w0, c00);
      c01 = multiplyAdd(x, w1, c01);
      x = v128.load_splat<f32>(a1, 12);
      c10 = multiplyAdd(x, w0, c10);
      c11 = multiplyAdd(x, w1, c11);
      x = v128.load_splat<f32>(a2, 12);
      c20 = multiplyAdd(x, w0, c20);
      c21 = multiplyAdd(x, w1, c21);
      x = v128.load_splat<f32>(a3, 12);
      c30 = multiplyAdd(x, w0, c30);
      c31 = multiplyAdd(x, w1, c31);
      a0 += 16;
      a1 += 16;
      a2 += 16;
      a3 += 16;
      w += 128;
    }
    for (; k > 0; --k) {
      w0 = v128.load(w, 0);
      w1 = v128.load(w, 16);
      x = v128.load_splat<f32>(a0, 0);
      c00 = multiplyAdd(x, w0, c00);
      c01 = multiplyAdd(x, w1, c01);
      x = v128.load_splat<f32>(a1, 0);
      c10 = multiplyAdd(x, w0, c10);
      c11 = multiplyAdd(x, w1, c11);
      x = v128.load_splat<f32>(a2, 0);
      c20 = multiplyAdd(x, w0, c20);
      c21 = multiplyAdd(x, w1, c21);
      x = v128.load_splat<f32>(a3, 0);
      c30 = multiplyAdd(x, w0, c30);
      c31 = multiplyAdd(x, w1, c31);
      a0 += 4;
      a1 += 4;
      a2 += 4;
      a3 += 4;
      w += 32;
    }
  }
  if (residual != 0) {
    c00 = f32x4.add(c00, v128.load(residual));
    c01 = f32x4.add(c01, v128.load(residual, 16));
    residual += panel.residualStride;
    c10 = f32x4.add(c10, v128.load(residual));
    c11 = f32x4.add(c11, v128.load(residual, 16));
    residual += panel.residualStride;
    c20 = f32x4.add(c20, v128.load(residual));
    c21 = f32x4.add(c21, v128.load(residual, 16));
    residual += panel.residualStride;
    c30 = f32x4.add(c30, v128.load(residual));
    c31 = f32x4.add(c31, v128.load(residual, 16));
  }
  w0 = f32x4.splat(panel.lower);
  w1 = f32x4.splat(panel.upper);
  const stride = panel.outputStride;
  if (columns == 8) {
    v128.store(to, clamped(c00, w0, w1));
    v128.store(to, clamped(c01, w0, w1), 16);
    to += stride;
    v128.store(to, clamped(c10, w0, w1));
    v128.store(to, clamped(c11, w0, w1), 16);
    to += stride;
    v128.store(to, clamped(c20, w0, w1));
    v128.store(to, clamped(c21, w0, w1), 16);
    to += stride;
    v128.store(to, clamped(c30, w0, w1));
    v128.store(to, clamped(c31, w0, w1), 16);
  } else {
    storePart(to, clamped(c00, w0, w1), clamped(c01, w0, w1), columns);
    to += stride;
    storePart(to, clamped(c10, w0, w1), clamped(c11, w0, w1), columns);
    to += stride;
    storePart(to, clamped(c20, w0, w1), clamped(c21, w0, w1), columns);
    to += stride;
    storePart(to, clamped(c30, w0, w1), clamped(c31, w0, w1), columns);
  }
}

/** 6 rows by the eight columns of a panel. */
export function tile6x8(panel: Panel, pointers: usize, w: usize, bias: usize, to: usize, residual: usize, columns: i32): void {
  const taps = panel.taps;
  const depth = panel.depth;
  const pointerStride = <usize>taps << 2;
  let w0 = f32x4.splat(0), w1 = w0, x: v128;
  if (bias != 0) {
    w0 = v128.load(bias);
    w1 = v128.load(bias, 16);
  }
  let c00 = w0, c01 = w1;
  let c10 = w0, c11 = w1;
  let c20 = w0, c21 = w1;
  let c30 = w0, c31 = w1;
  let c40 = w0, c41 = w1;
  let c50 = w0, c51 = w1;
  for (let tap = taps; tap > 0; --tap) {
    let p = pointers;
    let a0 = load<usize>(p);
    p += pointerStride;
    let a1 = load<usize>(p);
    p += pointerStride;
    let a2 = load<usize>(p);
    p += pointerStride;
    let a3 = load<usize>(p);
    p += pointerStride;
    let a4 = load<usize>(p);
    p += pointerStride;
    let a5 = load<usize>(p);
    pointers += 4;
    let k = depth;
    for (; k >= 4; k -= 4) {
      w0 = v128.load(w, 0);
      w1 = v128.load(w, 16);
      x = v128.load_splat<f32>(a0, 0);
      c00 = multiplyAdd(x, w0, c00);
      c01 = multiplyAdd(x, w1, c01);
      x = v128.load_splat<f32>(a1, 0);
      c10 = multiplyAdd(x, w0, c10);
      c11 = multiplyAdd(x, w1, c11);
      x = v128.load_splat<f32>(a2, 0);
      c20 = multiplyAdd(x, w0, c20);
      c21 = multiplyAdd(x, w1, c21);
      x = v128.load_splat<f32>(a3, 0);
      c30 = multiplyAdd(x, w0, c30);
      c31 = multiplyAdd(x, w1, c31);
      x = v128.load_splat<f32>(a4, 0);
      c40 = multiplyAdd(x, w0, c40);
      c41 = multiplyAdd(x, w1, c41);
      x = v128.load_splat<f32>(a5, 0);
      c50 = multiplyAdd(x, w0, c50);
      c51 = multiplyAdd(x, w1, c51);
      w0 = v128.load(w, 32);
      w1 = v128.load(w, 48);
      x = v128.load_splat<f32>(a0, 4);
      c00 = multiplyAdd(x, w0, c00);
      c01 = multiplyAdd(x, w1, c01);
      x = v128.load_splat<f32>(a1, 4);
      c10 = multiplyAdd(x, w0, c10);
      c11 = multiplyAdd(x, w1, c11);
      x = v128.load_splat<f32>(a2, 4);
      c20 = multiplyAdd(x, w0, c20);
      c21 = multiplyAdd(x, w1, c21);
      x = v128.load_splat<f32>(a3, 4);
      c30 = multiplyAdd(x, w0, c30);
      c31 = multiplyAdd(x, w1, c31);
      x = v128.load_splat<f32>(a4, 4);
      c40 = multiplyAdd(x, w0, c40);
      c41 = multiplyAdd(x, w1, c41);
      x = v128.load_splat<f32>(a5, 4);
      c50 = multiplyAdd(x, w0, c50);
      c51 = multiplyAdd(x, w1, c51);
      w0 = v128.load(w, 64);
      w1 = v128.load(w, 80);
      x = v128.load_splat<f32>(a0, 8);
      c00 = multiplyAdd(x, w0, c00);
      c01 = multiplyAdd(x, w1, c01);
      x = v128.load_splat<f32>(a1, 8);
      c10 = multiplyAdd(x, w0, c10);
      c11 = multiplyAdd(x, w1, c11);
      x = v128.load_splat<f32>(a2, 8);
      c20 = multiplyAdd(x, w0, c20);
      c21 = multiplyAdd(x, w1, c21);
      x = v128.load_splat<f32>(a3, 8);
      c30 = multiplyAdd(x, w0, c30);
      c31 = multiplyAdd(x, w1, c31);
      x = v128.load_splat<f32>(a4, 8);
      c40 = multiplyAdd(x, w0, c40);
      c41 = multiplyAdd(x, w1, c41);
      x = v128.load_splat<f32>(a5, 8);
      c50 = multiplyAdd(x, w0, c50);
      c51 = multiplyAdd(x, w1, c51);
      w0 = v128.load(w, 96);
      w1 = v128.load(w, 112);
      x = v128.load_splat<f32>(a0, 12);
      c00 = multiplyAdd(x, w0, c00);
      c01 = multiplyAdd(x, w1, c01);
      x = v128.load_splat<f32>(a1, 12);
      c10 = multiplyAdd(x, w0, c10);
      c11 = multiplyAdd(x, w1, c11);
      x = v128.load_splat<f32>(a2, 12);
      c20 = multiplyAdd(x, w0, c20);
      c21 = multiplyAdd(x, w1, c21);
      x = v128.load_splat<f32>(a3, 12);
      c30 = multiplyAdd(x, w0, c30);
      c31 = multiplyAdd(x, w1, c31);
      x = v128.load_splat<f32>(a4, 12);
      c40 = multiplyAdd(x, w0, c40);
      c41 = multiplyAdd(x, w1, c41);
      x = v128.load_splat<f32>(a5, 12);
      c50 = multiplyAdd(x, w0, c50);
      c51 = multiplyAdd(x, w1, c51);
      a0 += 16;
      a1 += 16;
      a2 += 16;
      a3 += 16;
      a4 += 16;
      a5 += 16;
      w += 128;
    }
    for (; k > 0; --k) {
      w0 = v128.load(w, 0);
      w1 = v128.load(w, 16);
      x = v128.load_splat<f32>(a0, 0);
      c00 = multiplyAdd(x, w0, c00);
      c01 = multiplyAdd(x, w1, c01);
      x = v128.load_splat<f32>(a1, 0);
      c10 = multiplyAdd(x, w0, c10);
      c11 = multiplyAdd(x, w1, c11);
      x = v128.load_splat<f32>(a2, 0);
      c20 = multiplyAdd(x, w0, c20);
      c21 = multiplyAdd(x, w1, c21);
      x = v128.load_splat<f32>(a3, 0);
      c30 = multiplyAdd(x, w0, c30);
      c31 = multiplyAdd(x, w1, c31);
      x = v128.load_splat<f32>(a4, 0);
      c40 = multiplyAdd(x, w0, c40);
      c41 = multiplyAdd(x, w1, c41);
      x = v128.load_splat<f32>(a5, 0);
      c50 = multiplyAdd(x, w0, c50);
      c51 = multiplyAdd(x, w1, c51);
      a0 += 4;
      a1 += 4;
      a2 += 4;
      a3 += 4;
      a4 += 4;
      a5 += 4;
      w += 32;
    }
  }
  if (residual != 0) {
    c00 = f32x4.add(c00, v128.load(residual));
    c01 = f32x4.add(c01, v128.load(residual, 16));
    residual += panel.residualStride;
    c10 = f32x4.add(c10, v128.load(residual));
    c11 = f32x4.add(c11, v128.load(residual, 16));
    residual += panel.residualStride;
    c20 = f32x4.add(c20, v128.load(residual));
    c21 = f32x4.add(c21, v128.load(residual, 16));
    residual += panel.residualStride;
    c30 = f32x4.add(c30, v128.load(residual));
    c31 = f32x4.add(c31, v128.load(residual, 16));
    residual += panel.residualStride;
    c40 = f32x4.add(c40, v128.load(residual));
    c41 = f32x4.add(c41, v128.load(residual, 16));
    residual += panel.residualStride;
    c50 = f32x4.add(c50, v128.load(residual));
    c51 = f32x4.add(c51, v128.load(residual, 16));
  }
  w0 = f32x4.splat(panel.lower);
  w1 = f32x4.splat(panel.upper);
  const stride = panel.outputStride;
  if (columns == 8) {
    v128.store(to, clamped(c00, w0, w1));
    v128.store(to, clamped(c01, w0, w1), 16);
    to += stride;
    v128.store(to, clamped(c10, w0, w1));
    v128.store(to, clamped(c11, w0, w1), 16);
    to += stride;
    v128.store(to, clamped(c20, w0, w1));
    v128.store(to, clamped(c21, w0, w1), 16);
    to += stride;
    v128.store(to, clamped(c30, w0, w1));
    v128.store(to, clamped(c31, w0, w1), 16);
    to += stride;
    v128.store(to, clamped(c40, w0, w1));
    v128.store(to, clamped(c41, w0, w1), 16);
    to += stride;
    v128.store(to, clamped(c50, w0, w1));
    v128.store(to, clamped(c51, w0, w1), 16);
  } else {
    storePart(to, clamped(c00, w0, w1), clamped(c01, w0, w1), columns);
    to += stride;
    storePart(to, clamped(c10, w0, w1), clamped(c11, w0, w1), columns);
    to += stride;
    storePart(to, clamped(c20, w0, w1), clamped(c21, w0, w1), columns);
    to += stride;
    storePart(to, clamped(c30, w0, w1), clamped(c31, w0, w1), columns);
    to += stride;
    storePart(to, clamped(c40, w0, w1), clamped(c41, w0, w1), columns);
    to += stride;
    storePart(to, clamped(c50, w0, w1), clamped(c51, w0, w1), columns);
  }
}

/** 8 rows by the eight columns of a panel. */
export function tile8x8(panel: Panel, pointers: usize, w: usize, bias: usize, to: usize, residual: usize, columns: i32): void {
  const taps = panel.taps;
  const depth = panel.depth;
  const pointerStride = <usize>taps << 2;
  let w0 = f32x4.splat(0), w1 = w0, x: v128;
  if (bias != 0) {
    w0 = v128.load(bias);
    w1 = v128.load(bias, 16);
  }
  let c00 = w0, c01 = w1;
  let c10 = w0, c11 = w1;
  let c20 = w0, c21 = w1;
  let c30 = w0, c31 = w1;
  let c40 = w0, c41 = w1;
  let c50 = w0, c51 = w1;
  let c60 = w0, c61 = w1;
  let c70 = w0, c71 = w1;
  for (let tap = taps; tap > 0; --tap) {
    let p = pointers;
    let a0 = load<usize>(p);
    p += pointerStride;
    let a1 = load<usize>(p);
    p += pointerStride;
    let a2 = load<usize>(p);
    p += pointerStride;
    let a3 = load<usize>(p);
    p += pointerStride;
    let a4 = load<usize>(p);
    p += pointerStride;
    let a5 = load<usize>(p);
    p += pointerStride;
    let a6 = load<usize>(p);
    p += pointerStride;
    let a7 = load<usize>(p);
    pointers += 4;
    let k = depth;
    for (; k >= 4; k -= 4) {
      w0 = v128.load(w, 0);
      w1 = v128.load(w, 16);
      x = v128.load_splat<f32>(a0, 0);
      c00 = multiplyAdd(x, w0, c00);
      c01 = multiplyAdd(x, w1, c01);
      x = v128.load_splat<f32>(a1, 0);
      c10 = multiplyAdd(x, w0, c10);
      c11 = multiplyAdd(x, w1, c11);
      x = v128.load_splat<f32>(a2, 0);
      c20 = multiplyAdd(x, w0, c20);
      c21 = multiplyAdd(x, w1, c21);
      x = v128.load_splat<f32>(a3, 0);
      c30 = multiplyAdd(x, w0, c30);
      c31 = multiplyAdd(x, w1, c31);
      x = v128.load_splat<f32>(a4, 0);
      c40 = multiplyAdd(x, w0, c40);
      c41 = multiplyAdd(x, w1, c41);
      x = v128.load_splat<f32>(a5, 0);
      c50 = multiplyAdd(x, w0, c50);
      c51 = multiplyAdd(x, w1, c51);
      x = v128.load_splat<f32>(a6, 0);
      c60 = multiplyAdd(x, w0, c60);
      c61 = multiplyAdd(x, w1, c61);
      x = v128.load_splat<f32>(a7, 0);
      c70 = multiplyAdd(x, w0, c70);
      c71 = multiplyAdd(x, w1, c71);
      w0 = v128.load(w, 32);
      w1 = v128.load(w, 48);
      x = v128.load_splat<f32>(a0, 4);
      c00 = multiplyAdd(x, w0, c00);
      c01 = multiplyAdd(x, w1, c01);
      x = v128.load_splat<f32>(a1, 4);
      c10 = multiplyAdd(x, w0, c10);
      c11 = multiplyAdd(x, w1, c11);
      x = v128.load_splat<f32>(a2, 4);
      c20 = multiplyAdd(x, w0, c20);
      c21 = multiplyAdd(x, w1, c21);
      x = v128.load_splat<f32>(a3, 4);
      c30 = multiplyAdd(x, w0, c30);
      c31 = multiplyAdd(x, w1, c31);
      x = v128.load_splat<f32>(a4, 4);
      c40 = multiplyAdd(x, w0, c40);
      c41 = multiplyAdd(x, w1, c41);
      x = v128.load_splat<f32>(a5, 4);
      c50 = multiplyAdd(x, w0, c50);
      c51 = multiplyAdd(x, w1, c51);
      x = v128.load_splat<f32>(a6, 4);
      c60 = multiplyAdd(x, w0, c60);
      c61 = multiplyAdd(x, w1, c61);
      x = v128.load_splat<f32>(a7, 4);
      c70 = multiplyAdd(x, w0, c70);
      c71 = multiplyAdd(x, w1, c71);
      w0 = v128.load(w, 64);
      w1 = v128.load(w, 80);
      x = v128.load_splat<f32>(a0, 8);
      c00 = multiplyAdd(x, w0, c00);
      c01 = multiplyAdd(x, w1, c01);
      x = v128.load_splat<f32>(a1, 8);
      c10 = multiplyAdd(x, w0, c10);
      c11 = multiplyAdd(x, w1, c11);
      x = v128.load_splat<f32>(a2, 8);
      c20 = multiplyAdd(x, w0, c20);
      c21 = multiplyAdd(x, w1, c21);
      x = v128.load_splat<f32>(a3, 8);
      c30 = multiplyAdd(x, w0, c30);
      c31 = multiplyAdd(x, w1, c31);
      x = v128.load_splat<f32>(a4, 8);
      c40 = multiplyAdd(x, w0, c40);
      c41 = multiplyAdd(x, w1, c41);
      x = v128.load_splat<f32>(a5, 8);
      c50 = multiplyAdd(x, w0, c50);
      c51 = multiplyAdd(x, w1, c51);
      x = v128.load_splat<f32>(a6, 8);
      c60 = multiplyAdd(x, w0, c60);
      c61 = multiplyAdd(x, w1, c61);
      x = v128.load_splat<f32>(a7, 8);
      c70 = multiplyAdd(x, w0, c70);
      c71 = multiplyAdd(x, w1, c71);
      w0 = v128.load(w, 96);
      w1 = v128.load(w, 112);
      x = v128.load_splat<f32>(a0, 12);
      c00 = multiplyAdd(x, w0, c00);
      c01 = multiplyAdd(x, w1, c01);
      x = v128.load_splat<f32>(a1, 12);
      c10 = multiplyAdd(x, w0, c10);
      c11 = multiplyAdd(x, w1, c11);
      x = v128.load_splat<f32>(a2, 12);
      c20 = multiplyAdd(x, w0, c20);
      c21 = multiplyAdd(x, w1, c21);
      x = v128.load_splat<f32>(a3, 12);
      c30 = multiplyAdd(x, w0, c30);
      c31 = multiplyAdd(x, w1, c31);
      x = v128.load_splat<f32>(a4, 12);
      c40 = multiplyAdd(x, w0, c40);
      c41 = multiplyAdd(x, w1, c41);
      x = v128.load_splat<f32>(a5, 12);
      c50 = multiplyAdd(x, w0, c50);
      c51 = multiplyAdd(x, w1, c51);
      x = v128.load_splat<f32>(a6, 12);
      c60 = multiplyAdd(x, w0, c60);
      c61 = multiplyAdd(x, w1, c61);
      x = v128.load_splat<f32>(a7, 12);
      c70 = multiplyAdd(x, w0, c70);
      c71 = multiplyAdd(x, w1, c71);
      a0 += 16;
      a1 += 16;
      a2 += 16;
      a3 += 16;
      a4 += 16;
      a5 += 16;
      a6 += 16;
      a7 += 16;
      w += 128;
    }
    for (; k > 0; --k) {
      w0 = v128.load(w, 0);
      w1 = v128.load(w, 16);
      x = v128.load_splat<f32>(a0, 0);
      c00 = multiplyAdd(x, w0, c00);
      c01 = multiplyAdd(x, w1, c01);
      x = v128.load_splat<f32>(a1, 0);
      c10 = multiplyAdd(x, w0, c10);
      c11 = multiplyAdd(x, w1, c11);
      x = v128.load_splat<f32>(a2, 0);
      c20 = multiplyAdd(x, w0, c20);
      c21 = multiplyAdd(x, w1, c21);
      x = v128.load_splat<f32>(a3, 0);
      c30 = multiplyAdd(x, w0, c30);
      c31 = multiplyAdd(x, w1, c31);
      x = v128.load_splat<f32>(a4, 0);
      c40 = multiplyAdd(x, w0, c40);
      c41 = multiplyAdd(x, w1, c41);
      x = v128.load_splat<f32>(a5, 0);
      c50 = multiplyAdd(x, w0, c50);
      c51 = multiplyAdd(x, w1, c51);
      x = v128.load_splat<f32>(a6, 0);
      c60 = multiplyAdd(x, w0, c60);
      c61 = multiplyAdd(x, w1, c61);
      x = v128.load_splat<f32>(a7, 0);
      c70 = multiplyAdd(x, w0, c70);
      c71 = multiplyAdd(x, w1, c71);
      a0 += 4;
      a1 += 4;
      a2 += 4;
      a3 += 4;
      a4 += 4;
      a5 += 4;
      a6 += 4;
      a7 += 4;
      w += 32;
    }
  }
  if (residual != 0) {
    c00 = f32x4.add(c00, v128.load(residual));
    c01 = f32x4.add(c01, v128.load(residual, 16));
    residual += panel.residualStride;
    c10 = f32x4.add(c10, v128.load(residual));
    c11 = f32x4.add(c11, v128.load(residual, 16));
    residual += panel.residualStride;
    c20 = f32x4.add(c20, v128.load(residual));
    c21 = f32x4.add(c21, v128.load(residual, 16));
    residual += panel.residualStride;
    c30 = f32x4.add(c30, v128.load(residual));
    c31 = f32x4.add(c31, v128.load(residual, 16));
    residual += panel.residualStride;
    c40 = f32x4.add(c40, v128.load(residual));
    c41 = f32x4.add(c41, v128.load(residual, 16));
    residual += panel.residualStride;
    c50 = f32x4.add(c50, v128.load(residual));
    c51 = f32x4.add(c51, v128.load(residual, 16));
    residual += panel.residualStride;
    c60 = f32x4.add(c60, v128.load(residual));
    c61 = f32x4.add(c61, v128.load(residual, 16));
    residual += panel.residualStride;
    c70 = f32x4.add(c70, v128.load(residual));
    c71 = f32x4.add(c71, v128.load(residual, 16));
  }
  w0 = f32x4.splat(panel.lower);
  w1 = f32x4.splat(panel.upper);
  const stride = panel.outputStride;
  if (columns == 8) {
    v128.store(to, clamped(c00, w0, w1));
    v128.store(to, clamped(c01, w0, w1), 16);
    to += stride;
    v128.store(to, clamped(c10, w0, w1));
    v128.store(to, clamped(c11, w0, w1), 16);
    to += stride;
    v128.store(to, clamped(c20, w0, w1));
    v128.store(to, clamped(c21, w0, w1), 16);
    to += stride;
    v128.store(to, clamped(c30, w0, w1));
    v128.store(to, clamped(c31, w0, w1), 16);
    to += stride;
    v128.store(to, clamped(c40, w0, w1));
    v128.store(to, clamped(c41, w0, w1), 16);
    to += stride;
    v128.store(to, clamped(c50, w0, w1));
    v128.store(to, clamped(c51, w0, w1), 16);
    to += stride;
    v128.store(to, clamped(c60, w0, w1));
    v128.store(to, clamped(c61, w0, w1), 16);
    to += stride;
    v128.store(to, clamped(c70, w0, w1));
    v128.store(to, clamped(c71, w0, w1), 16);
  } else {
    storePart(to, clamped(c00, w0, w1), clamped(c01, w0, w1), columns);
    to += stride;
    storePart(to, clamped(c10, w0, w1), clamped(c11, w0, w1), columns);
    to += stride;
    storePart(to, clamped(c20, w0, w1), clamped(c21, w0, w1), columns);
    to += stride;
    storePart(to, clamped(c30, w0, w1), clamped(c31, w0, w1), columns);
    to += stride;
    storePart(to, clamped(c40, w0, w1), clamped(c41, w0, w1), columns);
    to += stride;
    storePart(to, clamped(c50, w0, w1), clamped(c51, w0, w1), columns);
    to += stride;
    storePart(to, clamped(c60, w0, w1), clamped(c61, w0, w1), columns);
    to += stride;
    storePart(to, clamped(c70, w0, w1), clamped(c71, w0, w1), columns);
  }
}

/** One row by 4 panels of eight columns, all of them whole. */
export function tileWide(panel: Panel, pointers: usize, w: usize, bias: usize, to: usize, residual: usize): void {
  const taps = panel.taps;
  const depth = panel.depth;
  const panelBytes = (<usize>taps * depth) << 5;
  let w0 = w;
  let w1 = w0 + panelBytes;
  let w2 = w1 + panelBytes;
  let w3 = w2 + panelBytes;
  let x = f32x4.splat(0);
  let c0 = x;
  let c1 = x;
  let c2 = x;
  let c3 = x;
  let c4 = x;
  let c5 = x;
  let c6 = x;
  let c7 = x;
  if (bias != 0) {
    c0 = v128.load(bias, 0);
    c1 = v128.load(bias, 16);
    c2 = v128.load(bias, 32);
    c3 = v128.load(bias, 48);
    c4 = v128.load(bias, 64);
    c5 = v128.load(bias, 80);
    c6 = v128.load(bias, 96);
    c7 = v128.load(bias, 112);
  }
  for (let tap = taps; tap > 0; --tap) {
    let a = load<usize>(pointers);
    pointers += 4;
    for (let k = depth; k > 0; --k) {
      x = v128.load_splat<f32>(a);
      c0 = multiplyAdd(x, v128.load(w0), c0);
      c1 = multiplyAdd(x, v128.load(w0, 16), c1);
      c2 = multiplyAdd(x, v128.load(w1), c2);
      c3 = multiplyAdd(x, v128.load(w1, 16), c3);
      c4 = multiplyAdd(x, v128.load(w2), c4);
      c5 = multiplyAdd(x, v128.load(w2, 16), c5);
      c6 = multiplyAdd(x, v128.load(w3), c6);
      c7 = multiplyAdd(x, v128.load(w3, 16), c7);
      a += 4;
      w0 += 32;
      w1 += 32;
      w2 += 32;
      w3 += 32;
    }
  }
  if (residual != 0) {
    c0 = f32x4.add(c0, v128.load(residual, 0));
    c1 = f32x4.add(c1, v128.load(residual, 16));
    c2 = f32x4.add(c2, v128.load(residual, 32));
    c3 = f32x4.add(c3, v128.load(residual, 48));
    c4 = f32x4.add(c4, v128.load(residual, 64));
    c5 = f32x4.add(c5, v128.load(residual, 80));
    c6 = f32x4.add(c6, v128.load(residual, 96));
    c7 = f32x4.add(c7, v128.load(residual, 112));
  }
  const lower = f32x4.splat(panel.lower), upper = f32x4.splat(panel.upper);
  v128.store(to, clamped(c0, lower, upper), 0);
  v128.store(to, clamped(c1, lower, upper), 16);
  v128.store(to, clamped(c2, lower, upper), 32);
  v128.store(to, clamped(c3, lower, upper), 48);
  v128.store(to, clamped(c4, lower, upper), 64);
  v128.store(to, clamped(c5, lower, upper), 80);
  v128.store(to, clamped(c6, lower, upper), 96);
  v128.store(to, clamped(c7, lower, upper), 112);
}
